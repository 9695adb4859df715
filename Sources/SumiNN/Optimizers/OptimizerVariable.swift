import SumiGraph

/// A variable of the engine's state that an optimizer keeps between steps: a slot of one weight, an average, a sum.
public struct OptimizerVariable: Hashable, Sendable {
    /// Its name in the state, `optimizer/<weight's path>/<slot>`, and its type.
    public var parameter: Parameter
    /// What all its elements are before the first step.
    public var initialValue: Double

    /// A variable of this name for each weight, which begins with a number.
    public init(_ parameter: Parameter, initialValue: Double = 0) {
        self.parameter = parameter
        self.initialValue = initialValue
    }

    /// Keras' name of it below the optimizer: `dense_kernel_momentum`.
    public var kerasName: String {
        parameter.name.split(separator: "/").dropFirst().joined(separator: "_")
    }
}
