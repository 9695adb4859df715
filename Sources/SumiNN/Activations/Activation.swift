import SumiGraph
import SumiTensor

/// An activation function: a setting of other layers, `Dense(10, activation: .softmax)`, and a layer, `Activation(.relu)`.
///
/// A function of one's own is `Activation("doubled") { x in x * 2 }`.
///
/// - Input and output: any shape; most functions work on each element, ``softmax``, ``logSoftmax``, ``sparsemax`` and
///   ``glu`` on the last axis.
///
/// Source: `keras/src/activations/activations.py`, Keras 3.15.
public struct Activation: Layer {
    /// Keras' name, `leaky_relu`; empty for a function that is unknown.
    public let name: String
    /// Settings that differ from the function's defaults, by Keras' names.
    package let settings: [String: Double]
    /// Whether each element depends on its own alone and nothing is remembered of where it came from.
    package let isElementwise: Bool
    private let function: @Sendable (TracedTensor) -> TracedTensor

    /// A function of one's own. It is stored in files under `name` and found there only if Keras has that name.
    public init(_ name: String, _ function: @escaping @Sendable (_ x: TracedTensor) -> TracedTensor) {
        self.init(name, isElementwise: false, function)
    }

    /// The layer of an activation function.
    public init(_ activation: Activation) { self = activation }

    /// The function of Keras' name: `Activation("relu")`. Where there is none, the model's trace fails and names it.
    public init(_ name: String) {
        self =
            Self.named(name)
            ?? Activation(name) { x in
                x.trace.fail("there is no activation \"\(name)\"; known are \(Self.names.joined(separator: ", "))")
                return x.trace.failedTensor
            }
    }

    package init(
        _ name: String, settings: [String: Double] = [:], isElementwise: Bool = true,
        _ function: @escaping @Sendable (_ x: TracedTensor) -> TracedTensor
    ) {
        self.name = name
        self.settings = settings
        self.isElementwise = isElementwise
        self.function = function
    }

    /// The function of `x`.
    public func callAsFunction(_ x: TracedTensor) -> TracedTensor { function(x) }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor { function(x) }
}

extension Activation: Hashable {
    /// Functions are equal where their names and settings are.
    public static func == (left: Activation, right: Activation) -> Bool {
        left.name == right.name && left.settings == right.settings
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(settings)
    }
}
