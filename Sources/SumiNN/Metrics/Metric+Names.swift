extension Metric: ExpressibleByStringLiteral {
    /// A metric by Keras' name, its short forms and its class name: `"accuracy"`, `"mse"`, `"Precision"`. A name that Keras does
    /// not know is an error of ``validate()``, which `compile` calls.
    public init(stringLiteral name: String) { self.init(named: name) }

    /// A metric by Keras' name, as for a string literal. In logs it has the name that is written here.
    public init(named name: String) {
        if let metric = Self.byName[name] ?? Self.byName[name.snakeCased] ?? Self.byName[name.lowercased()] {
            self = metric
            if name == name.lowercased() { self.name = name }
        } else {
            self.init(AccuracyMetric.automatic, name: name)
            problem = "there is no metric of this name; there are \(Self.byName.keys.sorted().joined(separator: ", "))"
        }
    }

    private static let byName: [String: Metric] = [
        "accuracy": accuracy, "acc": accuracy, "binary_accuracy": binaryAccuracy,
        "categorical_accuracy": categoricalAccuracy, "sparse_categorical_accuracy": sparseCategoricalAccuracy,
        "top_k_categorical_accuracy": topKCategoricalAccuracy,
        "sparse_top_k_categorical_accuracy": sparseTopKCategoricalAccuracy,
        "mean_squared_error": meanSquaredError, "mse": meanSquaredError,
        "root_mean_squared_error": rootMeanSquaredError, "rmse": rootMeanSquaredError,
        "mean_absolute_error": meanAbsoluteError, "mae": meanAbsoluteError,
        "mean_absolute_percentage_error": meanAbsolutePercentageError, "mape": meanAbsolutePercentageError,
        "mean_squared_logarithmic_error": meanSquaredLogarithmicError, "msle": meanSquaredLogarithmicError,
        "log_cosh": logCoshError, "logcosh": logCoshError, "log_cosh_error": logCoshError,
        "cosine_similarity": cosineSimilarity(),
        "binary_crossentropy": binaryCrossentropy, "bce": binaryCrossentropy,
        "categorical_crossentropy": categoricalCrossentropy,
        "sparse_categorical_crossentropy": sparseCategoricalCrossentropy,
        "kl_divergence": klDivergence, "kld": klDivergence, "poisson": poisson,
        "hinge": hinge, "squared_hinge": squaredHinge, "categorical_hinge": categoricalHinge,
        "precision": precision, "recall": recall,
        "true_positives": truePositives(), "false_positives": falsePositives(), "true_negatives": trueNegatives(),
        "false_negatives": falseNegatives(),
    ]
}
