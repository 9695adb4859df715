import SumiGraph

/// What a product or convolution does to its result on the way to memory: `relu(result + bias + addend)`.
struct FusedEpilogue {
    /// One element for each column or filter.
    var bias: NodeID?
    /// As many elements as the result.
    var addend: NodeID?
    var hasReLU = false
    /// The node whose value the step writes.
    var result: NodeID

    /// What the step reads for it.
    var operands: [NodeID] { [bias, addend].compactMap { $0 } }
}

/// A convolution by Winograd's method, with what its step does to the results.
struct WinogradForward {
    struct Dropout {
        var key: NodeID
        var stream: UInt64
        /// What random bits must reach for an element to be kept, and what it is multiplied by then.
        var limit: UInt32
        var scale: Float
    }

    var plan: WinogradPlan
    var x: NodeID
    var kernel: NodeID
    var bias: NodeID?
    var addend: NodeID?
    var hasReLU: Bool
    var dropout: Dropout?
    /// The node whose value the step writes.
    var result: NodeID
    /// Whether gradients need to know which element each pooled maximum was.
    var keepsIndex = false

    var operands: [NodeID] { [x, kernel] + [bias, addend, dropout?.key].compactMap { $0 } }
}

/// Gradients of a convolution by Winograd's method, all of one `dy`.
struct WinogradGradient {
    var plan: WinogradPlan
    /// What `dy` is, before masks, pooling and dropout are undone.
    var dy: NodeID
    var scale: Float = 1
    /// The convolution whose choices in pooling lead `dy` back, and its result.
    var pooled: (convolution: NodeID, result: NodeID)?
    /// ReLU's result, where `dy` counts only where it is positive.
    var y: NodeID?
    var x: NodeID?
    var kernel: NodeID?
    /// What the step writes.
    var inputGradient: NodeID?
    var kernelGradient: NodeID?
    var biasGradient: NodeID?
    /// Whether the input's gradient counts only where the input is positive.
    var masksInput = false

    var operands: [NodeID] { [dy] + [pooled?.result, y, x, kernel].compactMap { $0 } }
}

/// The gradients that read one `dy`.
struct GradientReaders {
    var input: NodeID?
    var kernel: NodeID?
    var bias: NodeID?

    var nodes: [NodeID] { [input, kernel, bias].compactMap { $0 } }
}
