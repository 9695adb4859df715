import CSumiKernels

/// A program of the kernels' element-wise interpreter, with the slots that it reads and writes.
final class ElementwiseProgram {
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

    let slots: [Slot]
    let scratchBytes: Int
    /// Instructions for each block of elements.
    var length: Int { program.count }
    private let operands: [Operand]
    private let registers: Int
    private let program: UnsafeMutableBufferPointer<sumi_instruction>
    private let buffers: UnsafeMutableBufferPointer<sumi_buffer>

    init(_ instructions: [sumi_instruction], _ operands: [Operand], registers: Int) {
        self.operands = operands
        self.registers = registers
        slots = operands.compactMap(\.slot)
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

    /// Finds the addresses of the present run.
    func prepare(_ run: Execution) {
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
    }

    /// Computes a range of elements.
    func run(_ range: Range<Int>, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        guard let first = program.baseAddress, let buffer = buffers.baseAddress else { return }
        run.kernels.pointee.elementwise(
            first, program.count, buffer, registers, range.lowerBound, range.upperBound, scratch)
    }
}
