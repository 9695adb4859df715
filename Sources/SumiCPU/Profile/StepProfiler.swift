import Synchronization

/// Measures each step of the programs that an engine compiles; see ``CPUEngine/profiled(by:)``.
package final class StepProfiler: Sendable {
    /// One step of a program, measured.
    package struct Step: Sendable {
        package let name: String
        /// Sizes: `[128, 28, 28, 32] 3x3 to 64`; empty where the name says all.
        package let shape: String
        /// Additions and multiplications by the operation's definition, and those that the step's method needs.
        package let operations: Double
        package let needed: Double
        /// Bytes of everything that it reads or writes, each once, but not of what a chain hands on within itself.
        package let bytes: Double
        /// The fewest seconds that it took, and when it began and how long it took in the last run, in seconds from the
        /// run's begin.
        package fileprivate(set) var fastest = Double.infinity
        package fileprivate(set) var last = (start: 0.0, duration: 0.0)
    }

    /// One program, in the order of compilation.
    package struct Program: Sendable {
        package var steps: [Step]
        /// Bytes of the arena, of constants, of variables, and of copies that are derived from these.
        package let plannedBytes: Int
        package var runs = 0
    }

    private struct Record {
        var isOn = false
        var programs: [Program] = []
    }
    private let record = Mutex(Record())

    package init() {}

    package var programs: [Program] { record.withLock { $0.programs } }

    /// Whether runs are measured now.
    package var isOn: Bool {
        get { record.withLock { $0.isOn } }
        set { record.withLock { $0.isOn = newValue } }
    }

    /// - Returns: the program's number.
    func add(_ program: Program) -> Int {
        record.withLock {
            $0.programs.append(program)
            return $0.programs.count - 1
        }
    }

    func measured(_ program: Int, _ times: [(start: Double, duration: Double)]) {
        record.withLock { record in
            record.programs[program].runs += 1
            for (place, time) in times.enumerated() {
                record.programs[program].steps[place].last = time
                record.programs[program].steps[place].fastest = min(
                    record.programs[program].steps[place].fastest, time.duration)
            }
        }
    }
}

extension StepProfiler.Step {
    init(_ step: any SumiCPU.Step, _ table: SlotTable) {
        let work = step.work
        name = step.name
        shape = work.shape
        operations = work.operations
        needed = work.needed
        // What a chain hands on within itself stays in the cache.
        bytes = Set(step.slots).map { table.entries[$0] }.reduce(0) { sum, entry in
            if case .moving = entry.storage { return sum }
            return sum + Double(entry.bytes)
        }
    }
}
