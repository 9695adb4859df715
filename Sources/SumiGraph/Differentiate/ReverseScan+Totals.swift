import SumiTensor

// The sum over all rounds of nodes of a loop's gradient. Where a node is linear in its operands the sum moves to them;
// where it is a product of two values that differ from round to round, both are stacked and the product sums over the
// rounds as well, which is one large product instead of many small ones and a sum.

extension ReverseScan {
    /// Whether the sum over all rounds of this node is formed of the sums of its operands.
    private func isLinear(_ id: NodeID) -> Bool {
        guard id >= gradientStart, varies[id] else { return false }
        let node = joint.nodes[id]
        switch node.operation {
        case .binary(.add), .binary(.subtract), .unary(.negate), .transpose, .reshape, .slice, .concatenate, .reverse:
            return true
        case .pad(_, let value): return value == 0
        case .binary(.multiply): return node.operands.contains { !varies[$0] }
        default: return false
        }
    }

    /// The nodes whose sums over all rounds make up those of `roots`, operands first.
    func collectTotals(of roots: [NodeID]) -> [NodeID] {
        var found: Set<NodeID> = []
        var pending = roots
        while let id = pending.popLast() {
            guard found.insert(id).inserted, isLinear(id) else { continue }
            let operands = joint.nodes[id].operands
            if case .binary(.multiply) = joint.nodes[id].operation {
                pending += operands.filter { varies[$0] }
            } else {
                pending += operands
            }
        }
        return found.sorted()
    }

    /// The nodes that must be stacked to form the sum of one in `collectTotals`.
    func factors(of id: NodeID) -> [NodeID] {
        guard varies[id], !isLinear(id) else { return [] }
        let node = joint.nodes[id]
        guard id >= gradientStart else { return [id] }
        switch node.operation {
        case .reduce(.sum, _): return node.operands
        case .dot, .convolutionKernelGradient: return node.operands.allSatisfy { varies[$0] } ? node.operands : [id]
        default: return [id]
        }
    }

    /// The sums over all rounds of `totals`, which stand operands first.
    func values(ofTotals totals: [NodeID]) -> [NodeID: TracedTensor] {
        var sums: [NodeID: TracedTensor] = [:]
        for id in totals {
            let node = joint.nodes[id]
            if !varies[id] {
                sums[id] = invariant(id) * Double(scan.length)
            } else if isLinear(id) {
                let isProduct = node.operation == .binary(.multiply)
                let parts = node.operands.compactMap { isProduct && !varies[$0] ? invariant($0) : sums[$0] }
                sums[id] = outer.replay(node, parts)
            } else if factors(of: id) == [id] {
                sums[id] = stack(id).sum(axes: [0])
            } else {
                sums[id] = sum(of: node)
            }
        }
        return sums
    }

    /// The sum over all rounds of an operation that can take all rounds at once.
    private func sum(of node: Node) -> TracedTensor {
        let stacked = node.operands.map(stack)
        switch node.operation {
        case .reduce(.sum, let axes): return stacked[0].sum(axes: [0] + axes.map { $0 + 1 })
        case .dot(let axes):
            func shifted(_ axes: [Int]) -> [Int] { axes.map { $0 + 1 } }
            let rounds = DotAxes(
                leftBatch: shifted(axes.leftBatch), rightBatch: shifted(axes.rightBatch),
                leftContract: [0] + shifted(axes.leftContract), rightContract: [0] + shifted(axes.rightContract))
            return stacked[0].dot(stacked[1], rounds)
        case .convolutionKernelGradient(let geometry, let kernel):
            // A kernel's gradient sums over the batch: the rounds become part of it.
            let batches = stacked.map { stack in
                stack.reshaped(
                    Shape([scan.length * stack.shape.dimensions[1]] + stack.shape.dimensions.dropFirst(2)))
            }
            return batches[0].convolutionKernelGradient(dy: batches[1], geometry, kernel: kernel)
        default: return stacked[0].sum(axes: [0])
        }
    }
}
