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
    /// Those of them that it stores to.
    let written: [Slot]
    let scratchBytes: Int
    /// Instructions for each block of elements.
    var length: Int { program.count }
    private let operands: [Operand]
    private let registers: Int
    private let program: UnsafeMutableBufferPointer<sumi_instruction>

    init(_ instructions: [sumi_instruction], _ operands: [Operand], registers: Int) {
        self.operands = operands
        self.registers = registers
        slots = operands.compactMap(\.slot)
        written = instructions.compactMap { $0.opcode == SUMI_STORE ? operands[Int($0.to)].slot : nil }
        scratchBytes = sumi_scratch_size(max(1, registers))
        program = .allocate(capacity: instructions.count)
        _ = program.initialize(from: instructions)
    }

    deinit { program.deallocate() }

    /// Computes a range of elements.
    func run(_ range: Range<Int>, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        withUnsafeTemporaryAllocation(of: sumi_buffer.self, capacity: operands.count) { buffers in
            for (index, operand) in operands.enumerated() {
                buffers.initializeElement(at: index, to: operand.buffer(run))
            }
            guard let first = program.baseAddress, let buffer = buffers.baseAddress else { return }
            run.kernels.pointee.elementwise(
                first, program.count, buffer, registers, range.lowerBound, range.upperBound, scratch)
        }
    }

    /// Whether each element of a slot is read and written with the same element of all others.
    func isElementByElement(_ slot: Slot) -> Bool {
        operands.allSatisfy { $0.slot != slot || $0.rule == .contiguous && $0.offset == 0 && $0.stream == nil }
    }

    /// Bytes of one of `parts` equal parts of `count` elements in each slot that has parts of its own for them.
    func bytesOfPart(count: Int, parts: Int) -> [Slot: Int]? {
        guard count % parts == 0 else { return nil }
        var bytes: [Slot: Int] = [:]
        var whole: Set<Slot> = []
        for operand in operands {
            guard let slot = operand.slot else { continue }
            if let size = operand.bytesOfPart(count / parts), bytes[slot] ?? size == size {
                bytes[slot] = size
            } else {
                whole.insert(slot)
            }
        }
        return bytes.filter { !whole.contains($0.key) }
    }
}

extension ElementwiseProgram.Operand {
    /// Bytes that some elements read or write, where neighbouring pieces of so many have neighbouring places: as they
    /// lie, or each place for several elements.
    fileprivate func bytesOfPart(_ elements: Int) -> Int? {
        let (repeats, inner) = (max(1, rule.repeats), max(1, rule.inner))
        guard rule.count == 0, stream == nil, offset == 0, elements % (repeats * inner) == 0 else { return nil }
        return elements / repeats * element.size
    }

    /// The kernels' view of it, with the addresses of the present run.
    fileprivate func buffer(_ run: Execution) -> sumi_buffer {
        var buffer = sumi_buffer()
        buffer.element = element
        (buffer.repeat, buffer.inner, buffer.count) = (rule.repeats, rule.inner, rule.count)
        let base = slot.map { run[$0] + offset }
        if let stream, let base {
            let key = base.assumingMemoryBound(to: UInt32.self)
            buffer.key = (key[0], key[1])
            buffer.counter = (key[2], UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
        } else {
            buffer.base = base
        }
        return buffer
    }
}

extension sumi_element {
    /// Bytes.
    var size: Int { self == SUMI_UINT8 || self == SUMI_BOOL ? 1 : 4 }
}
