import SumiGraph
import SumiTensor

/// One row of the table that drives the shape, gradient and engine-agreement suites.
package struct OperationCase: Sendable, CustomStringConvertible {
    package typealias Body = @Sendable (Trace, [TracedTensor]) -> [TracedTensor]

    package var name: String
    package var operands: [Operand]
    /// What the shape rules must make of the operands, one for each result.
    package var results: [TensorType]
    /// How far an engine in single precision may be from the reference, relative to the element's magnitude and to
    /// `floor` of the largest one. The default is eight units in the last place.
    package var tolerance: Double
    /// The part of the largest element's magnitude that counts as an element's own: 1 where elements are sums whose
    /// parts may cancel.
    package var floor: Double
    /// Whether gradients are compared with finite differences. Not for special values, and not for large rows, which
    /// are there for the blocking of kernels.
    package var isDifferentiated: Bool
    package var body: Body

    package init(
        _ name: String, _ operands: [Operand], gives results: [TensorType], tolerance: Double = 1e-6,
        floor: Double = 1, isDifferentiated: Bool = true, body: @escaping Body
    ) {
        (self.name, self.operands, self.results, self.tolerance) = (name, operands, results, tolerance)
        (self.floor, self.isDifferentiated, self.body) = (floor, isDifferentiated, body)
    }

    /// A row of one operation with one result.
    package init(
        _ name: String, _ operation: Operation, _ operands: [Operand], gives shape: Shape,
        _ elementType: ElementType = .float32, tolerance: Double = 1e-6, floor: Double = 1,
        isDifferentiated: Bool = true
    ) {
        self.init(
            name, operands, gives: [TensorType(shape, elementType)], tolerance: tolerance, floor: floor,
            isDifferentiated: isDifferentiated
        ) { trace, x in [trace.append(operation, x)] }
    }

    package var description: String { name }

    /// The operands' values: the same in every run.
    package func tensors() -> [Tensor] {
        var generator = TestGenerator(name: name)
        return operands.map { $0.tensor(&generator) }
    }

    /// Traces the row's operands as inputs "x0", "x1", … and its operation.
    package func trace(in trace: Trace) -> (operands: [TracedTensor], results: [TracedTensor]) {
        let inputs = operands.enumerated().map { trace.input("x\($0)", $1.type) }
        return (inputs, body(trace, inputs))
    }

    /// The graph of the row alone.
    package func graph() throws -> Graph {
        let trace = Trace()
        let results = self.trace(in: trace).results
        return try trace.graph(outputs: results)
    }

    /// The whole table.
    package static let all: [OperationCase] =
        leaves + unary + binary + comparisons + choices + movement + indexing + reductions + dots + convolutions
        + windows
        + loops
}

extension OperationCase {
    /// The first element that is further from the expected one than the row allows, in words.
    package func firstDifference(_ found: [Double], _ expected: [Double]) -> String? {
        guard found.count == expected.count else { return "\(found.count) elements instead of \(expected.count)" }
        let largest = expected.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        for (index, (a, b)) in zip(found, expected).enumerated() {
            if a == b || a.isNaN && b.isNaN { continue }
            // Engines flush numbers below the smallest normal one to zero.
            let allowed = tolerance * (abs(b) + floor * largest) + Double(Float.leastNormalMagnitude)
            if a.isFinite && b.isFinite && abs(a - b) <= allowed { continue }
            return "element \(index) is \(a) instead of \(b) (allowed: \(allowed))"
        }
        return nil
    }
}
