import SumiGraph
import SumiTensor

/// How weights follow from gradients: a rule, its learning rate, and what all rules have in common.
///
/// `.adam(learningRate: 1e-3)`, `.sgd(learningRate: .cosineDecay(0.1, decaySteps: 1000), momentum: 0.9)`, Keras' names as string
/// literals (`"adam"`), or `Optimizer(MyRule(), learningRate: 0.1)` for a rule of your own.
///
/// One step clips gradients, decays weights (w − w · weightDecay · rate), updates them by the rule, averages them, and
/// applies their constraints. Source: Keras 3.15, `keras/src/optimizers/base_optimizer.py`.
public struct Optimizer: Sendable {
    /// How a weight follows from its gradient.
    public var rule: any OptimizerRule
    /// A number, or a ``Schedule``.
    public var learningRate: any Schedule
    /// The part of a weight that is taken away each step, times the learning rate; biases too.
    public var weightDecay: Double?
    /// Weights whose path contains one of these words do not decay.
    public var excludedFromWeightDecay: [String] = []
    /// The largest norm of one weight's gradient.
    public var clipNorm: Double?
    /// The largest size of one element of a gradient.
    public var clipValue: Double?
    /// The largest norm of all gradients together.
    public var globalClipNorm: Double?
    /// Whether a running average of the weights is kept, which replaces them when `fit` ends.
    public var useEMA: Bool
    /// How much of the running average stays in each step.
    public var emaMomentum: Double
    /// After how many updates the average replaces the weights each time; only at the end where it is `nil`.
    public var emaOverwriteFrequency: Int?
    /// How many batches' gradients make one update by their mean; each batch one update where it is `nil`.
    public var gradientAccumulationSteps: Int?
    /// Kept for Keras' files only: in float32, scaling the loss and scaling the gradients back changes nothing.
    package var lossScaleFactor: Double?
    /// What the optimizer is called in files.
    public var name: String
    /// What is wrong with the settings, found when this was made; ``validate()`` throws it.
    package var problem: String?

    /// An optimizer with a rule of one's own.
    public init(
        _ rule: some OptimizerRule, learningRate: some Schedule, weightDecay: Double? = nil, clipNorm: Double? = nil,
        clipValue: Double? = nil, globalClipNorm: Double? = nil, useEMA: Bool = false, emaMomentum: Double = 0.99,
        emaOverwriteFrequency: Int? = nil, gradientAccumulationSteps: Int? = nil, name: String? = nil
    ) {
        self.rule = rule
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.clipNorm = clipNorm
        self.clipValue = clipValue
        self.globalClipNorm = globalClipNorm
        self.useEMA = useEMA
        self.emaMomentum = emaMomentum
        self.emaOverwriteFrequency = emaOverwriteFrequency
        self.gradientAccumulationSteps = gradientAccumulationSteps
        self.name = name ?? type(of: rule).className.snakeCased
    }

    /// This optimizer, whose weights with one of `words` in their path do not decay: `["bias"]`.
    public func excludingFromWeightDecay(_ words: [String]) -> Optimizer {
        var optimizer = self
        optimizer.excludedFromWeightDecay += words
        return optimizer
    }

    // MARK: On the host

    /// The learning rate of step `step` (0 first), rounded to float32. With gradient accumulation every batch is a step.
    public func learningRate(atStep step: Int) -> Double {
        Double(Float(learningRate.learningRate(atStep: step)))
    }

    /// The learning rate, if it is a number rather than a schedule: what callbacks may change.
    public var constantLearningRate: Double? {
        learningRate is Double || learningRate is Float || learningRate is Int ? learningRate(atStep: 0) : nil
    }

    /// How many updates are made before step `step`: fewer than steps with gradient accumulation.
    public func updates(beforeStep step: Int) -> Int { step / max(gradientAccumulationSteps ?? 1, 1) }

    /// Whether step `step` changes the weights, so that ``apply(_:learningRate:iteration:in:)`` is to be traced for it;
    /// else ``accumulate(_:iteration:in:)``.
    public func isUpdate(step: Int) -> Bool {
        gradientAccumulationSteps.map { $0 > 0 && (step + 1) % $0 == 0 } ?? true
    }

    /// With ``useEMA``, the variable that is to replace each weight when `fit` ends; empty otherwise.
    public func averages(of weights: [Weight]) -> [(weight: String, average: String)] {
        useEMA ? weights.filter(\.isTrainable).map { ($0.path, Self.averageName($0)) } : []
    }
}
