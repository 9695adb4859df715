import SumiGraph
import SumiTensor

/// One training step while it is written: the batch, the model, its loss, and the gradients of anything with respect to
/// anything.
///
/// `fit` runs Keras' usual step. A model's ``Model/trainStep`` replaces it; it is traced once for each shape of a batch
/// and then runs as one program:
///
/// ```swift
/// model.trainStep = { step in
///     let prediction = step.model(step.x)
///     let loss = step.loss(prediction)
///     step.apply(step.gradients(of: loss, withRespectTo: step.trainableWeights))
///     step.updateMetrics(prediction)
///     return ["loss": loss]
/// }
/// ```
public final class TrainingStep {
    /// Where the step is traced.
    public let trace: Trace
    /// The batch's inputs, in the order of the model's.
    public let inputs: [TracedTensor]
    /// The batch's targets, in the order of the model's outputs.
    public let targets: [TracedTensor]
    /// The batch's sample weights, where `fit` has any; class weights are among them.
    public let sampleWeight: TracedTensor?
    /// How many samples the batch has.
    public let batchSize: Int
    /// Whether the step trains: `false` in `evaluate` and `predict`.
    public let isTraining: Bool

    let registry: WeightRegistry
    private let network: Network
    private let compiled: CompiledModel?
    private let modelOf: Model
    private let kind: StepKind
    private let rate: (learningRate: TracedTensor, iteration: TracedTensor)?
    private var calls = 0

    /// Variables of the optimizer that the state must hold.
    private(set) var optimizerVariables: [OptimizerVariable] = []
    private(set) var logs: [CompiledStep.Log] = []

    init(
        _ model: Model, _ network: Network, _ compiled: CompiledModel?, kind: StepKind, trace: Trace,
        inputs: [TracedTensor], targets: [TracedTensor], sampleWeight: TracedTensor?, randomKey: TracedTensor?,
        rate: (learningRate: TracedTensor, iteration: TracedTensor)?
    ) {
        modelOf = model
        self.network = network
        self.compiled = compiled
        self.kind = kind
        self.trace = trace
        self.inputs = inputs
        self.targets = targets
        self.sampleWeight = sampleWeight
        self.rate = rate
        batchSize = inputs.first?.shape.dimensions.first ?? 1
        isTraining = kind.isTraining
        registry = WeightRegistry(randomKey: randomKey)
    }

    /// The batch's first input.
    public var x: TracedTensor { inputs.first ?? trace.failedTensor }
    /// The batch's first targets.
    public var y: TracedTensor { targets.first ?? trace.failedTensor }

    // MARK: Forward

    /// The model's first output for `inputs`.
    ///
    /// - Parameter training: whether dropout drops and batch statistics are used; as the step does, where it is `nil`.
    public func model(_ inputs: TracedTensor..., training: Bool? = nil) -> TracedTensor {
        outputs(inputs, training: training).first ?? trace.failedTensor
    }

    /// All outputs of the model for `inputs`.
    public func outputs(_ inputs: [TracedTensor], training: Bool? = nil) -> [TracedTensor] {
        outputs(inputs, training: training, record: nil)
    }

    /// The same; `record` is called for every call of a layer with what it makes.
    package func outputs(
        _ inputs: [TracedTensor], training: Bool? = nil, record: ((Call, [TracedTensor]) -> Void)?
    ) -> [TracedTensor] {
        // The first call's random numbers are those of the usual step; every other call has its own.
        let scope = Scope(
            trace: trace, isTraining: training ?? isTraining, registry: registry, path: modelOf.pathPrefix,
            position: calls == 0 ? [] : [1 << 40 + UInt64(calls)])
        calls += 1
        var context = NetworkContext(trainable: compiled?.trainable ?? [:])
        context.place = modelOf.place
        context.record = record
        return network.trace(inputs, in: scope, context)
    }

    // MARK: Loss

    /// The compiled loss of the batch's targets and a prediction, with penalties of weights and layers.
    public func loss(_ predictions: TracedTensor...) -> TracedTensor { loss(predictions) }

