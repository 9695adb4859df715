import SumiTensor

/// A loop over the first axis of its sequences, in which each round hands carries to the next.
///
/// The body's inputs are the carries, one element of each sequence, and the captured values, which stay the same;
/// its outputs are the new carries, then what is stacked along a new first axis. A body holds no variables.
public struct Scan: Hashable, Sendable, CustomStringConvertible {
    /// What a round computes.
    public var body: Graph
    /// How many values a round hands to the next.
    public var carries: Int
    /// How many tensors the loop takes one element of in each round.
    public var sequences: Int
    /// How many rounds there are.
    public var length: Int
    /// Whether the loop runs from the last element to the first; outputs stand at their element's place either way.
    public var isReversed: Bool

    /// A loop of `length` rounds of `body`, whose inputs are carries, elements of sequences and captured values.
    public init(body: Graph, carries: Int, sequences: Int, length: Int, isReversed: Bool) {
        self.body = body
        self.carries = carries
        self.sequences = sequences
        self.length = length
        self.isReversed = isReversed
    }

    /// How many values stay the same in all rounds.
    public var captures: Int { body.inputs.count - carries - sequences }

    public var description: String {
        "\(length) times\(isReversed ? " from the end" : ""): \(carries) carries, \(sequences) sequences, \(captures) captured"
    }

    /// The type of result `index`: a final carry, or an output stacked over the rounds.
    package func type(ofResult index: Int) -> TensorType {
        let type = body.type(of: body.outputs[index])
        if index < carries { return type }
        return TensorType(Shape([length] + type.shape.dimensions), type.elementType)
    }

    /// A scan has no value of its own; its type is that of nothing.
    func resultType(_ operands: [TensorType]) throws(ShapeError) -> TensorType {
        guard operands.count == body.inputs.count, body.outputs.count >= carries else {
            throw ShapeError("scan of \(operands.count) operands: the body has \(body.inputs.count) inputs")
        }
        for (index, operand) in operands.enumerated() {
            let inner = body.inputs[index].type
            let isSequence = index >= carries && index < carries + sequences
            let expected = isSequence ? TensorType(Shape([length] + inner.shape.dimensions), inner.elementType) : inner
            guard operand == expected else {
                throw ShapeError("scan: operand \(index) is \(operand), the body takes \(expected)")
            }
        }
        for index in 0..<carries where body.type(of: body.outputs[index]) != body.inputs[index].type {
            throw ShapeError(
                "scan: carry \(index) enters a round as \(body.inputs[index].type) and leaves it as "
                    + "\(body.type(of: body.outputs[index])); both must be the same")
        }
        return TensorType([0])
    }
}
