extension Optimizer: ExpressibleByStringLiteral {
    /// An optimizer with Keras' defaults by its name: `"adam"`, `"sgd"`, `"RMSprop"`. A name that Keras does not know is an error of
    /// ``validate()``, which `compile` calls.
    public init(stringLiteral name: String) { self.init(named: name) }

    /// An optimizer with Keras' defaults by its name, as for a string literal.
    public init(named name: String) {
        if let optimizer = Self.byName[name.lowercased()] {
            self = optimizer
        } else {
            self.init(SGD(), learningRate: 0.01, name: name)
            problem =
                "there is no optimizer of this name; there are \(Self.byName.keys.sorted().joined(separator: ", "))"
        }
    }

    private static let byName: [String: Optimizer] = [
        "sgd": sgd(), "adam": adam(), "adamw": adamW(), "nadam": nadam(), "rmsprop": rmsprop(), "adagrad": adagrad(),
        "adadelta": adadelta(), "adamax": adamax(), "ftrl": ftrl(), "lion": lion(),
    ]
}
