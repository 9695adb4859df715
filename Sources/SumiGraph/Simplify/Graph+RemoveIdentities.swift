import SumiTensor

extension Graph {
    /// The same graph without operations that change nothing, and with one where two of a kind follow each other.
    func removeIdentities() -> Graph {
        rewritten { node, new in
            switch node.operation {
            case .unary(let operation): operation.identity(node, new)
            case .binary(let operation): operation.identity(node, new)
            case .select: node.operands[1] == node.operands[2] ? node.operands[1] : nil
            // Gradients have been formed by now.
            case .stopGradient: node.operands[0]
            case .convert(let elementType):
                new[node.operands[0]].type.elementType == elementType ? node.operands[0] : nil
            case .reshape, .transpose, .broadcast, .slice, .pad, .concatenate, .reverse, .reduce:
                new.withoutMovement(node)
            case .input, .variable, .constant, .iota, .randomBits, .compare, .gather, .scatterAdd, .argMax, .softmax,
                .logSoftmax, .dot, .convolution, .convolutionInputGradient, .convolutionKernelGradient, .windowArgMax,
                .windowAverage, .windowAverageGradient, .scan, .result:
                nil
            }
        }
    }
}

extension UnaryOperation {
    /// The operand's operand, where the function undoes itself.
    fileprivate func identity(_ node: Node, _ new: GraphRewriting) -> NodeID? {
        let operand = new[node.operands[0]]
        guard self == .negate || self == .not, operand.operation == node.operation else { return nil }
        return operand.operands[0]
    }
}

extension BinaryOperation {
    /// The operand that is the result, where the other one is 0 or 1. (x · 0 is no zero where x is NaN.)
    fileprivate func identity(_ node: Node, _ new: GraphRewriting) -> NodeID? {
        let (a, b) = (node.operands[0], node.operands[1])
        switch self {
        case .add: return new.uniformValue(b) == 0 ? a : new.uniformValue(a) == 0 ? b : nil
        case .subtract, .shiftRight: return new.uniformValue(b) == 0 ? a : nil
        case .multiply: return new.uniformValue(b) == 1 ? a : new.uniformValue(a) == 1 ? b : nil
        case .divide, .power: return new.uniformValue(b) == 1 ? a : nil
        case .maximum, .minimum, .and, .or: return a == b ? a : nil
        }
    }
}

extension GraphRewriting {
    /// What an operation that only moves elements comes down to; `nil` where it is needed as it is.
    fileprivate mutating func withoutMovement(_ node: Node) -> NodeID? {
        let x = node.operands[0]
        let shape = nodes[x].type.shape
        switch node.operation {
        case .reshape: return reshaped(x, node.type)
        case .transpose(let permutation):
            let moved = permutation.filter { shape.dimensions[$0] != 1 }
            return moved == moved.sorted() ? reshaped(x, node.type) : nil
        case .broadcast(_, let axes):
            return shape.count == node.type.shape.count ? reshaped(x, node.type) : broadcast(x, axes, node.type)
        case .slice: return shape == node.type.shape ? x : nil
        case .pad(let amounts, _):
            return amounts.allSatisfy { $0.low == 0 && $0.high == 0 } && shape == node.type.shape ? x : nil
        case .concatenate:
            let kept = node.operands.filter { nodes[$0].type.shape.count > 0 }
            if kept.count == 1 { return kept[0] }
            guard kept.count > 1, kept.count < node.operands.count else { return nil }
            return append(node.operation, kept, node.type)
        case .reverse(let axes): return axes.allSatisfy { shape.dimensions[$0] == 1 } ? x : nil
        case .reduce(_, let axes): return axes.allSatisfy { shape.dimensions[$0] == 1 } ? reshaped(x, node.type) : nil
        default: return nil
        }
    }

    /// `x`, or what it reshapes, in the shape of `type`; `nil` where that is the node there is already.
    private mutating func reshaped(_ x: NodeID, _ type: TensorType) -> NodeID {
        var x = x
        while case .reshape = nodes[x].operation { x = nodes[x].operands[0] }
        if nodes[x].type.shape == type.shape { return x }
        return append(.reshape(type.shape), [x], type)
    }

    /// A broadcast of a broadcast, or of one with new axes of size 1, as one.
    private mutating func broadcast(_ x: NodeID, _ axes: [Int], _ type: TensorType) -> NodeID? {
        let inner = nodes[x]
        switch inner.operation {
        case .broadcast(_, let innerAxes):
            return append(.broadcast(type.shape, axes: innerAxes.map { axes[$0] }), inner.operands, type)
        case .reshape(let shape):
            let source = nodes[inner.operands[0]].type.shape.dimensions
            let places = shape.dimensions.indices.filter { shape.dimensions[$0] != 1 }
            guard places.map({ shape.dimensions[$0] }) == source else { return nil }
            return append(.broadcast(type.shape, axes: places.map { axes[$0] }), inner.operands, type)
        default: return nil
        }
    }
}
