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
    /// Whether it is one of those.
    let isView: Bool
    private var scratch: UnsafeMutableRawPointer
    private var pool: OpaquePointer?

    /// Nanoseconds; below this handing units out takes longer than it saves. Above it sharing also keeps what a thread
    /// wrote in its own cache for the next step.
    private static let worthSharing = 3_000

    init(_ table: SlotTable, kernels: UnsafePointer<sumi_kernels>, scratchBytes: Int) {
        self.table = table
        self.kernels = kernels
        scratchStride = AlignedMemory.aligned(scratchBytes)
        constants = AlignedMemory(bytes: table.constants.count)
        constants.pointer.copyMemory(from: table.constants, byteCount: table.constants.count)
        pointers = .allocate(capacity: max(1, table.entries.count))
        pointers.initialize(repeating: constants.pointer, count: max(1, table.entries.count))
        scratch = constants.pointer
        isView = false
    }

    /// Another one's slots with addresses that can be changed apart.
    private init(viewOf other: Execution) {
        (table, kernels, constants, scratchStride) = (other.table, other.kernels, other.constants, other.scratchStride)
        scratch = other.scratch
        isView = true
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
        var job = Job(step: step, phase: index, execution: self)
        withUnsafeMutablePointer(to: &job) { job in
            sumi_pool_run(pool, phase.units, job) { context, unit, worker in
                guard let job = context?.assumingMemoryBound(to: Job.self).pointee else { return }
                let scratch = job.execution.scratch + worker * job.execution.scratchStride
                let run = worker > 0 && job.step.movesSlots ? job.execution.views[worker - 1] : job.execution
                job.step.run(phase: job.phase, unit: unit, scratch: scratch, run)
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
        let execution: Execution
    }
}
