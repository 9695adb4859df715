import SumiTensor

extension Operation {
    /// What reaches each operand when `dys[i]` reaches result `i` (only a scan has more than one result); `nil` where
    /// nothing does. Operands that are not `needed` may be answered with anything.
    func gradient(
        operands: [TracedTensor], result y: TracedTensor, dys: [TracedTensor?], needed: [Bool]
    ) -> [TracedTensor?] {
        if case .scan(let scan) = self { return scan.gradient(y, operands, dys, needed) }
        guard let dy = dys[0] else { return operands.map { _ in nil } }
        switch self {
        case .input, .variable, .constant, .iota, .randomBits, .stopGradient, .compare, .argMax, .windowArgMax:
            return operands.map { _ in nil }
        case .unary(let operation): return [operation.gradient(operands[0], y, dy)]
        case .binary(let operation): return operation.gradient(operands[0], operands[1], y, dy, needed: needed)
        case .select: return [nil, operands[0].select(dy, dy.zeros()), operands[0].select(dy.zeros(), dy)]
        case .convert:
            return [operands[0].elementType.isFloatingPoint ? dy.converted(to: operands[0].elementType) : nil]
        case .reshape, .transpose, .broadcast, .slice, .pad, .concatenate, .reverse:
            return movementGradient(operands, dy)
        case .gather(let rule):
            return [dy.scatterAdded(operands[1], rule, size: operands[0].shape.dimensions[rule.axis]), nil]
        case .scatterAdd(let rule, _): return [nil, dy.gathered(operands[0], rule)]
        case .reduce(let reduction, let axes): return [reduction.gradient(operands[0], y, dy, axes)]
        case .softmax(let axis), .logSoftmax(let axis): return [softmaxGradient(y, dy, axis)]
        case .dot(let axes): return axes.gradient(operands[0], operands[1], dy, needed: needed)
        case .convolution, .convolutionInputGradient, .convolutionKernelGradient:
            return convolutionGradient(operands, dy, needed: needed)
        case .windowAverage(let window): return [dy.windowAverageGradient(window, input: operands[0].shape)]
        case .windowAverageGradient(let window, _): return [dy.windowAverage(window)]
        case .scan: return []
        case .result: return [dy]
        }
    }

    /// Which result of its operand this operation reads.
    var resultIndex: Int {
        if case .result(let index) = self { return index }
        return 0
    }
}
