import SumiTensor

extension Operation {
    /// The operation's value. `type` is that of the result.
    ///
    /// What a graph declares and what runs a graph of its own has no value here: the evaluator sees to it.
    func evaluate(_ operands: [ReferenceArray], _ type: TensorType) -> ReferenceArray {
        ReferenceArray(type, values(operands, type))
    }

    private func values(_ operands: [ReferenceArray], _ type: TensorType) -> [Double] {
        switch self {
        case .input, .variable, .scan, .result: []
        case .constant(let value): value.doubles
        case .iota(_, let axis): Reference.iota(type.shape, axis)
        case .randomBits(_, let stream): Reference.randomBits(operands[0].values, stream, type.shape.count)
        case .unary(let operation): operation.evaluate(operands[0])
        case .binary(let operation): operation.evaluate(operands[0], operands[1])
        case .compare(let comparison): comparison.evaluate(operands[0], operands[1])
        case .select: Reference.select(operands[0], operands[1], operands[2])
        case .convert(let elementType): Reference.convert(operands[0], elementType)
        case .stopGradient, .reshape: operands[0].values
        case .transpose(let permutation): Reference.transpose(operands[0], permutation, type.shape)
        case .broadcast(_, let axes): Reference.broadcast(operands[0], axes, type.shape)
        case .slice(let bounds): Reference.slice(operands[0], bounds, type.shape)
        case .pad(let amounts, let value): Reference.pad(operands[0], amounts, value, type)
        case .concatenate(let axis): Reference.concatenate(operands, axis, type.shape)
        case .reverse(let axes): Reference.reverse(operands[0], axes)
        case .gather(let rule): Reference.gather(operands[0], operands[1], rule)
        case .scatterAdd(let rule, _): Reference.scatterAdd(operands[0], operands[1], rule, type)
        case .reduce(let reduction, let axes): Reference.reduce(operands[0], reduction, axes, type)
        case .argMax(let axis): Reference.argMax(operands[0], axis)
        case .softmax(let axis): Reference.softmax(operands[0], axis)
        case .logSoftmax(let axis): Reference.logSoftmax(operands[0], axis)
        case .dot(let axes): Reference.dot(operands[0], operands[1], axes, type.shape)
        case .convolution(let geometry): Reference.convolution(operands[0], operands[1], geometry, type.shape)
        case .convolutionInputGradient(let geometry, let input):
            Reference.convolutionInputGradient(operands[0], operands[1], geometry, input)
        case .convolutionKernelGradient(let geometry, let kernel):
            Reference.convolutionKernelGradient(operands[0], operands[1], geometry, kernel)
        case .windowArgMax(let window): Reference.windowArgMax(operands[0], window)
        case .windowAverage(let window): Reference.windowAverage(operands[0], window)
        case .windowAverageGradient(let window, let input):
            Reference.windowAverageGradient(operands[0], window, input)
        }
    }
}

/// The functions of the reference engine, one for each operation, gathered by family in the files beside this one.
enum Reference {}
