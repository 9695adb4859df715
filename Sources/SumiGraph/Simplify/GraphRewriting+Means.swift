import SumiTensor

// Differences from a mean add up to nothing. The gradient of a normalization sums them once more, beside what its other
// sums need anyway.

extension GraphRewriting {
    /// A sum along `axes` without terms that add up to nothing; `nil` where there are none.
    mutating func sumWithoutDifferences(_ node: Node, _ axes: [Int]) -> NodeID? {
        let x = nodes[node.operands[0]]
        if addsUpToNothing(node.operands[0], along: axes) {
            let zero = Tensor(shape: [], doubles: [0], elementType: node.type.elementType)
            let scalar = append(.constant(zero), [], TensorType([], node.type.elementType))
            return append(.broadcast(node.type.shape, axes: []), [scalar], node.type)
        }
        switch x.operation {
        case .binary(.add) where addsUpToNothing(x.operands[0], along: axes):
            return append(node.operation, [x.operands[1]], node.type)
        case .binary(.add) where addsUpToNothing(x.operands[1], along: axes),
            .binary(.subtract) where addsUpToNothing(x.operands[1], along: axes):
            return append(node.operation, [x.operands[0]], node.type)
        default: return nil
        }
    }

    /// Whether a node is what tensors differ from their means over `axes`, each difference times a number that is the
    /// same along these.
    ///
    /// - Parameter depth: how many more operations are looked through.
    private func addsUpToNothing(_ id: NodeID, along axes: [Int], depth: Int = 4) -> Bool {
        let node = nodes[id]
        guard depth > 0 else { return false }
        func isNothing(_ operand: Int) -> Bool {
            addsUpToNothing(node.operands[operand], along: axes, depth: depth - 1)
        }
        switch node.operation {
        case .unary(.negate): return isNothing(0)
        case .binary(.multiply):
            return isSame(node.operands[0], along: axes) && isNothing(1)
                || isSame(node.operands[1], along: axes) && isNothing(0)
        case .binary(.divide): return isSame(node.operands[1], along: axes) && isNothing(0)
        case .binary(.subtract) where isMean(node.operands[1], of: node.operands[0], over: axes),
            .binary(.subtract) where isMean(node.operands[0], of: node.operands[1], over: axes):
            return true
        case .binary(.add), .binary(.subtract): return isNothing(0) && isNothing(1)
        default: return false
        }
    }

    /// Whether a tensor is the same number along `axes`.
    private func isSame(_ id: NodeID, along axes: [Int]) -> Bool {
        guard case .broadcast(_, let places) = nodes[id].operation else { return uniformValue(id) != nil }
        let sizes = nodes[nodes[id].operands[0]].type.shape.dimensions
        return zip(places, sizes).allSatisfy { !axes.contains($0) || $1 == 1 }
    }

    /// Whether a tensor is the mean of `x` over `axes`, repeated along these.
    private func isMean(_ id: NodeID, of x: NodeID, over axes: [Int]) -> Bool {
        guard case .broadcast(_, let places) = nodes[id].operation else { return false }
        let mean = nodes[id].operands[0], shape = nodes[x].type.shape.dimensions
        let kept = shape.indices.filter { !axes.contains($0) && shape[$0] != 1 }
        guard zip(places, nodes[mean].type.shape.dimensions).filter({ $1 != 1 }).map(\.0) == kept else { return false }
        let quotient = nodes[withoutReshapes(mean)]
        guard quotient.operands.count == 2, let number = uniformValue(quotient.operands[1]) else { return false }
        let count = Double(axes.reduce(1) { $0 * shape[$1] })
        switch quotient.operation {
        case .binary(.divide): guard number == count else { return false }
        case .binary(.multiply): guard Float(number) == Float(1 / count) else { return false }
        default: return false
        }
        let sum = nodes[withoutReshapes(quotient.operands[0])]
        guard case .reduce(.sum, let summed) = sum.operation else { return false }
        return summed == axes && sum.operands[0] == x
    }

    private func withoutReshapes(_ id: NodeID) -> NodeID {
        var id = id
        while case .reshape = nodes[id].operation { id = nodes[id].operands[0] }
        return id
    }
}
