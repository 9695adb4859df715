import CSumiKernels
import SumiGraph
import SumiTensor

/// Writes a program of the kernels' element-wise interpreter, node by node.
struct ElementwiseWriter {
    private var instructions: [sumi_instruction] = []
    private var operands: [ElementwiseProgram.Operand] = []
    private var registers: [NodeID: UInt16] = [:]
    private var free: [UInt16] = []
    private var used: UInt16 = 0
    /// How often each root will still be read.
    private var uses: [NodeID: Int]
    /// Roots that were loaded as they lie, and may be overwritten from here on.
    private(set) var loadedInPlace: [(root: NodeID, slot: Slot)] = []
    /// Slots that are read in any other way, or written.
    private var taken: Set<Slot>

    /// - Parameters:
    ///   - uses: how often the program's nodes read each root.
    ///   - repeated: slots that some node reads by another rule than as they lie.
    init(uses: [NodeID: Int], repeated: Set<Slot>) {
        self.uses = uses
        taken = repeated
    }

    func register(of root: NodeID) -> UInt16? { registers[root] }

    mutating func define(_ id: NodeID, _ register: UInt16) { registers[id] = register }

    /// Frees the registers of operands that no later member reads, and the node's own if no member reads it.
    mutating func release(_ roots: [NodeID], of id: NodeID) {
        for root in roots { uses[root, default: 0] -= 1 }
        for root in Set(roots + [id]) where uses[root, default: 0] <= 0 {
            if let register = registers.removeValue(forKey: root) { free.append(register) }
        }
    }

    /// Whether the program so far has read a slot only as it lies, so that it may be written from here on.
    func isReadInPlace(_ slot: Slot) -> Bool {
        !taken.contains(slot) && loadedInPlace.contains { $0.slot == slot }
    }

    private mutating func newRegister() -> UInt16 {
        if let register = free.popLast() { return register }
        defer { used += 1 }
        return used
    }

    @discardableResult
    private mutating func emit(
        _ opcode: sumi_opcode, _ a: UInt16 = 0, _ b: UInt16 = 0, _ c: UInt16 = 0, immediate: UInt32 = 0
    ) -> UInt16 {
        let to = newRegister()
        instructions.append(sumi_instruction(opcode: opcode, to: to, a: a, b: b, c: c, immediate: immediate))
        return to
    }

    mutating func load(_ slot: Slot, _ elementType: ElementType, _ rule: BroadcastRule, of root: NodeID) -> UInt16 {
        operands.append(ElementwiseProgram.Operand(slot: slot, element: elementType.lanes, rule: rule))
        if rule == .contiguous { loadedInPlace.append((root, slot)) }
        let register = emit(SUMI_LOAD, UInt16(operands.count - 1))
        registers[root] = register
        return register
    }

    mutating func constant(_ value: Tensor, of root: NodeID) -> UInt16 {
        let register = emit(SUMI_CONSTANT, immediate: value.laneBits)
        registers[root] = register
        return register
    }

    mutating func store(_ register: UInt16, _ slot: Slot, _ elementType: ElementType) {
        operands.append(ElementwiseProgram.Operand(slot: slot, element: elementType.lanes))
        taken.insert(slot)
        loadedInPlace.removeAll { $0.slot == slot }
        instructions.append(
            sumi_instruction(
                opcode: SUMI_STORE, to: UInt16(operands.count - 1), a: register, b: 0, c: 0, immediate: 0))
    }

    var program: ElementwiseProgram { ElementwiseProgram(instructions, operands, registers: Int(used)) }

    /// Appends one node's instructions; returns where its value is.
    mutating func append(_ node: Node, _ a: [UInt16], operandTypes: [ElementType], key: Slot?) -> UInt16 {
        let elementType = node.type.elementType
        switch node.operation {
        case .unary(let operation): return unary(operation, a[0], elementType)
        case .binary(let operation): return emit(operation.opcode(elementType), a[0], a[1])
        case .compare(let comparison): return emit(comparison.opcode(operandTypes[0]), a[0], a[1])
        case .select: return emit(SUMI_SELECT, a[1], a[2], a[0])
        case .convert: return convert(a[0], from: operandTypes[0], to: elementType)
        case .iota(let type, let axis):
            let rule = BroadcastRule(repeats: type.shape.strides[axis], count: type.shape.dimensions[axis])
            operands.append(ElementwiseProgram.Operand(element: SUMI_UINT32, rule: rule))
            return convert(emit(SUMI_INDEX, UInt16(operands.count - 1)), from: .uint32, to: elementType)
        case .randomBits(_, let stream):
            guard let key else { return 0 }
            operands.append(ElementwiseProgram.Operand(slot: key, element: SUMI_UINT32, stream: stream))
            taken.insert(key)
            return emit(SUMI_RANDOM, UInt16(operands.count - 1))
        case .input, .variable, .constant, .stopGradient, .reshape, .transpose, .broadcast, .slice, .pad, .concatenate,
            .reverse, .gather, .scatterAdd, .reduce, .argMax, .softmax, .logSoftmax, .dot, .convolution,
            .convolutionInputGradient, .convolutionKernelGradient, .windowArgMax, .windowAverage,
            .windowAverageGradient, .scan, .result:
            preconditionFailure("\(node.operation.name) is not computed element by element")
        }
    }

    private mutating func unary(_ operation: UnaryOperation, _ a: UInt16, _ elementType: ElementType) -> UInt16 {
        guard elementType == .int32 else { return emit(operation.opcode, a) }
        switch operation {
        case .negate: return emit(SUMI_NEGATE_I, a)
        case .absolute: return emit(SUMI_ABSOLUTE_I, a)
        case .sign: return emit(SUMI_SIGN_I, a)
        case .relu:
            let zero = emit(SUMI_CONSTANT)
            defer { free.append(zero) }
            return emit(SUMI_MAXIMUM_I, a, zero)
        case .floor, .round, .exp, .expMinusOne, .log, .logOnePlus, .sqrt, .reciprocalSqrt, .sine, .cosine, .tanh,
            .sigmoid, .softplus, .erf, .not:
            return emit(operation.opcode, a)
        }
    }

    /// Lanes of one type as those of another; several instructions where lanes must be cut to a byte.
    mutating func convert(_ a: UInt16, from: ElementType, to: ElementType) -> UInt16 {
        let opcode: sumi_opcode?
        switch (from, to) {
        case (.float32, .int32): opcode = SUMI_F_TO_I
        case (.float32, .uint32): opcode = SUMI_F_TO_U
        case (.float32, .uint8): opcode = SUMI_F_TO_UINT8
        case (.float32, .bool): opcode = SUMI_F_TO_MASK
        case (.int32, .float32): opcode = SUMI_I_TO_F
        case (.uint32, .float32), (.uint8, .float32): opcode = SUMI_U_TO_F
        case (.int32, .uint8), (.uint32, .uint8): opcode = SUMI_U_TO_UINT8
        case (.int32, .bool), (.uint32, .bool), (.uint8, .bool): opcode = SUMI_I_TO_MASK
        case (.bool, .float32): opcode = SUMI_MASK_TO_F
        case (.bool, .int32), (.bool, .uint32), (.bool, .uint8): opcode = SUMI_MASK_TO_I
        // The same bits mean the same number, or wrap around.
        default: opcode = nil
        }
        if let opcode { return emit(opcode, a) }
        return emit(SUMI_OR, a, a)
    }
}
