import SumiGraph
import SumiTensor

/// What all recurrent layers have: how their loop runs, and what of it is the output.
public protocol RecurrentLayer: AnyLayer, Codable {
    /// How many values a state and an output have.
    var units: Int { get }
    /// Whether the output is that of every step, or of the last one.
    var returnSequences: Bool { get set }
    /// Whether the states after the last step are outputs, too.
    var returnState: Bool { get set }
    /// Whether the last step comes first.
    var goBackwards: Bool { get set }
    /// Keras' setting to begin with the last batch's states. Not supported: pass the states as inputs.
    var stateful: Bool { get }
    /// Whether a step that the mask leaves out gives zeros, rather than the output before it.
    var zeroOutputForMask: Bool { get set }
    /// Shares of the inputs and of the states that are dropped while training.
    var dropout: Double { get }
    /// The share of the states that is dropped while training.
    var recurrentDropout: Double { get }
    /// What the dropped shares follow from; the model's seed and the layer's place where it is `nil`.
    var seed: Int? { get }
    /// What the output adds to the loss.
    var activityRegularizer: Regularizer? { get }
    /// How many states a step hands on; the first is its output.
    static var stateCount: Int { get }
}

extension RecurrentLayer {
    public var outputCount: Int { returnState ? 1 + Self.stateCount : 1 }

    /// A mask of steps is used, and passed on where every step has an output.
    public var maskRule: MaskRule { .takes(passing: returnSequences) }
}
