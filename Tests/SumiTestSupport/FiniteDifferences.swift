import SumiGraph
import SumiTensor

/// Compares a traced derivative with the difference quotient of what it is the derivative of.
package struct FiniteDifferences {
    /// Formed by the graph: Σ gradient · direction.
    package var traced: Double
    /// (f(x + ε d) − f(x − ε d)) / 2ε.
    package var measured: Double
    /// Σ |gradient · direction|: what rounding and the quotient's own error are relative to.
    package var magnitude: Double

    /// Whether both agree to `tolerance` of the magnitude. The quotient's error is about ε² times the third derivative,
    /// some 1e-8 for values around 1, and the rounding error over ε, some 1e-10.
    package func agree(_ tolerance: Double = 1e-6) -> Bool {
        abs(traced - measured) <= tolerance * (magnitude + abs(measured)) + 1e-9
    }

    /// Moves `inputs` along a random direction and measures the graph's first output, a number; its other outputs are
    /// its gradients with respect to the inputs of the numbers `moved`, in this order.
    package static func check(
        _ graph: Graph, inputs: [Tensor], moved: [Int], generator: inout TestGenerator, step: Double = 1e-5
    ) throws -> FiniteDifferences {
        let engine = ReferenceEngine(precision: .double)
        let program = try engine.compile(graph, state: engine.makeState())
        let directions = moved.map { generator.numbers(inputs[$0].count) }
        func run(_ factor: Double) throws -> [Tensor] {
            var shifted = inputs
            for (index, direction) in zip(moved, directions) {
                let values = zip(inputs[index].doubles, direction).map { $0 + factor * $1 }
                shifted[index] = Tensor(shape: inputs[index].shape, doubles: values, elementType: .float64)
            }
            return try program.run(shifted.map { .tensor($0) })
        }
        let gradients = try run(0).dropFirst().map(\.doubles)
        let products = zip(gradients, directions).flatMap { zip($0, $1).map(*) }
        let measured = (try run(step)[0].doubles[0] - run(-step)[0].doubles[0]) / (2 * step)
        return FiniteDifferences(
            traced: products.reduce(0, +), measured: measured, magnitude: products.reduce(0) { $0 + abs($1) })
    }
}
