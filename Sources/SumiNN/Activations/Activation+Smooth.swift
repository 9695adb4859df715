import SumiGraph

// Functions without kinks.
extension Activation {
    /// x.
    public static let linear = Activation("linear") { $0 }

    /// exp(x).
    public static let exponential = Activation("exponential") { $0.exp() }

    /// 1 / (1 + exp(−x)).
    public static let sigmoid = Activation("sigmoid", isElementwise: false) { x in
        let y = x.sigmoid()
        y.remember(logits: x)
        return y
    }

    /// log(sigmoid(x)).
    public static let logSigmoid = Activation("log_sigmoid") { x in -((-x).softplus()) }

    /// The hyperbolic tangent, from −1 to 1.
    public static let tanh = Activation("tanh") { $0.tanh() }

    /// x − tanh(x).
    public static let tanhShrink = Activation("tanh_shrink") { x in x - x.tanh() }

    /// log(1 + exp(x)).
    public static let softplus = Activation("softplus") { $0.softplus() }

    /// x / (1 + |x|).
    public static let softsign = Activation("softsign") { x in x / (x.absolute() + 1) }

    /// x sigmoid(x), also called swish.
    public static let silu = Activation("silu") { x in x * x.sigmoid() }

    /// x tanh(softplus(x)).
    public static let mish = Activation("mish") { x in x * x.softplus().tanh() }

    /// x Φ(x), where Φ is the normal distribution function.
    public static let gelu = gelu()

    /// x Φ(x); where `approximate`, by x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
    public static func gelu(approximate: Bool = false) -> Activation {
        guard approximate else {
            return Activation("gelu") { x in 0.5 * x * ((x * 0.5.squareRoot()).erf() + 1) }
        }
        return Activation("gelu", settings: ["approximate": 1]) { x in
            // √(2/π).
            let inner = 0.7978845608028654 * (x + 0.044715 * (x * x * x))
            return 0.5 * x * (inner.tanh() + 1)
        }
    }

    /// (x + √(x² + 4)) / 2.
    public static let squareplus = squareplus()

    /// (x + √(x² + b)) / 2.
    public static func squareplus(b: Double = 4) -> Activation {
        Activation("squareplus", settings: b == 4 ? [:] : ["b": b]) { x in (x + (x * x + b).squareRoot()) / 2 }
    }

    // MARK: Along the last axis

    /// exp(x) / Σ exp(x), along the last axis.
    public static let softmax = softmax()

    /// exp(x) / Σ exp(x), along `axis`.
    public static func softmax(axis: Int = -1) -> Activation {
        Activation("softmax", settings: axis == -1 ? [:] : ["axis": Double(axis)], isElementwise: false) { x in
            let y = x.softmax(axis: axis)
            y.remember(logits: x)
            return y
        }
    }

    /// x − log Σ exp(x), along the last axis.
    public static let logSoftmax = logSoftmax()

    /// x − log Σ exp(x), along `axis`.
    public static func logSoftmax(axis: Int = -1) -> Activation {
        Activation("log_softmax", settings: axis == -1 ? [:] : ["axis": Double(axis)], isElementwise: false) { x in
            x.logSoftmax(axis: axis)
        }
    }

    /// a sigmoid(b), where a and b are the halves of x along the last axis.
    public static let glu = glu()

    /// a sigmoid(b), where a and b are the halves of x along `axis`.
    public static func glu(axis: Int = -1) -> Activation {
        Activation("glu", settings: axis == -1 ? [:] : ["axis": Double(axis)], isElementwise: false) { x in
            let parts = x.split(2, axis: axis)
            return parts[0] * parts[1].sigmoid()
        }
    }
}
