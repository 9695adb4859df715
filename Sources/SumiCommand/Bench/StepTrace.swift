import SumiArchive
import SumiCPU
import SumiJSON

/// One run of a program's steps in the format of Chrome's trace viewer.
struct StepTrace {
    private let json: JSON

    init(_ program: StepProfiler.Program) {
        let events = program.steps.map { step in
            JSON.object([
                "name": .string(step.name), "cat": .string("step"), "ph": .string("X"), "pid": .integer(1),
                "tid": .integer(1), "ts": .number(step.last.start * 1e6), "dur": .number(step.last.duration * 1e6),
                "args": .object([
                    "shape": .string(step.shape), "operations": .number(step.operations),
                    "bytes": .number(step.bytes),
                ]),
            ])
        }
        json = .object(["displayTimeUnit": .string("ms"), "traceEvents": .array(events)])
    }

    /// - Throws: ``ArchiveError`` where the file cannot be written.
    func write(to path: String) throws {
        try AtomicFile.writeNew(Array("\(json)\n".utf8), to: path)
    }
}
