/// A data set whose images are changed at random while a model trains on them; see ``Augmentation``.
///
/// `evaluate` and `predict` see the images as they are, and so does the part that `validationSplit` takes.
public struct AugmentedData: TrainingData {
    package let data: Samples
    /// How the images are changed.
    public let augmentation: Augmentation

    public var samples: Samples {
        var samples = data
        samples.augmentation = augmentation
        return samples
    }
}

extension TrainingData {
    /// The data with their images changed by `augmentation` while a model trains on them.
    public func augmented(_ augmentation: Augmentation) -> AugmentedData {
        AugmentedData(data: samples, augmentation: augmentation)
    }
}
