import SumiTensor

/// What `fit`, `evaluate` and `predict` take in place of separate tensors: ``Samples``, or a data set.
public protocol TrainingData {
    /// What a model takes.
    var samples: Samples { get }
}

/// A data set with one input and one target for each sample, such as `mnist.train`.
///
/// It goes into `fit`, `evaluate` and `predict` as it is: its bytes stay bytes, and reach the model batch by batch as
/// value / ``inputDivisor``.
public protocol LabelledData: TrainingData {
    /// `[samples, …]`.
    var inputs: Tensor { get }
    /// `[samples]` or `[samples, …]`.
    var targets: Tensor { get }
    /// What inputs are divided by on their way into the model: 255 for pixels; `nil` leaves them as they are.
    var inputDivisor: Double? { get }
}

extension LabelledData {
    /// 255 where the inputs are bytes, which are pixels.
    public var inputDivisor: Double? { inputs.elementType == .uint8 ? 255 : nil }

    /// Inputs and targets as a model takes them.
    public var samples: Samples {
        Samples(inputs: [ModelInput(inputs, divisor: inputDivisor)], targets: [targets])
    }
}
