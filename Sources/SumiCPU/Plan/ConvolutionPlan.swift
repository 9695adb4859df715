import CSumiKernels
import SumiGraph
import SumiTensor

/// The sizes of one convolution, and by which algorithm it is computed: the one place that chooses.
struct ConvolutionPlan {
    enum Algorithm {
        /// A plain product: kernels of one cell that pass over every cell.
        case product
        /// Products that read the image, or a padded copy of it, by two steps of addresses.
        case direct
        /// Each channel by itself.
        case depthwise
        /// Products that read a copy of one group of the image, columns that a window touches side by side.
        case banded
        /// Products over rows of gathered cells.
        case rows
    }

    /// Lanes of the widest vectors.
    private static let usualLanes = 16

    let layout: WindowLayout
    let groups: Int
    let filters: Int
    private(set) var algorithm = Algorithm.rows

    var groupChannels: Int { layout.channels / groups }
    var groupFilters: Int { filters / groups }
    var kernelSize: Int { layout.taps * groupChannels * filters }
    /// Multiplications.
    var work: Int { layout.images * layout.outputCells * layout.taps * groupChannels * filters }

    var stepWork: StepWork {
        func sizes(_ values: [Int]) -> [Int] { Array(values.drop { $0 == 1 }) }
        let size = sizes(layout.size).map(String.init).joined(separator: "x")
        let shape = [layout.images] + sizes(layout.input) + [layout.channels]
        return StepWork(
            "\(shape) \(size.isEmpty ? "1" : size) to \(filters)" + (groups == 1 ? "" : ", \(groups) groups"),
            multiplications: Double(work))
    }

    var isProduct: Bool {
        if case .product = algorithm { return true }
        return false
    }

    var isDepthwise: Bool {
        if case .depthwise = algorithm { return true }
        return false
    }

    var isBanded: Bool {
        if case .banded = algorithm { return true }
        return false
    }

    /// Whether reading the kernel takes longer than reading the image, so that threads should share the kernel: then
    /// units are panels of filters. Elsewhere they are images and rows of images.
    var isCutByFilters: Bool {
        guard case .direct = algorithm else { return false }
        return layout.images * layout.outputCells <= 128 && kernelSize >= 1 << 15 && filters >= 64
    }

    /// Whether kernels are for one channel each. One channel with few filters is of the same kind, and a product would
    /// leave most lanes empty.
    static func isByChannel(groups: Int, channels: Int, filters: Int) -> Bool {
        groups == channels && (groups > 1 || filters < usualLanes)
    }

    /// Whether each output pixel's row of cells is a pixel of the image, so that nothing need be gathered.
    var hasRowsInPlace: Bool {
        layout.taps == 1 && layout.input == layout.output && layout.stride == [1, 1, 1] && layout.low == [0, 0, 0]
    }

    init(_ geometry: ConvolutionGeometry, input: Shape, kernel: Shape, output: Shape) throws(EngineError) {
        self.init(
            try WindowLayout(geometry, input: input, kernel: kernel, output: output), groups: geometry.groups,
            filters: kernel.dimensions[kernel.rank - 1])
    }

    init(_ layout: WindowLayout, groups: Int, filters: Int) {
        self.layout = layout
        self.groups = groups
        self.filters = filters
        let isByChannel = Self.isByChannel(groups: groups, channels: layout.channels, filters: filters)
        let isDense = layout.dilation[2] == 1 || layout.size[2] == 1
        let isFlat = layout.input[0] == 1 && layout.output[0] == 1 && layout.size[0] == 1
        if groups == 1, hasRowsInPlace {
            algorithm = .product
        } else if isByChannel {
            algorithm = .depthwise
        } else if groups == 1, isFlat, isDense {
            algorithm = .direct
        } else if isFlat, !hasRowsInPlace {
            algorithm = .banded
        }
    }

    /// The convolution over `dy` that gives the input's gradient: with the kernel flipped, its channels and filters
    /// exchanged. `nil` where strides leave gaps, groups mix the axes, or margins would have to be negative.
    var inputGradient: ConvolutionPlan? {
        guard groups == 1, layout.stride == [1, 1, 1] else { return nil }
        var back = layout
        (back.input, back.output, back.channels) = (layout.output, layout.input, filters)
        back.low = (0..<WindowLayout.axes).map { (layout.size[$0] - 1) * layout.dilation[$0] - layout.low[$0] }
        guard back.low.allSatisfy({ $0 >= 0 }) else { return nil }
        return ConvolutionPlan(back, groups: 1, filters: layout.channels)
    }

    /// The kernel `[taps][group channels][filters]` as the right operand of the forward products.
    func forwardPacking(panelWidth: Int) -> PackLayout {
        PackLayout(
            matrices: groups, matrixStride: groupFilters, pieceDepth: layout.taps * groupChannels, rowStride: filters,
            columns: groupFilters, columnStride: 1, panelWidth: panelWidth)
    }

    /// The kernel, flipped and with channels and filters exchanged, for ``inputGradient``.
    func inputGradientPacking(panelWidth: Int) -> PackLayout {
        PackLayout(
            taps: layout.taps, tapStride: layout.channels * filters, isFlipped: true, pieceDepth: filters, rowStride: 1,
            columns: layout.channels, columnStride: filters, panelWidth: panelWidth)
    }

    /// The kernel as the right operand of `dy · kernelᵀ`.
    func transposedPacking(panelWidth: Int) -> PackLayout {
        PackLayout(
            matrices: groups, matrixStride: groupFilters, pieceDepth: groupFilters, rowStride: 1,
            columns: layout.taps * groupChannels, columnStride: filters, panelWidth: panelWidth)
    }

    /// Into how many parts the images are cut for the kernel's gradient. Each part's sum takes memory of the kernel's size.
    /// Where all together are small, an image is a part, so that it is done as soon as it is there; see ``ImageChains``.
    var parts: Int {
        if layout.images >= 16, layout.images * kernelSize <= 1 << 18 { return layout.images }
        return max(1, min(layout.images, kernelSize <= 1 << 18 ? 8 : kernelSize <= 1 << 20 ? 4 : 2))
    }
}
