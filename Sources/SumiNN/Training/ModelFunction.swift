import SumiGraph
import SumiTensor

/// Something that a model can compute besides `predict`: gradients with respect to an image, a layer's output, a step of
/// one's own. Made by ``Model/function(training:_:)``.
///
/// It is traced once for each shape of its inputs and then runs as one program.
public final class ModelFunction {
    private let model: Model
    private let kind: StepKind
    private let body: (TrainingStep) throws -> [TracedTensor]
    private var steps: [(types: [TensorType], step: CompiledStep)] = []
    /// What the steps were compiled for.
    private var generation = 0
    private weak var state: ModelState?

    init(_ model: Model, training: Bool, _ body: @escaping (TrainingStep) throws -> [TracedTensor]) {
        self.model = model
        kind = training ? .train : .test
        self.body = body
    }

    /// Computes the function of `inputs`, which its text finds in `step.inputs`.
    ///
    /// - Throws: what is wrong in the traced text, or with the inputs.
    public func callAsFunction(_ inputs: Tensor...) throws -> [Tensor] { try self(inputs) }

    /// Computes the function of a list of inputs.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        _ = try model.ensureBuilt(for: inputs.prefix(1).map(\.shape))
        let step = try step(for: inputs.map { TensorType($0.shape, $0.elementType) })
        let outputs = try model.run(step, inputs: inputs)
        if kind == .train { model.finishStep() }
        return outputs
    }

    private func step(for types: [TensorType]) throws -> CompiledStep {
        let present = try model.ensureState()
        if state !== present || generation != model.generation {
            steps = []
            (state, generation) = (present, model.generation)
        }
        if let found = steps.first(where: { $0.types == types }) { return found.step }
        let step = try model.makeFunction(types, kind, body)
        if steps.count >= 8 { steps.removeFirst() }
        steps.append((types, step))
        return step
    }
}

extension Model {
    /// A function of tensors that is traced with this model: whatever `body` makes of `step.inputs`.
    ///
    /// ```swift
    /// let saliency = model.function { step in
    ///     let image = step.inputs[0]
    ///     let score = step.model(image).max(axes: [-1]).sum()
    ///     return step.gradients(of: score, withRespectTo: [image])
    /// }
    /// let map = try saliency(images)[0]
    /// ```
    ///
    /// - Parameter training: whether dropout drops, batch statistics are used, and each call counts as a step.
    public func function(
        training: Bool = false, _ body: @escaping (TrainingStep) throws -> [TracedTensor]
    ) -> ModelFunction {
        ModelFunction(self, training: training, body)
    }

    func makeFunction(
        _ types: [TensorType], _ kind: StepKind, _ body: (TrainingStep) throws -> [TracedTensor]
    ) throws -> CompiledStep {
        let network = try assembled(for: types.map(\.shape))
        let trace = Trace()
        var feeds: [CompiledStep.Feed] = []
        let inputs = types.enumerated().map { index, type in
            feeds.append(.input(index))
            let isKept = [.int32, .bool].contains(type.elementType)
            return trace.input("x\(index)", TensorType(type.shape, isKept ? type.elementType : .float32))
        }
        feeds += [.randomKey, .learningRate, .iteration]
        let randomKey = trace.input("random_key", TensorType([3], .uint32))
        let rate = (trace.input("learning_rate", TensorType([])), trace.input("iteration", TensorType([])))
        let step = TrainingStep(
            self, network, compiled, kind: kind, trace: trace, inputs: inputs, targets: [], sampleWeight: nil,
            randomKey: randomKey, rate: rate)
        return try finish(step, outputs: try body(step), feeds: feeds)
    }

    /// Counts a step that was made outside of `fit`.
    func finishStep() {
        counters.step += 1
        counters.draws &+= 1
    }
}
