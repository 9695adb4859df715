import CSumiKernels

/// A two-dimensional convolution whose windows are no pieces of the image: with several groups, or with dilated columns.
///
/// Bands of the image are copied group by group, columns that one window touches side by side; products read them there.
final class BandedConvolutionStep: PiecewiseStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: ConvolutionPlan
    private let result: ConvolutionResult
    private let x: Slot
    private let band: GroupedBand

    init(_ plan: ConvolutionPlan, _ packing: PackLayout, x: Slot, kernel: Slot, y: Slot, _ epilogue: Epilogue) {
        (self.plan, self.x) = (plan, x)
        result = ConvolutionResult(plan: plan, packing: packing, kernel: kernel, y: y, epilogue: epilogue)
        name = "convolution" + epilogue.text
        slots = [x, kernel, y] + epilogue.slots
        band = GroupedBand(plan)
        scratchBytes = band.scratchBytes
        phases = [Phase(units: plan.layout.images * band.rows.count, nanoseconds: plan.work / 32)]
    }

    var work: StepWork { plan.stepWork }
    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? { result.slices(images: images, x: x) }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        for unit in images.lowerBound * band.rows.count..<images.upperBound * band.rows.count {
            self.run(phase: 0, unit: unit, scratch: scratch, run)
        }
    }

    func written(by unit: Int) -> Range<Int> {
        let (image, index) = unit.quotientAndRemainder(dividingBy: band.rows.count)
        let (range, row) = (band.rows.range(index), plan.layout.output[2] * plan.filters)
        let first = image * plan.layout.outputCells * plan.filters
        return first + range.lowerBound * row..<first + range.upperBound * row
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let (image, index) = unit.quotientAndRemainder(dividingBy: band.rows.count)
        let cells = run.floats(x) + image * plan.imageSize
        let copy = scratch.assumingMemoryBound(to: Float.self)
        for group in 0..<plan.groups {
            band.fill(copy, from: cells, group: group, band: index)
            for part in 0..<min(band.outputParts, plan.layout.output[2]) {
                outputs(part, of: band.rows.range(index), image, group, copy, run)
            }
        }
    }

    /// Every `band.outputParts`-th output of some rows, from column `part` on.
    private func outputs(
        _ part: Int, of rows: Range<Int>, _ image: Int, _ group: Int, _ copy: UnsafeMutablePointer<Float>,
        _ run: Execution
    ) {
        let layout = plan.layout
        let (width, step) = (layout.output[2], band.outputParts)
        let count = (width - part + step - 1) / step
        var product = sumi_product()
        product.depth = result.packing.depth
        product.a_stride = band.outputStride
        product.a_run = count
        product.a_run_stride = layout.stride[1] * band.rowSize
        product.a_pieces = layout.size[1]
        product.a_piece_stride = layout.dilation[1] * band.rowSize
        let first = copy + band.firstCell(ofPart: part)
        let pixel = image * layout.outputCells + rows.lowerBound * width + part
        // Results of all rows are evenly spaced only where parts are of one size.
        let together = width % step == 0 ? rows.count : 1
        for row in stride(from: 0, to: rows.count, by: together) {
            product.rows = together * count
            product.a = UnsafePointer(first + row * product.a_run_stride)
            result.compute(
                &product, group: group, filters: 0..<plan.groupFilters, pixel: pixel + row * width, step: step, run)
        }
    }
}

/// Bands of output rows, and what each reads of one group: rows of cells, with the columns that lie `dilation` apart side
/// by side, so that a window's row is one piece.
struct GroupedBand {
    let rows: Cut
    /// Floats from one row of cells to the next.
    let rowSize: Int
    /// Outputs that are this many apart read cells that are evenly spaced: `outputStride` floats apart.
    let outputParts: Int
    let outputStride: Int
    private let layout: WindowLayout
    private let channels: Int
    /// Cells of the columns that lie `dilation` apart.
    private let partWidth: Int

