extension Loss {
    /// −t log p − (1 − t) log(1 − p), its mean over the last axis.
    ///
    /// - Parameters:
    ///   - fromLogits: whether predictions are logits rather than probabilities.
    ///   - labelSmoothing: moves targets this far towards ½, in 0 … 1.
    public static func binaryCrossentropy(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        let function = BinaryCrossentropy(fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis)
        return Loss(function, reduction: reduction, name: "binary_crossentropy").checkingSmoothing(labelSmoothing)
    }

    /// −Σ t log p over the classes, of one-hot (or soft) targets.
    ///
    /// - Parameters:
    ///   - fromLogits: whether predictions are logits rather than probabilities.
    ///   - labelSmoothing: moves targets this far towards 1 / classes, in 0 … 1.
    public static func categoricalCrossentropy(
        fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        let function = CategoricalCrossentropy(fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis)
        return Loss(function, reduction: reduction, name: "categorical_crossentropy")
            .checkingSmoothing(labelSmoothing)
    }

    /// −log p of the class that each whole-number label names.
    ///
    /// - Parameters:
    ///   - fromLogits: whether predictions are logits rather than probabilities.
    ///   - ignoreClass: samples with this label count neither in the sum nor in its divisor.
    public static func sparseCategoricalCrossentropy(
        fromLogits: Bool = false, ignoreClass: Int? = nil, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        let function = SparseCategoricalCrossentropy(fromLogits: fromLogits, ignoreClass: ignoreClass, axis: axis)
        return Loss(function, reduction: reduction, name: "sparse_categorical_crossentropy")
    }

    /// Binary cross-entropy with less weight on what is right already: times (1 − pₜ)^gamma.
    public static func binaryFocalCrossentropy(
        applyClassBalancing: Bool = false, alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false,
        labelSmoothing: Double = 0, axis: Int = -1, reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        let function = FocalCrossentropy.binary(
            balancing: applyClassBalancing, alpha: alpha, gamma: gamma, fromLogits: fromLogits,
            labelSmoothing: labelSmoothing, axis: axis)
        return Loss(function, reduction: reduction, name: "binary_focal_crossentropy")
            .checkingSmoothing(labelSmoothing)
    }

    /// Categorical cross-entropy with less weight on what is right already: times alpha (1 − p)^gamma.
    public static func categoricalFocalCrossentropy(
        alpha: Double = 0.25, gamma: Double = 2, fromLogits: Bool = false, labelSmoothing: Double = 0, axis: Int = -1,
        reduction: LossReduction = .sumOverBatchSize
    ) -> Loss {
        let function = FocalCrossentropy.categorical(
            alpha: alpha, gamma: gamma, fromLogits: fromLogits, labelSmoothing: labelSmoothing, axis: axis)
        return Loss(function, reduction: reduction, name: "categorical_focal_crossentropy")
            .checkingSmoothing(labelSmoothing)
    }

    private func checkingSmoothing(_ smoothing: Double) -> Loss {
        requiring(smoothing >= 0 && smoothing <= 1, "labelSmoothing is \(smoothing); it must be in 0…1")
    }

    func requiring(_ condition: Bool, _ message: @autoclosure () -> String) -> Loss {
        var loss = self
        if !condition, problem == nil { loss.problem = message() }
        return loss
    }
}
