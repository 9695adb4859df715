import Sumi
import Testing

/// Regularizers and constraints.
struct PenaltyTests {
    private func run(_ w: Tensor, _ body: (TracedTensor) -> TracedTensor) throws -> Tensor {
        let trace = Trace()
        let graph = try trace.graph(outputs: [body(trace.input("w", w.tracedType))])
        let engine = ReferenceEngine()
        return try engine.compile(graph, state: engine.makeState()).run([.tensor(w)])[0]
    }

    private let w = Tensor(shape: [2, 3], doubles: [3, 0, -1, 4, -2, 0], elementType: .float32)

    @Test("the penalties are Keras'")
    func regularizers() throws {
        #expect(try run(w) { Regularizer.l1(0.5).trace($0) }.doubles == [5])
        #expect(try run(w) { Regularizer.l2(0.5).trace($0) }.doubles == [15])
        #expect(try run(w) { Regularizer.l1l2(l1: 0.5, l2: 0.5).trace($0) }.doubles == [20])
        #expect(try run(w) { Regularizer.l1l2().trace($0) }.doubles == [0])
        // The rows' cosine: 12 / (√10 √20).
        let cosine = 12 / (200.0).squareRoot()
        let rows = try run(w) { Regularizer.orthogonal(factor: 2).trace($0) }.doubles[0]
        #expect(abs(rows - 2 * cosine) < 1e-6)
        let one = try run(w) { Regularizer.orthogonal(mode: .columns).trace($0.sliced(axis: 1, 0..<1)) }
        #expect(one.doubles == [0])
    }

    @Test("an orthogonal penalty on another shape is an error")
    func orthogonalShape() {
        #expect(throws: TraceError.self) { try run(.random([2, 2, 2])) { Regularizer.orthogonal().trace($0) } }
    }

    @Test("the constraints are Keras'")
    func constraints() throws {
        func close(_ constraint: Constraint, _ expected: [Double]) throws -> Bool {
            zip(try run(w) { constraint.trace($0) }.doubles, expected).allSatisfy { abs($0 - $1) < 1e-5 }
        }
        #expect(try close(.nonNegative, [3, 0, 0, 4, 0, 0]))
        #expect(try close(.maxNorm(2), [1.2, 0, -1, 1.6, -2, 0]))
        #expect(try close(.maxNorm(2, axis: [0, 1]), [3, 0, -1, 4, -2, 0].map { $0 * 2 / (30.0).squareRoot() }))
        #expect(try close(.unitNorm(), [0.6, 0, -1, 0.8, -1, 0]))
        #expect(try close(.minMaxNorm(min: 2, max: 4), [2.4, 0, -2, 3.2, -2, 0]))
        #expect(try close(.minMaxNorm(min: 2, max: 4, rate: 0.5), [2.7, 0, -1.5, 3.6, -2, 0]))
    }

    @Test("a constraint along an axis that is not there is an error")
    func axes() {
        #expect(throws: TraceError.self) { try run(w) { Constraint.maxNorm(axis: 5).trace($0) } }
    }
}