    /// Floats of a band: an eighth of a usual second-level cache.
    private static let size = 32 * 1024
    /// Units that a few large images are cut into at least.
    private static let fewestUnits = 8

    init(_ plan: ConvolutionPlan) {
        layout = plan.layout
        channels = plan.groupChannels
        let (step, dilation) = (layout.stride[2], layout.dilation[2])
        let width = layout.extent(of: layout.output[2], axis: 2)
        partWidth = (width + dilation - 1) / dilation
        rowSize = dilation * partWidth * channels
        var (divisor, rest) = (step, dilation)
        while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
        outputParts = dilation / divisor
        outputStride = step / divisor * channels
        let fitting = Self.size / max(1, rowSize * layout.stride[1])
        let share = (layout.output[1] * max(1, layout.images) + Self.fewestUnits - 1) / Self.fewestUnits
        rows = Cut(layout.output[1], part: min(max(1, fitting), max(1, share)))
    }

    var scratchBytes: Int { layout.extent(of: rows.part, axis: 1) * rowSize * MemoryLayout<Float>.size }

    /// Where the first output of a part begins in a row of cells.
    func firstCell(ofPart part: Int) -> Int {
        let (index, columns) = (part * layout.stride[2]).quotientAndRemainder(dividingBy: layout.dilation[2])
        return (columns * partWidth + index) * channels
    }

    /// Copies what a band reads of a group: zeros outside of the image.
    func fill(_ copy: UnsafeMutablePointer<Float>, from image: UnsafeMutablePointer<Float>, group: Int, band: Int) {
        let range = rows.range(band)
        let top = range.lowerBound * layout.stride[1] - layout.low[1]
        let height = layout.extent(of: range.count, axis: 1)
        let (above, end) = (min(max(0, -top), height), min(height, max(0, layout.input[1] - top)))
        copy.update(repeating: 0, count: above * rowSize)
        let below = max(above, end)
        (copy + below * rowSize).update(repeating: 0, count: (height - below) * rowSize)
        guard above < end else { return }
        let source = image + (top + above) * layout.input[2] * layout.channels + group * channels
        for part in 0..<layout.dilation[2] {
            let target = copy + above * rowSize + part * partWidth * channels
            fillColumns(target, from: source, part: part, rows: end - above)
        }
    }

    /// The columns part, part + dilation, … of some rows that are inside of the image.
    private func fillColumns(
        _ target: UnsafeMutablePointer<Float>, from source: UnsafeMutablePointer<Float>, part: Int, rows: Int
    ) {
        let dilation = layout.dilation[2]
        // Cell i of a row is the image's column part + i · dilation - low.
        func cells(before column: Int) -> Int {
            column <= part ? 0 : min(partWidth, (column - part + dilation - 1) / dilation)
        }
        let first = cells(before: layout.low[2])
        let end = cells(before: layout.low[2] + layout.input[2])
        for row in 0..<rows {
            let line = target + row * rowSize
            line.update(repeating: 0, count: first * channels)
            (line + end * channels).update(repeating: 0, count: (partWidth - end) * channels)
        }
        guard first < end else { return }
        var copy = sumi_copy()
        copy.from = UnsafeRawPointer(source + (part + first * dilation - layout.low[2]) * layout.channels)
        copy.to = UnsafeMutableRawPointer(target + first * channels)
        (copy.element_size, copy.axes) = (MemoryLayout<Float>.size, 3)
        (copy.sizes.0, copy.sizes.1, copy.sizes.2) = (rows, end - first, channels)
        copy.from_strides.0 = layout.input[2] * layout.channels
        (copy.from_strides.1, copy.from_strides.2) = (dilation * layout.channels, 1)
        (copy.to_strides.0, copy.to_strides.1, copy.to_strides.2) = (rowSize, channels, 1)
        sumi_copy_strided(&copy)
    }
}
