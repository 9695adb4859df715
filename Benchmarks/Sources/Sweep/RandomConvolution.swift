import Sumi

/// One convolution of the sweep.
///
/// Drawn as follows, until it has at least 5 million and at most 2 billion operations and 64 MiB: images 1 to 64; height
/// and width 6 to 96, each alone; channels and filters half of the time from 1, 3, 16, 32, 64, 96, 128, 192, 256, else any
/// number from 1 to 160; kernels 1, 3 (half of the time), 5 or 7, one time in eight not square; stride 2 one time in four;
/// dilation 2 one time in eight; two or four groups one time in eight where they divide the channels, one group a channel
/// one time in eight; "same" or "valid" padding.
struct RandomConvolution: CustomStringConvertible {
    var images: Int
    var side: [Int]
    var channels: Int
    var filters: Int
    var kernel: [Int]
    var stride: Int
    var dilation: Int
    var groups: Int
    var isSame: Bool

    init(_ random: inout RandomStream) {
        func draw(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(random.uint32()) % range.count }
        func channelCount() -> Int {
            let usual = [1, 3, 16, 32, 64, 96, 128, 192, 256]
            return draw(0...1) == 0 ? usual[draw(0...usual.count - 1)] : draw(1...160)
        }
        repeat {
            images = draw(1...64)
            side = [draw(6...96), draw(6...96)]
            (channels, filters) = (channelCount(), channelCount())
            let size = [1, 3, 3, 3, 5, 7][draw(0...5)]
            kernel = [size, draw(0...7) == 0 ? 1 : size]
            stride = draw(0...3) == 0 ? 2 : 1
            dilation = draw(0...7) == 0 ? 2 : 1
            groups = 1
            switch draw(0...7) {
            case 0:
                let count = draw(0...1) == 0 ? 2 : 4
                if channels % count == 0 && filters % count == 0 { groups = count }
            case 1:
                groups = channels
                filters = channels * draw(1...2)
            default: break
            }
            isSame = draw(0...1) == 0
        } while !isWanted
    }

    private var isWanted: Bool {
        output.allSatisfy { $0 > 0 } && (5e6...2e9).contains(operations) && bytes <= 64 * 1_048_576
    }

    private var extent: [Int] { kernel.map { ($0 - 1) * dilation + 1 } }

    var margins: [Margin] {
        (0..<2).map { axis in
            guard isSame else { return .none }
            let total = max(0, ((side[axis] + stride - 1) / stride - 1) * stride + extent[axis] - side[axis])
            return Margin(total / 2, total - total / 2)
        }
    }

    var output: [Int] {
        (0..<2).map { axis in
            let framed = side[axis] + margins[axis].low + margins[axis].high
            return framed < extent[axis] ? 0 : (framed - extent[axis]) / stride + 1
        }
    }

    var geometry: ConvolutionGeometry {
        ConvolutionGeometry(
            strides: [stride, stride], dilations: [dilation, dilation], margins: margins, groups: groups)
    }

    var inputShape: [Int] { [images] + side + [channels] }
    var kernelShape: [Int] { kernel + [channels / groups, filters] }
    var outputShape: [Int] { [images] + output + [filters] }

    /// Additions and multiplications of the definition.
    var operations: Double {
        2 * outputShape.map(Double.init).reduce(1, *) * kernel.map(Double.init).reduce(1, *)
            * Double(channels / groups)
    }

    var bytes: Double {
        4 * [inputShape, kernelShape, outputShape].map { $0.map(Double.init).reduce(1, *) }.reduce(0, +)
    }

    /// The share of a vector's lanes that the filters of a group fill, in whole vectors; for one group a channel, that
    /// all channels fill.
    func laneShare(_ lanes: Int) -> Double {
        let count = groups == channels ? filters : filters / groups
        return Double(count) / Double((count + lanes - 1) / lanes * lanes)
    }

    var description: String {
        "\(inputShape) * \(kernelShape)" + (stride == 1 ? "" : " stride \(stride)")
            + (dilation == 1 ? "" : " dilation \(dilation)") + (groups == 1 ? "" : " groups \(groups)")
            + (isSame ? " same" : "")
    }
}
