import SumiGraph
import SumiTensor

/// Attention of several heads: each head looks up, for every step of the query, a mean of the values, weighted by
/// `softmax(query · key / √keyDim)`; queries, keys and values are projections of the inputs, and the heads' results
/// together are projected to the output.
///
/// - Inputs: query `[batch, steps…, features]`; value `[batch, other steps…, features]`; then, if it is not the value,
///   the key, with the value's steps; then, if there is one, a mask of type bool, `[batch, steps…, other steps…]`, of
///   what may be looked at. Masks of the inputs themselves count, too.
/// - Outputs: `[batch, steps…, features of the query]`, or with ``outputShape`` in place of the features; with
///   ``returnAttentionScores`` also the weights, `[batch, heads, steps…, other steps…]`
/// - Weights, in Keras order: `query/kernel [features, heads, keyDim]`, `query/bias [heads, keyDim]`, `key/kernel`,
///   `key/bias`, `value/kernel [features, heads, valueDim]`, `value/bias`,
///   `attention_output/kernel [heads, valueDim, features]`, `attention_output/bias [features]`
///
/// Source: Vaswani et al., "Attention is all you need", 2017; `keras/src/layers/attention/multi_head_attention.py`,
/// Keras 3.15.
public struct MultiHeadAttention: AnyLayer, Codable {
    /// How many heads there are.
    public var numHeads: Int
    /// How many features queries and keys have in each head.
    public var keyDim: Int
    /// How many features values have in each head.
    public var valueDim: Int
    /// The share of the weights that is dropped while training.
    public var dropout: Double
    /// Whether a bias is added.
    public var useBias: Bool
    /// Keras' gated attention, which is not there yet.
    public var useGate: Bool
    /// The output's sizes behind the steps; those of the query where `nil`.
    public var outputShape: AxisOrList?
    /// The axes that are looked along; all between the batch and the features where `nil`.
    public var attentionAxes: AxisOrList?
    /// What the weights begin with.
    public var kernelInitializer, biasInitializer: Initializer
    /// What weights and output add to the loss.
    public var kernelRegularizer, biasRegularizer, activityRegularizer: Regularizer?
    /// What the weights are brought to after each update.
    public var kernelConstraint, biasConstraint: Constraint?
    /// What the layer's random numbers follow from; the model's seed and the layer's place where it is `nil`.
    public var seed: Int?
    /// Whether a step looks at no later one. An argument of the call in Keras, and not in its files.
    public var useCausalMask = false
    /// Whether the weights are an output, too. An argument of the call in Keras, and not in its files.
    public var returnAttentionScores = false

    private enum CodingKeys: CodingKey {
        case numHeads, keyDim, valueDim, dropout, useBias, useGate, outputShape, attentionAxes, kernelInitializer
        case biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint
        case seed
    }

    /// - Parameters:
    ///   - keyDim: features of each head's queries and keys.
    ///   - valueDim: features of each head's values; `keyDim` where `nil`.
    ///   - dropout: the share of the weights that is dropped while training.
    public init(
        _ numHeads: Int, keyDim: Int, valueDim: Int? = nil, dropout: Double = 0, useBias: Bool = true,
        outputShape: (some IntOrList)? = Int?.none, attentionAxes: (some IntOrList)? = Int?.none,
        kernelInitializer: Initializer = .glorotUniform, biasInitializer: Initializer = .zeros,
        kernelRegularizer: Regularizer? = nil, biasRegularizer: Regularizer? = nil,
        activityRegularizer: Regularizer? = nil, kernelConstraint: Constraint? = nil,
        biasConstraint: Constraint? = nil, seed: Int? = nil, useCausalMask: Bool = false,
        returnAttentionScores: Bool = false
    ) {
        self.numHeads = numHeads
        self.keyDim = keyDim
        self.valueDim = valueDim ?? keyDim
        self.dropout = dropout
        self.useBias = useBias
        useGate = false
        self.outputShape = outputShape.map { AxisOrList($0) }
        self.attentionAxes = attentionAxes.map { AxisOrList($0) }
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.activityRegularizer = activityRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
        self.seed = seed
        self.useCausalMask = useCausalMask
        self.returnAttentionScores = returnAttentionScores
    }

    public var outputCount: Int { returnAttentionScores ? 2 : 1 }

    public func trace(_ inputs: [TracedTensor], in scope: Scope) -> [TracedTensor] {
        guard let call = call(inputs, scope) else {
            return Array(repeating: scope.failed, count: outputCount)
        }
        let query = projected(call.query, keyDim, scope.child("query", index: 0))
        let key = projected(call.key, keyDim, scope.child("key", index: 1))
        let value = projected(call.value, valueDim, scope.child("value", index: 2))
        // [batch, heads, steps, other steps]
        var scores = (query * (1 / Double(keyDim).squareRoot())).dot(
            key, DotAxes(leftBatch: [0, 2], rightBatch: [0, 2], leftContract: [3], rightContract: [3]))
        if let mask = call.mask { scores = mask.select(scores, Self.excluded) }
        let weights = scores.softmax()
        var dropped = weights
        if scope.isTraining, dropout > 0 {
            dropped = weights.droppingOut(dropout, mask: weights.shape, seed: seed, in: scope)
        }
        let heads = dropped.dot(
            value, DotAxes(leftBatch: [0, 1], rightBatch: [0, 2], leftContract: [3], rightContract: [1])
        ).transposed([0, 2, 1, 3])
        let y = output(heads, call, scope.child("attention_output", index: 3))
        scope.penalize(y, activityRegularizer)
        if let mask = inputs[0].mask { y.remember(mask: mask) }
        guard returnAttentionScores, !weights.isFailed else { return returnAttentionScores ? [y, weights] : [y] }
        let sizes = [inputs[0].dimension(0), numHeads] + call.steps + call.otherSteps
        return [y, weights.reshaped(Shape(sizes))]
    }

