extension Graph {
    /// For each node whether its value follows from constants and from variables that a run leaves as they are: it is
    /// the same from run to run, until someone writes one of these variables.
    package var isFixed: [Bool] {
        let updated = Set(updates.map(\.variable))
        var result: [Bool] = []
        result.reserveCapacity(nodes.count)
        for node in nodes {
            switch node.operation {
            case .variable(let index): result.append(!updated.contains(index))
            case .constant, .iota: result.append(true)
            case .input, .randomBits, .scan, .result: result.append(false)
            case .unary, .binary, .compare, .select, .convert, .stopGradient, .reshape, .transpose, .broadcast, .slice,
                .pad, .concatenate, .reverse, .gather, .scatterAdd, .reduce, .argMax, .softmax, .logSoftmax, .dot,
                .convolution, .convolutionInputGradient, .convolutionKernelGradient, .windowArgMax, .windowAverage,
                .windowAverageGradient:
                result.append(node.operands.allSatisfy { result[$0] })
            }
        }
        return result
    }
}
