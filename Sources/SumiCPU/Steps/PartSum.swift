import CSumiKernels

/// The sum of equal parts that lie one after the other, in their order.
enum PartSum {
    static func step(parts: Slot, count: Int, size: Int, to: Slot) -> ElementwiseStep {
        var instructions: [sumi_instruction] = []
        var operands: [ElementwiseProgram.Operand] = []
        for part in 0..<count {
            operands.append(
                ElementwiseProgram.Operand(
                    slot: parts, offset: part * size * MemoryLayout<Float>.size, element: SUMI_FLOAT32))
            instructions.append(
                sumi_instruction(opcode: SUMI_LOAD, to: part == 0 ? 0 : 1, a: UInt16(part), b: 0, c: 0, immediate: 0))
            guard part > 0 else { continue }
            instructions.append(sumi_instruction(opcode: SUMI_ADD, to: 0, a: 0, b: 1, c: 0, immediate: 0))
        }
        operands.append(ElementwiseProgram.Operand(slot: to, element: SUMI_FLOAT32))
        instructions.append(
            sumi_instruction(opcode: SUMI_STORE, to: UInt16(count), a: 0, b: 0, c: 0, immediate: 0))
        let program = ElementwiseProgram(instructions, operands, registers: 2)
        return ElementwiseStep("sum of \(count) parts", program, count: size)
    }
}
