import SumiTensor

/// A value in a graph that is being written: its shape and element type are known, its elements are not.
///
/// Operators and methods append operations to the tensor's ``Trace``. They neither trap nor throw: where shapes do not
/// fit, the trace keeps the first error with the layer's path, and what follows is marked as failed.
public struct TracedTensor {
    /// The trace that the tensor is part of.
    public let trace: Trace
    /// The node in the trace, or `failedID`.
    package let id: NodeID
    /// Shape and element type.
    public let type: TensorType

    package static let failedID: NodeID = -1

    package init(trace: Trace, id: NodeID, type: TensorType) {
        self.trace = trace
        self.id = id
        self.type = type
    }

    /// The size of each axis.
    public var shape: Shape { type.shape }
    /// What the elements are.
    public var elementType: ElementType { type.elementType }
    /// How many axes there are.
    public var rank: Int { shape.rank }

    /// Whether this value could not be formed; ``Trace/failure`` says why.
    public var isFailed: Bool { id == Self.failedID }

    /// The size along `axis`; negative axes count from the end. Where there is no such axis the trace fails and the
    /// answer is 1.
    public func dimension(_ axis: Int) -> Int {
        if isFailed { return 1 }
        guard let index = shape.axis(axis) else {
            trace.fail("there is no axis \(axis) in a tensor of shape \(shape)")
            return 1
        }
        return shape.dimensions[index]
    }

    /// `axis` counted from the front; where there is none the trace fails and the answer is 0.
    package func index(ofAxis axis: Int) -> Int {
        if isFailed { return 0 }
        guard let index = shape.axis(axis) else {
            trace.fail("there is no axis \(axis) in a tensor of shape \(shape)")
            return 0
        }
        return index
    }
}

extension TracedTensor {
    /// What went into the softmax or sigmoid whose result this is, if it is one.
    public var logits: TracedTensor? { trace.logits[id] }

    /// Remembers what went into the softmax or sigmoid whose result this is.
    package func remember(logits: TracedTensor) {
        if !isFailed { trace.logits[id] = logits }
    }

    /// Which steps of this sequence count, `[batch, steps]` of type bool, where a layer has said so; `nil` where all do.
    public var mask: TracedTensor? { isFailed ? nil : trace.masks[id] }

    /// Remembers which steps of this sequence count.
    public func remember(mask: TracedTensor) {
        if !isFailed && !mask.isFailed { trace.masks[id] = mask }
    }
}
