import SumiGraph

/// What one call of a ``Predictor`` works with: programs, and the memory they share.
///
/// Only one call at a time holds it, which is why it may cross threads.
final class PredictionWorker: @unchecked Sendable {
    private let engine: any Engine
    private let state: any EngineState
    /// Those used last stand last.
    private var programs: [(key: [ProgramCache.InputKey], program: any Program)] = []

    /// Batches of 1 to 32 samples, and some more.
    private static let capacity = 40

    init(_ engine: any Engine, _ state: any EngineState) {
        self.engine = engine
        self.state = state
    }

    /// The program for batches like `key`.
    func program(for key: [ProgramCache.InputKey], _ graphs: PredictionGraphs) throws -> any Program {
        let found = programs.firstIndex { $0.key == key }.map { programs.remove(at: $0).program }
        let program = try found ?? engine.compile(try graphs.graph(for: key), state: state)
        if programs.count >= Self.capacity { programs.removeFirst() }
        programs.append((key, program))
        return program
    }
}
