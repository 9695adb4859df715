import SumiGraph
import SumiTensor

/// `x · scale + offset`, with one number each or one for each channel.
///
/// - Input: any shape and element type; for numbers by channel, the channels stand where ``dataFormat`` says
/// - Output: the same shape, float32
///
/// Source: `keras/src/layers/preprocessing/image_preprocessing/rescaling.py`, Keras 3.15.
public struct Rescaling: Layer, Codable {
    /// What is multiplied with.
    public var scale: NumberOrList
    /// What is added.
    public var offset: NumberOrList
    /// Where the channels stand. Keras' files do not hold it.
    public var dataFormat: ImageDataFormat = .current

    private enum CodingKeys: CodingKey { case scale, offset }

    /// A layer with these settings, each of which is described at its property.
    public init(_ scale: Double, offset: Double = 0, dataFormat: ImageDataFormat? = nil) {
        self.scale = .number(scale)
        self.offset = .number(offset)
        self.dataFormat = dataFormat ?? .current
    }

    /// One scale and offset for each channel; a single one counts for all.
    public init(_ scale: [Double], offset: [Double] = [0], dataFormat: ImageDataFormat? = nil) {
        self.scale = .list(scale)
        self.offset = offset.count == 1 ? .number(offset[0]) : .list(offset)
        self.dataFormat = dataFormat ?? .current
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard let scale = numbers(scale, "scale", x, scope), let offset = numbers(offset, "offset", x, scope) else {
            return scope.failed
        }
        return x.converted(to: .float32) * scale + offset
    }

    private func numbers(_ value: NumberOrList, _ name: String, _ x: TracedTensor, _ scope: Scope) -> TracedTensor? {
        guard case .list(let list) = value else {
            if case .number(let number) = value { return scope.trace.constant(number) }
            return nil
        }
        let isFirst = dataFormat == .channelsFirst && x.rank >= 3
        let channels = x.isFailed ? 1 : isFirst ? x.dimension(1) : x.rank > 0 ? x.dimension(-1) : 1
        guard
            scope.require(
                list.count == channels || list.count == 1,
                "\(name) has \(list.count) numbers for an input of \(channels) channels")
        else { return nil }
        let constant = scope.trace.constant(Tensor(shape: [list.count], doubles: list, elementType: .float32))
        return isFirst ? constant.reshaped(Shape([list.count] + Array(repeating: 1, count: x.rank - 2))) : constant
    }
}
