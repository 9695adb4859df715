import SumiTensor

/// Inputs of a model with their targets and weights, sample by sample along the first axis.
public struct Samples: TrainingData {
    package var inputs: [ModelInput]
    package var targets: [Tensor]
    /// One weight for each sample, or for each of its values.
    public var sampleWeight: Tensor?
    /// How the inputs are changed at random while a model trains on them.
    package var augmentation: Augmentation?

    package init(inputs: [ModelInput], targets: [Tensor], sampleWeight: Tensor? = nil) {
        self.inputs = inputs
        self.targets = targets
        self.sampleWeight = sampleWeight
    }

    /// Inputs `x` with targets `y`.
    public init(_ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil) {
        self.init(inputs: [ModelInput(x)], targets: [y], sampleWeight: sampleWeight)
    }

    /// Several inputs or targets, in the order of the model's.
    public init(_ x: [Tensor], _ y: [Tensor], sampleWeight: Tensor? = nil) {
        self.init(inputs: x.map { ModelInput($0) }, targets: y, sampleWeight: sampleWeight)
    }

    public var samples: Samples { self }

    /// How many samples there are.
    public var count: Int { inputs.first?.tensor.shape.dimensions.first ?? 0 }
}

/// One input of a model as data: a tensor, and what its values are divided by on their way.
package struct ModelInput {
    package var tensor: Tensor
    package var divisor: Double?

    package init(_ tensor: Tensor, divisor: Double? = nil) {
        self.tensor = tensor
        self.divisor = divisor
    }
}
