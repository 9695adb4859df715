import SumiCPU
import SumiGraph
import SumiTensor
import Testing

@Suite("Threads of the CPU engine")
struct ThreadTests {
    /// Training steps of a small network whose batches, dropout and last short batch reach every kind of cut.
    func weights(after steps: Int, threads: Int, batch: Int) throws -> [Tensor] {
        let network = DigitNetwork(batch: batch)
        let engine = CPUEngine(threads: threads)
        let state = engine.makeState()
        for (name, value) in network.initialValues { try state.write(name, value) }
        let program = try engine.compile(try network.trainingStep(), state: state)
        for step in 1...steps { _ = try program.run(network.inputs(step: step)) }
        return try network.initialValues.map { try state.read($0.name) }
    }

    @Test("give the same bits, however many they are", arguments: [33, 5])
    func sameBits(batch: Int) throws {
        let one = try weights(after: 3, threads: 1, batch: batch)
        #expect(one != DigitNetwork(batch: batch).initialValues.map(\.value))
        for threads in [2, 5] { #expect(try weights(after: 3, threads: threads, batch: batch) == one) }
    }

    @Test("two tasks may run programs of one engine at once, with the same bits")
    func twoTasks() async throws {
        let engine = CPUEngine(threads: 2)
        let results = try await withThrowingTaskGroup(of: [Tensor].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let network = DigitNetwork(batch: 5)
                    let state = engine.makeState()
                    for (name, value) in network.initialValues { try state.write(name, value) }
                    let program = try engine.compile(try network.trainingStep(), state: state)
                    for step in 1...5 { _ = try program.run(network.inputs(step: step)) }
                    return try network.initialValues.map { try state.read($0.name) }
                }
            }
            return try await group.reduce(into: [[Tensor]]()) { $0.append($1) }
        }
        #expect(results.count == 4 && results.allSatisfy { $0 == results[0] })
    }
}