    /// What takes a place out of the softmax: about the least that float32 can hold.
    private static let excluded = -2e38

    // MARK: Inputs

    private struct Call {
        /// Steps as one axis: `[batch, steps, features]`.
        var query, key, value: TracedTensor
        /// `[batch or 1, 1, steps or 1, other steps or 1]`
        var mask: TracedTensor?
        var steps, otherSteps: [Int]
    }

    private func call(_ inputs: [TracedTensor], _ scope: Scope) -> Call? {
        let given = inputs.last?.elementType == .bool ? inputs.last : nil
        let inputs = given == nil ? inputs : Array(inputs.dropLast())
        guard
            scope.require(
                inputs.count == 2 || inputs.count == 3,
                "takes query and value, a key if it is another tensor, and a mask of type bool, if any, and receives "
                    + "\(inputs.map(\.type))"),
            isSane(scope), !inputs.contains(where: \.isFailed)
        else { return nil }
        let (query, value, key) = (inputs[0], inputs[1], inputs.count == 3 ? inputs[2] : inputs[1])
        guard
            scope.require(
                inputs.allSatisfy { $0.rank >= 3 && $0.rank == query.rank && $0.dimension(0) == query.dimension(0) },
                "takes inputs [batch, steps…, features] with one batch size, and receives \(inputs.map(\.shape))"),
            scope.require(
                key.shape.dimensions.dropLast() == value.shape.dimensions.dropLast(),
                "key and value must have the same steps, and are \(key.shape) and \(value.shape)"),
            scope.require(
                attentionAxes.map { $0.axes.compactMap { query.shape.axis($0) }.sorted() == Array(1..<query.rank - 1) }
                    ?? true,
                "attentionAxes \(attentionAxes?.axes ?? []) of \(query.shape): only all axes between the batch and the "
                    + "features are supported")
        else { return nil }
        let steps = Array(query.shape.dimensions[1..<query.rank - 1])
        let otherSteps = Array(value.shape.dimensions[1..<value.rank - 1])
        func joined(_ x: TracedTensor) -> TracedTensor { x.reshaped([x.dimension(0), -1, x.dimension(-1)]) }
        var call = Call(
            query: joined(query), key: joined(key), value: joined(value), mask: nil, steps: steps,
            otherSteps: otherSteps)
        call.mask = mask(call, given, inputs: (query, value, key), scope)
        return scope.trace.failure == nil ? call : nil
    }

    /// What each step may look at: what the given mask, the inputs' own masks and the order of steps allow.
    private func mask(
        _ call: Call, _ given: TracedTensor?, inputs: (query: TracedTensor, value: TracedTensor, key: TracedTensor),
        _ scope: Scope
    ) -> TracedTensor? {
        let (count, others) = (call.query.dimension(1), call.value.dimension(1))
        var masks: [TracedTensor] = []
        if let given {
            let whole = Shape([call.query.dimension(0)] + call.steps + call.otherSteps)
            guard scope.require(given.shape == whole, "the mask must have the shape \(whole), and has \(given.shape)")
            else { return nil }
            masks.append(given.reshaped([call.query.dimension(0), 1, count, others]))
        }
        if let mask = inputs.query.mask { masks.append(mask.reshaped([mask.dimension(0), 1, count, 1])) }
        for mask in [inputs.value.mask, inputs.key.mask].compactMap({ $0 }) {
            masks.append(mask.reshaped([mask.dimension(0), 1, 1, others]))
        }
        if useCausalMask {
            let type = TensorType([1, 1, count, others], .int32)
            masks.append(scope.trace.iota(type, axis: 2) .>= scope.trace.iota(type, axis: 3))
        }
        return masks.dropFirst().reduce(masks.first) { $0?.and($1) }
    }

    private func isSane(_ scope: Scope) -> Bool {
        scope.requireSizes([numHeads], "numHeads", rank: 1) && scope.requireSizes([keyDim], "keyDim", rank: 1)
            && scope.requireSizes([valueDim], "valueDim", rank: 1)
            && scope.require(dropout >= 0 && dropout <= 1, "dropout is \(dropout); it must be from 0 to 1")
            && scope.require(!useGate, "useGate: true is not supported")
            && scope.require(
                (outputShape?.axes ?? []).allSatisfy { $0 >= 1 && $0 <= Shape.largestSize },
                "outputShape is \(outputShape?.axes ?? []); sizes go from 1 to \(Shape.largestSize)")
    }

    // MARK: Projections

    /// `[batch, steps, heads, size]`
    private func projected(_ x: TracedTensor, _ size: Int, _ scope: Scope) -> TracedTensor {
        let kernel = scope.weight(
            "kernel", [x.dimension(-1), numHeads, size], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        let y = x.dot(kernel, DotAxes(leftContract: [2], rightContract: [0]))
        guard useBias else { return y }
        return y
            + scope.weight(
                "bias", [numHeads, size], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
    }

    /// The heads' results `[batch, steps, heads, valueDim]` as the output.
    private func output(_ heads: TracedTensor, _ call: Call, _ scope: Scope) -> TracedTensor {
        let sizes = outputShape?.axes ?? [call.query.dimension(-1)]
        let kernel = scope.weight(
            "kernel", Shape([numHeads, valueDim] + sizes), kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint)
        var y = heads.dot(kernel, DotAxes(leftContract: [2, 3], rightContract: [0, 1]))
        if useBias {
            y += scope.weight(
                "bias", Shape(sizes), biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint)
        }
        return y.reshaped(Shape([call.query.dimension(0)] + call.steps + sizes))
    }
}
