import Foundation
import Sumi

/// Programs over variables that stay where they are, so that nothing is copied in or out.
struct Measurement {
    let engine = CPUEngine()

    /// The fewest seconds of a run that computes `result` of random operands of the given shapes, of which the last, a
    /// small one, is stored anew in each run.
    func seconds(_ shapes: [[Int]], _ result: ([TracedTensor]) -> TracedTensor) throws -> Double {
        let (state, trace) = (engine.makeState(), Trace())
        var random = RandomStream(seed: 1)
        var operands: [TracedTensor] = []
        for (index, shape) in shapes.enumerated() {
            let value = try Tensor.uniform(Shape(shape), using: &random)
            try state.write("x\(index)", value)
            operands.append(trace.variable("x\(index)", TensorType(value.shape, .float32)))
        }
        // What follows from variables that no run changes would be computed once, not in each run.
        let y = result(operands)
        trace.update("x\(shapes.count - 1)", to: operands[shapes.count - 1])
        try state.write("y", Tensor(shape: y.shape, scalars: [Float](repeating: 0, count: y.shape.count)))
        _ = trace.variable("y", TensorType(y.shape, .float32))
        trace.update("y", to: y)
        let program = try engine.compile(try trace.graph(outputs: []), state: state)
        return try fastest { _ = try program.run([]) }
    }

    /// Runs a body for 60 ms, at least five times, and returns the fewest seconds of one run.
    private func fastest(_ body: () throws -> Void) rethrows -> Double {
        for _ in 0..<2 { try body() }
        let start = ContinuousClock.now
        var best = Double.infinity
        var runs = 0
        while runs < 5 || start.duration(to: .now) < .milliseconds(60) {
            let begin = ContinuousClock.now
            try body()
            best = min(best, begin.duration(to: .now) / .seconds(1))
            runs += 1
        }
        return best
    }

    /// Additions and multiplications a second: the best of some products of matrices.
    func peak() throws -> Double {
        try [256, 512, 768].map { n in
            2 * Double(n * n * n) / (try seconds([[n, n], [n, n]]) { $0[0].matmul($0[1]) })
        }.max() ?? 0
    }

    /// Bytes a second, read and written, between memory and processor: each thread copies 64 MiB.
    func bandwidth() -> Double {
        let (threads, size) = (ProcessInfo.processInfo.activeProcessorCount, 64 << 20)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * threads * size, alignment: 4096)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 1, count: 2 * threads * size)
        // Each thread has its own two pieces.
        nonisolated(unsafe) let pieces = memory
        let seconds = fastest {
            DispatchQueue.concurrentPerform(iterations: threads) { thread in
                let from = pieces + 2 * thread * size
                (from + size).copyMemory(from: from, byteCount: size)
            }
        }
        return Double(2 * threads * size) / seconds
    }
}
