import CSumiKernels
import SumiGraph
import SumiTensor

/// Windows over `[images, spatial …, channels]`, with always three spatial axes: missing ones have size 1.
struct WindowLayout {
    var images: Int
    var channels: Int
    var input: [Int]
    var output: [Int]
    var size: [Int]
    var stride: [Int]
    var dilation: [Int]
    /// Cells of padding before the first.
    var low: [Int]

    static let axes = 3

    var inputCells: Int { input.reduce(1, *) }
    var outputCells: Int { output.reduce(1, *) }
    var taps: Int { size.reduce(1, *) }

    /// Cells along an axis that `count` windows side by side touch.
    func extent(of count: Int, axis: Int) -> Int {
        max(0, count - 1) * stride[axis] + (size[axis] - 1) * dilation[axis] + 1
    }

    /// - Throws: ``EngineError`` for more than three spatial axes.
    init(_ window: WindowGeometry, input shape: Shape, output result: Shape) throws(EngineError) {
        try self.init(
            input: shape, output: result, sizes: window.sizes, strides: window.strides, dilations: window.dilations,
            margins: window.margins)
    }

    init(_ geometry: ConvolutionGeometry, input shape: Shape, kernel: Shape, output result: Shape) throws(EngineError) {
        try self.init(
            input: shape, output: result, sizes: Array(kernel.dimensions.dropLast(2)), strides: geometry.strides,
            dilations: geometry.dilations, margins: geometry.margins)
    }

    private init(
        input shape: Shape, output result: Shape, sizes: [Int], strides: [Int], dilations: [Int], margins: [Margin]
    ) throws(EngineError) {
        let rank = sizes.count
        guard rank <= Self.axes else {
            throw EngineError("windows over \(rank) spatial axes: the CPU engine has them over at most \(Self.axes)")
        }
        func padded(_ values: [Int], _ missing: Int) -> [Int] {
            Array(repeating: missing, count: Self.axes - rank) + values
        }
        images = shape.dimensions[0]
        channels = shape.dimensions[rank + 1]
        input = padded(Array(shape.dimensions[1..<rank + 1]), 1)
        output = padded(Array(result.dimensions[1..<rank + 1]), 1)
        size = padded(sizes, 1)
        stride = padded(strides, 1)
        dilation = padded(dilations, 1)
        low = padded(margins.map(\.low), 0)
    }

    /// The same for the kernels.
    var windows: sumi_windows {
        sumi_windows(
            in: (input[0], input[1], input[2]), out: (output[0], output[1], output[2]),
            size: (size[0], size[1], size[2]), stride: (stride[0], stride[1], stride[2]),
            dilation: (dilation[0], dilation[1], dilation[2]), low: (low[0], low[1], low[2]), channels: channels)
    }
}
