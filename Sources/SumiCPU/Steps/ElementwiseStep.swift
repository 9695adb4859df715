import CSumiKernels

/// A program of the kernels' element-wise interpreter: a chain of operations in one pass over memory.
final class ElementwiseStep: Step {
    /// A buffer of the program, by slot.
    struct Operand {
        /// `nil` for a rule that reads no memory.
        var slot: Slot?
        var offset = 0
        var element: sumi_element
        var rule = BroadcastRule.contiguous
        /// For random bits: the stream; the slot then holds the key.
        var stream: UInt64?
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase]
    let scratchBytes: Int
    private let operands: [Operand]
    private let registers: Int
    private let cut: Cut
    private let program: UnsafeMutableBufferPointer<sumi_instruction>
    private let buffers: UnsafeMutableBufferPointer<sumi_buffer>

    /// Elements of a unit: enough to outweigh handing it out, few enough to balance threads.
    private static let unitSize = 16 * Int(SUMI_BLOCK)

    init(_ name: String, _ instructions: [sumi_instruction], _ operands: [Operand], registers: Int, count: Int) {
        self.name = name
        self.operands = operands
        self.registers = registers
        slots = operands.compactMap(\.slot)
        cut = Cut(count, part: Self.unitSize)
        // A vector instruction of 16 lanes takes about half a nanosecond, loads and stores included.
        phases = [Phase(units: cut.count, nanoseconds: count * instructions.count / 32)]
        scratchBytes = sumi_scratch_size(max(1, registers))
        program = .allocate(capacity: instructions.count)
        _ = program.initialize(from: instructions)
        buffers = .allocate(capacity: operands.count)
        buffers.initialize(repeating: sumi_buffer())
    }

    deinit {
        program.deallocate()
        buffers.deallocate()
    }

    func prepare(_ run: Execution) -> Bool {
        for (index, operand) in operands.enumerated() {
            var buffer = sumi_buffer()
            buffer.element = operand.element
            (buffer.repeat, buffer.inner, buffer.count) = (operand.rule.repeats, operand.rule.inner, operand.rule.count)
            let base = operand.slot.map { run[$0] + operand.offset }
            if let stream = operand.stream, let base {
                let key = base.assumingMemoryBound(to: UInt32.self)
                buffer.key = (key[0], key[1])
                buffer.counter = (key[2], UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
            } else {
                buffer.base = base
            }
            buffers[index] = buffer
        }
        return true
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        guard let first = program.baseAddress, let buffer = buffers.baseAddress else { return }
        let range = cut.range(unit)
        run.kernels.pointee.elementwise(
            first, program.count, buffer, registers, range.lowerBound, range.upperBound, scratch)
    }
}
