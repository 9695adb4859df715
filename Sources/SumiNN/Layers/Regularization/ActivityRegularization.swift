import SumiGraph

/// The input itself, whose size is part of the loss: `(l1 · Σ |x| + l2 · Σ x²) / batch size`.
///
/// - Input and output: any shape
///
/// Source: `keras/src/layers/regularization/activity_regularization.py`, Keras 3.15.
public struct ActivityRegularization: Layer, Codable {
    /// What each absolute value of the output adds to the loss.
    public var l1: Double
    /// What each square of the output adds to the loss.
    public var l2: Double

    /// A layer with these settings, each of which is described at its property.
    public init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }

    public var maskRule: MaskRule { .passes }

    public func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(l1.isFinite && l2.isFinite, "l1 and l2 are \(l1) and \(l2); they must be numbers") else {
            return scope.failed
        }
        scope.penalize(x, .l1l2(l1: l1, l2: l2))
        return x
    }
}
