import CSumiKernels

/// What the steps of one run share: where each slot lies, the kernels, the threads.
final class Execution {
    let kernels: UnsafePointer<sumi_kernels>
    let table: SlotTable
    private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer>
    private let constants: AlignedMemory
    private let scratchStride: Int
    /// For steps that move slots: this, with addresses for each thread but the first.
    private var views: [Execution] = []
    private var scratch: UnsafeMutableRawPointer
    private var pool: OpaquePointer?

    /// Below this a second thread would still be waking when the work is done.
    private static let worthSharing = 10_000

    init(_ table: SlotTable, kernels: UnsafePointer<sumi_kernels>, scratchBytes: Int) {
        self.table = table
        self.kernels = kernels
        scratchStride = AlignedMemory.aligned(scratchBytes)
        constants = AlignedMemory(bytes: table.constants.count)
        constants.pointer.copyMemory(from: table.constants, byteCount: table.constants.count)
        pointers = .allocate(capacity: max(1, table.entries.count))
        pointers.initialize(repeating: constants.pointer, count: max(1, table.entries.count))
        scratch = constants.pointer
    }

    /// Another one's slots with addresses that can be changed apart.
    private init(viewOf other: Execution) {
        (table, kernels, constants, scratchStride) = (other.table, other.kernels, other.constants, other.scratchStride)
        scratch = other.scratch
        pointers = .allocate(capacity: max(1, table.entries.count))
        pointers.initialize(from: other.pointers, count: table.entries.count)
    }

    deinit { pointers.deallocate() }

    /// Bytes of scratch for `threads` threads.
    func scratchBytes(threads: Int) -> Int { scratchStride * threads }

    /// Finds every slot's address. The arena's first bytes are the slots', scratch follows at `slotBytes`.
    func begin(arena: UnsafeMutableRawPointer, slotBytes: Int, pool: OpaquePointer?) {
        self.pool = pool
        scratch = arena + AlignedMemory.aligned(slotBytes)
        for (slot, entry) in table.entries.enumerated() {
            switch entry.storage {
            case .arena(let offset): pointers[slot] = arena + offset
            case .constant(let offset): pointers[slot] = constants.pointer + offset
            case .variable(let index): pointers[slot] = table.variables[index].memory.pointer
            case .copy(let index): pointers[slot] = table.copies[index].memory.pointer
            case .within, .moving: continue
            }
        }
        // A body's region lies in its loop's, which may have a larger number.
        for (slot, entry) in table.entries.enumerated() {
            guard case .within(var outer, var offset) = entry.storage else { continue }
            while case .within(let next, let more) = table.entries[outer].storage {
                (outer, offset) = (next, offset + more)
            }
            pointers[slot] = pointers[outer] + offset
        }
    }

    subscript(slot: Slot) -> UnsafeMutableRawPointer {
        get { pointers[slot] }
        set { pointers[slot] = newValue }
    }

    func floats(_ slot: Slot) -> UnsafeMutablePointer<Float> { pointers[slot].assumingMemoryBound(to: Float.self) }

    /// Runs one phase of a step, on all threads if that is worth it.
    func run(_ step: any Step, _ index: Int, _ phase: Phase) {
        guard let pool, phase.units > 1, phase.nanoseconds > Self.worthSharing else {
            for unit in 0..<phase.units { step.run(phase: index, unit: unit, scratch: scratch, self) }
            return
        }
        if step.movesSlots { refreshViews(sumi_pool_threads(pool) - 1) }
        let parts = phase.isSteady ? min(phase.units, sumi_pool_threads(pool)) : phase.units
        var job = Job(step: step, phase: index, units: phase.units, parts: parts, execution: self)
        withUnsafeMutablePointer(to: &job) { job in
            sumi_pool_run(pool, parts, job) { context, part, worker in
                guard let job = context?.assumingMemoryBound(to: Job.self).pointee else { return }
                let scratch = job.execution.scratch + worker * job.execution.scratchStride
                let run = worker > 0 && job.step.movesSlots ? job.execution.views[worker - 1] : job.execution
                for unit in part * job.units / job.parts..<(part + 1) * job.units / job.parts {
                    job.step.run(phase: job.phase, unit: unit, scratch: scratch, run)
                }
            }
        }
    }

    private func refreshViews(_ count: Int) {
        while views.count < count { views.append(Execution(viewOf: self)) }
        for view in views { view.pointers.update(from: pointers, count: table.entries.count) }
    }

    private struct Job {
        let step: any Step
        let phase: Int
        let units: Int
        /// Ranges of units that are handed out.
        let parts: Int
        let execution: Execution
    }
}
