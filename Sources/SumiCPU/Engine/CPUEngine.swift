import SumiGraph

/// The default engine: fused steps over one memory arena, on vector kernels that are chosen once at run time.
///
/// A value: copies share their worker threads. Results are the same bits for any number of threads.
public struct CPUEngine: Engine {
    /// How far the engine may trade digits for speed.
    public enum Precision: String, CaseIterable, Hashable, Sendable {
        /// Rounding errors of about those of plain float32 arithmetic.
        case standard
        /// Faster algorithms whose rounding errors are some times larger.
        case fast
        /// Sums of products as they are written, without algorithms that rearrange them, and without weights that take
        /// in the factors of batch normalization.
        case exact
    }

    private(set) var settings: Result<EngineSettings, EngineError>
    let workers: WorkerPool

    /// - Parameters:
    ///   - instructionSet: by default what the environment variable `SUMI_ISA` names, else the best of this machine.
    ///   - threads: by default `SUMI_THREADS`, else as many as affinity and control groups allow this process.
    ///   - precision: by default `SUMI_PRECISION`, else `standard`.
    ///
    /// Settings that this machine cannot honour are told by ``compile(_:state:)``.
    public init(instructionSet: InstructionSet? = nil, threads: Int? = nil, precision: Precision? = nil) {
        do throws(EngineError) {
            let settings = try EngineSettings(instructionSet, threads, precision)
            workers = WorkerPool(threads: settings.threads)
            self.settings = .success(settings)
        } catch {
            workers = WorkerPool(threads: 1)
            settings = .failure(error)
        }
    }

    /// This engine with Winograd's method wherever it applies, also where it is slower: what tests judge it by.
    package func forcingWinograd() -> CPUEngine { changed { $0.forcesWinograd = true } }

    /// This engine with steps chained image by image wherever they can be: what tests judge it by.
    package func forcingChains() -> CPUEngine { changed { $0.forcesChains = true } }

    /// This engine with `profiler` told of every program that it compiles and runs.
    package func profiled(by profiler: StepProfiler) -> CPUEngine { changed { $0.profiler = profiler } }

    private func changed(_ change: (inout EngineSettings) -> Void) -> CPUEngine {
        var engine = self
        engine.settings = settings.map {
            var settings = $0
            change(&settings)
            return settings
        }
        return engine
    }

    public var name: String {
        switch settings {
        case .success(let settings):
            "CPU, \(settings.instructionSet), \(settings.threads) thread\(settings.threads == 1 ? "" : "s")"
        case .failure: "CPU"
        }
    }

    /// The instruction set in use, `nil` where the settings are wrong.
    public var instructionSet: InstructionSet? { try? settings.get().instructionSet }

    /// The precision in use, `nil` where the settings are wrong.
    public var precision: Precision? { try? settings.get().precision }

    /// The number of threads in use, 1 where the settings are wrong.
    public var threads: Int { (try? settings.get().threads) ?? 1 }

    public func makeState() -> any EngineState { CPUState() }

    public func compile(_ graph: Graph, state: any EngineState) throws -> any Program {
        let settings = try settings.get()
        guard let state = state as? CPUState else {
            throw EngineError("the CPU engine runs on a state that it made itself")
        }
        try graph.check()
        return try state.whileDeriving { try CPUProgram(graph, state: state, settings: settings, workers: workers) }
    }

    public func makeReader(of state: any EngineState) throws -> any EngineState {
        guard let state = state as? CPUState else {
            throw EngineError("the CPU engine reads a state that it made itself")
        }
        return state.makeReader()
    }
}
