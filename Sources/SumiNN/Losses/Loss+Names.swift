extension Loss: ExpressibleByStringLiteral {
    /// A loss by Keras' name, its short forms and its class name: `"mse"`, `"categorical_crossentropy"`, `"Huber"`. A name
    /// that Keras does not know is an error of ``validate()``, which `compile` calls.
    public init(stringLiteral name: String) { self.init(named: name) }

    /// A loss by Keras' name, as for a string literal.
    public init(named name: String) {
        if let loss = Self.byName[name] ?? Self.byName[name.snakeCased] ?? Self.byName[name.lowercased()] {
            self = loss
            // Keras logs what the user wrote.
            self.name = name == name.lowercased() ? name : loss.name
        } else {
            self.init(RegressionLoss.meanSquaredError, name: name)
            problem = "there is no loss of this name; there are \(Self.byName.keys.sorted().joined(separator: ", "))"
        }
    }

    private static let byName: [String: Loss] = [
        "mean_squared_error": meanSquaredError, "mse": meanSquaredError,
        "mean_absolute_error": meanAbsoluteError, "mae": meanAbsoluteError,
        "mean_absolute_percentage_error": meanAbsolutePercentageError, "mape": meanAbsolutePercentageError,
        "mean_squared_logarithmic_error": meanSquaredLogarithmicError, "msle": meanSquaredLogarithmicError,
        "huber": huber, "huber_loss": huber,
        "log_cosh": logCosh, "logcosh": logCosh,
        "cosine_similarity": cosineSimilarity,
        "poisson": poisson,
        "kl_divergence": klDivergence, "kld": klDivergence, "kullback_leibler_divergence": klDivergence,
        "hinge": hinge, "squared_hinge": squaredHinge, "categorical_hinge": categoricalHinge,
        "dice": dice(), "tversky": tversky(),
        "binary_crossentropy": binaryCrossentropy, "bce": binaryCrossentropy,
        "categorical_crossentropy": categoricalCrossentropy,
        "sparse_categorical_crossentropy": sparseCategoricalCrossentropy,
        "binary_focal_crossentropy": binaryFocalCrossentropy(),
        "categorical_focal_crossentropy": categoricalFocalCrossentropy(),
    ]
}
