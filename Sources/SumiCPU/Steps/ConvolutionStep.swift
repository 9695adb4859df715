import CSumiKernels

/// A convolution as products of image cells with the packed kernel; its input's gradient for strides of 1 as well.
final class ConvolutionStep: PiecewiseStep {
    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let plan: ConvolutionPlan
    private let result: ConvolutionResult
    private let x: Slot
    private let band: PaddedBand
    private let pixels: Cut
    /// Filters of a unit: all, or a panel.
    private let filters: Cut

    init(_ plan: ConvolutionPlan, _ packing: PackLayout, x: Slot, kernel: Slot, y: Slot, _ epilogue: Epilogue) {
        (self.plan, self.x) = (plan, x)
        result = ConvolutionResult(plan: plan, packing: packing, kernel: kernel, y: y, epilogue: epilogue)
        name = "convolution" + epilogue.text
        slots = [x, kernel, y] + epilogue.slots
        band = PaddedBand(plan.layout, fewest: plan.isCutByFilters ? 1 : 8)
        pixels = GatheredRows.cut(plan)
        filters = Cut(plan.filters, part: plan.isCutByFilters ? packing.panelWidth : plan.filters)
        let cuts: Int
        switch plan.algorithm {
        case .direct: (cuts, scratchBytes) = (band.rows.count, band.scratchBytes)
        case .product, .depthwise, .banded, .rows: (cuts, scratchBytes) = (pixels.count, GatheredRows.bytes(plan))
        }
        phases = [Phase(units: plan.layout.images * cuts * filters.count, nanoseconds: plan.work / 32)]
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        switch plan.algorithm {
        case .direct: direct(unit, scratch, run)
        case .product, .depthwise, .banded, .rows: rows(unit, scratch, run)
        }
    }

    var work: StepWork { plan.stepWork }

    var images: Int? { plan.layout.images }

    func slices(images: Int) -> ImageSlices? { result.slices(images: images, x: x) }

    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let units = phases[0].units / count
        for unit in images.lowerBound * units..<images.upperBound * units {
            self.run(phase: 0, unit: unit, scratch: scratch, run)
        }
    }

    /// Only where filters are not cut: ``ConvolutionPlan/isCutByFilters``.
    func written(by unit: Int) -> Range<Int> {
        let range: Range<Int>
        let image: Int
        switch plan.algorithm {
        case .direct:
            let rows = band.rows.range(unit % band.rows.count)
            range = rows.lowerBound * plan.layout.output[2]..<rows.upperBound * plan.layout.output[2]
            image = unit / band.rows.count
        case .product, .depthwise, .banded, .rows:
            range = pixels.range(unit % pixels.count)
            image = unit / pixels.count
        }
        let first = image * plan.layout.outputCells
        return (first + range.lowerBound) * plan.filters..<(first + range.upperBound) * plan.filters
    }

    /// Outputs with rows of fewer pixels are computed column by column: a product's blocks do not go beyond a row.
    private static let narrow = 6

    private func direct(_ unit: Int, _ scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let layout = plan.layout
        let (block, part) = unit.quotientAndRemainder(dividingBy: filters.count)
        let (image, index) = block.quotientAndRemainder(dividingBy: band.rows.count)
        let range = band.rows.range(index)
        let cells = band.cells(
            of: index, image: run.floats(x) + image * layout.inputCells * layout.channels, scratch: scratch)
        var product = sumi_product()
        (product.rows, product.depth) = (range.count * layout.output[2], result.packing.depth)
        product.a = cells
        product.a_stride = layout.stride[2] * layout.channels
        product.a_run = layout.output[2]
        product.a_run_stride = layout.stride[1] * band.rowStride
        product.a_pieces = layout.size[1]
        product.a_piece_stride = layout.dilation[1] * band.rowStride
        let pixel = image * layout.outputCells + range.lowerBound * layout.output[2]
        guard layout.output[2] < Self.narrow, range.count > layout.output[2] else {
            result.compute(&product, group: 0, filters: filters.range(part), pixel: pixel, run)
            return
        }
        (product.a_stride, product.a_run) = (product.a_run_stride, 0)
        product.rows = range.count
        for column in 0..<layout.output[2] {
            product.a = cells + column * layout.stride[2] * layout.channels
            result.compute(
                &product, group: 0, filters: filters.range(part), pixel: pixel + column, step: layout.output[2], run)
        }
    }

    private func rows(_ unit: Int, _ scratch: UnsafeMutableRawPointer, _ run: Execution) {
        var windows = plan.layout.windows
        let (image, index) = unit.quotientAndRemainder(dividingBy: pixels.count)
        let range = pixels.range(index)
        let cells = run.floats(x) + image * plan.layout.inputCells * plan.layout.channels
        if plan.hasRowsInPlace { return rowsInPlace(cells, image, range, run) }
        let rows = scratch.assumingMemoryBound(to: Float.self)
        for group in 0..<plan.groups {
            run.kernels.pointee.image_to_rows(
                &windows, cells, group * plan.groupChannels, plan.groupChannels, range.lowerBound,
                range.upperBound, rows, result.packing.depth)
            var product = sumi_product()
            (product.rows, product.depth) = (range.count, result.packing.depth)
            (product.a, product.a_stride) = (UnsafePointer(rows), result.packing.depth)
            let pixel = image * plan.layout.outputCells + range.lowerBound
            result.compute(&product, group: group, filters: 0..<plan.groupFilters, pixel: pixel, run)
        }
    }

    /// Floats of pixels that all groups read before the next ones are, about a tenth of a usual second-level cache.
    private static let togetherInPlace = 24 * 1024

    /// A group reads a part of each pixel: all of it is asked for as one piece, before the first group needs it.
    private func rowsInPlace(
        _ cells: UnsafeMutablePointer<Float>, _ image: Int, _ range: Range<Int>, _ run: Execution
    ) {
        let channels = plan.layout.channels
        let pieces = Cut(range.count, part: Self.togetherInPlace / channels)
        for index in 0..<pieces.count {
            let piece = pieces.range(index)
            let pixel = range.lowerBound + piece.lowerBound
            let next = range.lowerBound + piece.upperBound
            let ahead = min(piece.count, range.upperBound - next)
            sumi_read_ahead(cells + next * channels, ahead * channels * MemoryLayout<Float>.size)
            for group in 0..<plan.groups {
                var product = sumi_product()
                (product.rows, product.depth) = (piece.count, result.packing.depth)
                product.a = UnsafePointer(cells + pixel * channels + group * plan.groupChannels)
                product.a_stride = channels
                result.compute(
                    &product, group: group, filters: 0..<plan.groupFilters,
                    pixel: image * plan.layout.outputCells + pixel, run)
            }
        }
    }
}

/// Rows of gathered cells, `[pixels][taps · group channels]`, a piece of an image at a time.
enum GatheredRows {
    /// Floats of a piece, about a fifth of a usual second-level cache.
    private static let size = 48 * 1024

    static func cut(_ plan: ConvolutionPlan) -> Cut {
        let row = max(1, plan.layout.taps * plan.groupChannels)
        return Cut(plan.layout.outputCells, part: min(max(1, plan.layout.outputCells), size / row))
    }

    static func bytes(_ plan: ConvolutionPlan) -> Int {
        cut(plan).part * plan.layout.taps * plan.groupChannels * MemoryLayout<Float>.size
    }
}