    /// The compiled loss of the batch's targets and all outputs, with penalties of weights and layers.
    public func loss(_ predictions: [TracedTensor]) -> TracedTensor {
        guard let compiled, !predictions.isEmpty else {
            trace.fail("there is no loss: compile the model with one")
            return trace.failedTensor
        }
        var parts: [TracedTensor] = []
        let separate = compiled.separateLosses
        for (index, loss) in compiled.losses.enumerated() {
            guard let loss, index < predictions.count, index < targets.count else { continue }
            let value = loss.trace(
                targets[index], predictions[index], sampleWeight: sampleWeight, mask: predictions[index].mask)
            if separate.contains(index) {
                let weight = compiled.averagesLossesBySample ? Double(batchSize) : 1
                log("\(modelOf.outputNames[index])_loss", mean: value, weight: weight)
            }
            let weight = compiled.lossWeights.map { $0[index] } ?? 1
            parts.append(weight == 1 ? value : value * weight)
        }
        parts += penalties
        guard let first = parts.first else {
            trace.fail("there is nothing to make small: compile the model with a loss")
            return trace.failedTensor
        }
        guard parts.allSatisfy({ $0.isFailed || $0.rank == 0 }) else {
            trace.fail("the loss is not one number: give it a reduction other than none")
            return trace.failedTensor
        }
        return parts.dropFirst().reduce(first, +)
    }

    /// Penalties of weights (regularizers) and of layers, for the calls of the model so far.
    public var penalties: [TracedTensor] {
        let weights = registry.weights.filter(\.isTrainable).compactMap { weight in
            weight.regularizer.map { $0.trace(trace.variable(weight.path, TensorType(weight.shape))) }
        }
        return weights + registry.losses.map { $0.sum() }
    }

    // MARK: Gradients

    /// The trainable weights, after the model was called: what gradients are taken of.
    public var trainableWeights: [TracedTensor] {
        registry.weights.filter(\.isTrainable).map { trace.variable($0.path, TensorType($0.shape)) }
    }

    /// Gradients of a scalar with respect to weights, inputs, or anything that it was made of. They are traced
    /// themselves, and can be part of a loss.
    public func gradients(of loss: TracedTensor, withRespectTo sources: [TracedTensor]) -> [TracedTensor] {
        trace.gradients(of: [loss], withRespectTo: sources)
    }

    /// Lets the optimizer change the trainable weights by their gradients, in the order of ``trainableWeights``.
    public func apply(_ gradients: [TracedTensor]) {
        guard trace.failure == nil else { return }
        let weights = registry.weights.filter(\.isTrainable)
        guard let compiled, let rate else { return trace.fail("there is no optimizer: compile the model with one") }
        guard gradients.count == weights.count else {
            return trace.fail("\(gradients.count) gradients are given for \(weights.count) trainable weights")
        }
        let items = zip(weights, gradients).map { weight, gradient in
            (weight: weight, value: trace.variable(weight.path, TensorType(weight.shape)), gradient: gradient)
        }
        let optimizer = compiled.optimizer
        optimizerVariables =
            kind == .accumulate
            ? optimizer.accumulate(items, iteration: rate.iteration, in: trace)
            : optimizer.apply(items, learningRate: rate.learningRate, iteration: rate.iteration, in: trace)
    }

    /// ``apply(_:)`` with the gradients of `loss`.
    public func minimize(_ loss: TracedTensor) {
        apply(gradients(of: loss, withRespectTo: trainableWeights))
    }

    // MARK: Logs

    /// Counts predictions in the compiled metrics.
    public func updateMetrics(_ predictions: TracedTensor...) { updateMetrics(predictions) }

    /// Counts all outputs in the compiled metrics.
    public func updateMetrics(_ predictions: [TracedTensor]) {
        guard let compiled else { return }
        for item in compiled.loggedMetrics(outputNames: modelOf.outputNames) {
            guard item.output < predictions.count, item.output < targets.count else { continue }
            let sums = MetricSums(trace: trace, path: "metrics/\(item.name)")
            item.metric.update(
                targets[item.output], predictions[item.output], weight: item.isWeighted ? sampleWeight : nil, in: sums)
            logs.append(CompiledStep.Log(name: item.name, sums: sums, function: item.metric.function))
        }
    }

    /// Logs the mean of a scalar over the epoch's batches, each counted `weight` times.
    func log(_ name: String, mean value: TracedTensor, weight: Double) {
        guard trace.failure == nil else { return }
        guard value.rank == 0, value.elementType == .float32 else {
            return trace.fail("the log \"\(name)\" is \(value.type): a log is one float32 number")
        }
        let sums = MetricSums(trace: trace, path: "metrics/\(name)")
        let mean = RunningMean(weight: weight)
        mean.add(value, in: sums)
        logs.append(CompiledStep.Log(name: name, sums: sums, function: mean))
    }
}
