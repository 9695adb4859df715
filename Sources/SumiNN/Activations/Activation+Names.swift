extension Activation {
    /// Every function that can be asked for by name alone, as Keras' files do. Keras' other names for the same function
    /// are read too.
    package static let builtIn: [Activation] = [
        .celu, .elu, .exponential, .gelu, .glu, .hardShrink, .hardSigmoid, .hardSilu, .hardTanh, .leakyReLU, .linear,
        .logSigmoid, .logSoftmax, .mish, .relu, .relu6, .selu, .sigmoid, .silu, .softShrink, .softmax, .softplus,
        .softsign, .sparsePlus, .sparseSigmoid, .sparsemax, .squareplus, .tanh, .tanhShrink,
    ]

    /// The names of the functions that Keras knows by name.
    public static let names: [String] = builtIn.map(\.name).sorted()

    private static let byName: [String: Activation] = {
        var table = Dictionary(uniqueKeysWithValues: builtIn.map { ($0.name, $0) })
        table["swish"] = .silu
        table["hard_swish"] = .hardSilu
        return table
    }()

    /// The function of Keras' name, `nil` where there is none.
    public static func named(_ name: String) -> Activation? { byName[name] }

    /// The function of Keras' name with other settings than the defaults; `nil` where it does not take them.
    package static func named(_ name: String, settings: [String: Double]) -> Activation? {
        if settings.isEmpty { return named(name) }
        var left = settings
        func take(_ key: String, _ standard: Double) -> Double { left.removeValue(forKey: key) ?? standard }
        let result: Activation? =
            switch name {
            case "relu":
                .relu(
                    negativeSlope: take("negative_slope", 0), maxValue: left.removeValue(forKey: "max_value"),
                    threshold: take("threshold", 0))
            case "leaky_relu": .leakyReLU(slope: take("negative_slope", 0.2))
            case "elu": .elu(alpha: take("alpha", 1))
            case "celu": .celu(alpha: take("alpha", 1))
            case "gelu": .gelu(approximate: take("approximate", 0) != 0)
            case "squareplus": .squareplus(b: take("b", 4))
            case "hard_shrink": .hardShrink(threshold: take("threshold", 0.5))
            case "soft_shrink": .softShrink(threshold: take("threshold", 0.5))
            case "threshold": .threshold(take("threshold", 0), value: take("default_value", 0))
            case "softmax", "log_softmax", "glu", "sparsemax": along(name, take("axis", -1))
            default: nil
            }
        return left.isEmpty ? result : nil
    }

    private static func along(_ name: String, _ axis: Double) -> Activation? {
        guard let axis = Int(exactly: axis) else { return nil }
        return switch name {
        case "softmax": softmax(axis: axis)
        case "log_softmax": logSoftmax(axis: axis)
        case "glu": glu(axis: axis)
        default: sparsemax(axis: axis)
        }
    }
}
