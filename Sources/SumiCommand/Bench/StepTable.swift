import SumiCPU
import SumiNN

/// The steps of a program and how long each takes, as a table.
struct StepTable: CustomStringConvertible {
    private let program: StepProfiler.Program
    private let limits: MachineLimits

    /// Seconds below which a step has only looked whether there is something to do.
    private static let shortest = 1e-6

    init(_ program: StepProfiler.Program, _ limits: MachineLimits) {
        (self.program, self.limits) = (program, limits)
    }

    var description: String {
        let total = program.steps.reduce(0) { $0 + $1.fastest }
        var lines = ["      ms   share  GFLOP/s      MB   limit  step"]
        for step in program.steps where step.fastest.isFinite { lines.append(line(step, total)) }
        lines.append(formatted(total * 1000, "%8.3f") + "  together")
        return lines.joined(separator: "\n")
    }

    private func line(_ step: StepProfiler.Step, _ total: Double) -> String {
        let rate = step.operations > 0 ? formatted(step.operations / step.fastest / 1e9, "%8.0f") : "       -"
        let numbers = [
            formatted(step.fastest * 1000, "%8.3f"), formatted(100 * step.fastest / total, "%6.1f%%"), rate,
            formatted(step.bytes / 1e6, "%7.1f"),
            step.fastest < Self.shortest ? "      -" : formatted(100 * limit(step), "%6.0f%%"),
        ]
        return numbers.joined(separator: " ") + "  " + step.name + (step.shape.isEmpty ? "" : "  " + step.shape)
    }

    /// The share of the machine's limit that a step reaches. What fits into caches may pass the memory's.
    private func limit(_ step: StepProfiler.Step) -> Double { limits.seconds(of: step) / step.fastest }
}
