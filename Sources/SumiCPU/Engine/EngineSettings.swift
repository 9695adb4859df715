import CSumiKernels
import SumiGraph

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What an engine was asked for, with the environment's defaults filled in and checked.
struct EngineSettings: @unchecked Sendable {
    let instructionSet: InstructionSet
    let threads: Int
    let precision: CPUEngine.Precision
    /// Never changed, and there as long as the process.
    let kernels: UnsafePointer<sumi_kernels>

    /// Who measures the steps of programs.
    var profiler: StepProfiler?
    /// Whether Winograd's method is taken wherever it applies.
    var forcesWinograd = false
    /// Whether steps are chained image by image wherever they can be.
    var forcesChains = false

    static let largestThreadCount = 1024

    /// How convolutions are chosen that Winograd's method computes; `nil` where none may be.
    var winograd: WinogradRule? {
        switch precision {
        case .exact: nil
        case .standard: WinogradRule(kernels: kernels, tile: 4, threads: threads, isForced: forcesWinograd)
        case .fast: WinogradRule(kernels: kernels, tile: 6, threads: threads, isForced: forcesWinograd)
        }
    }

    /// Whether factors of a product's result become part of its weights.
    var foldsScales: Bool { precision != .exact }

    init(_ instructionSet: InstructionSet?, _ threads: Int?, _ precision: CPUEngine.Precision?) throws(EngineError) {
        let chosen: InstructionSet
        if let instructionSet { chosen = instructionSet } else { chosen = try Self.named("SUMI_ISA", default: .best) }
        guard let kernels = chosen.kernels else {
            let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
            throw EngineError("this machine has no \(chosen) instructions; it has \(available)")
        }
        self.kernels = kernels
        self.instructionSet = chosen
        if let threads { self.threads = threads } else { self.threads = try Self.threadsOfEnvironment() }
        if let precision {
            self.precision = precision
        } else {
            self.precision = try Self.named("SUMI_PRECISION", default: .standard)
        }
        guard (1...Self.largestThreadCount).contains(self.threads) else {
            throw EngineError(
                "the CPU engine runs on 1 to \(Self.largestThreadCount) threads and was asked for \(self.threads)")
        }
    }

    private static func text(_ variable: String) -> String? {
        guard let value = getenv(variable) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func named<Choice>(_ variable: String, default choice: Choice) throws(EngineError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = text(variable) else { return choice }
        guard let value = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw EngineError("the environment variable \(variable) is \"\(text)\"; it may be one of \(names)")
        }
        return value
    }

    private static func threadsOfEnvironment() throws(EngineError) -> Int {
        guard let text = text("SUMI_THREADS") else { return min(ProcessorCount.allowed, largestThreadCount) }
        guard let threads = Int(text), (1...largestThreadCount).contains(threads) else {
            throw EngineError(
                "the environment variable SUMI_THREADS is \"\(text)\"; it may be a number from 1 to \(largestThreadCount)"
            )
        }
        return threads
    }
}
