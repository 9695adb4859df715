import SumiTensor

extension Graph {
    /// The same graph in which sums are formed before they are multiplied by what is the same in all of their terms:
    /// Σ a · broadcast(b) is b · Σ a, and a sum of repeated values is a multiple.
    func raiseFactors() -> Graph {
        rewritten { node, new in
            guard case .reduce(let reduction, let axes) = node.operation, !axes.isEmpty else { return nil }
            let x = new[node.operands[0]]
            if reduction == .sum, let sum = new.sumWithoutDifferences(node, axes) { return sum }
            switch x.operation {
            case .broadcast: return new.reducedBroadcast(node, reduction, axes)
            case .unary(.negate) where reduction == .sum:
                let sum = new.append(node.operation, x.operands, node.type)
                return new.append(x.operation, [sum], node.type)
            case .binary(.multiply) where reduction == .sum:
                return new.sumOfProduct(node, axes, term: x.operands[0], factor: x.operands[1])
                    ?? new.sumOfProduct(node, axes, term: x.operands[1], factor: x.operands[0])
            case .binary(.divide) where reduction == .sum:
                return new.sumOfProduct(node, axes, term: x.operands[0], factor: x.operands[1])
            default: return nil
            }
        }
    }
}

extension GraphRewriting {
    /// What a broadcast repeats, repeated only along the axes that a reduction keeps; `nil` where it differs along one
    /// of the reduced `axes`.
    private mutating func lifted(_ id: NodeID, over axes: [Int], _ shape: Shape) -> NodeID? {
        let node = nodes[id]
        guard case .broadcast(_, let places) = node.operation else { return nil }
        var repeated = node.operands[0]
        let kept = zip(places, nodes[repeated].type.shape.dimensions).filter { !axes.contains($0.0) }
        guard Shape(kept.map(\.1)).count == nodes[repeated].type.shape.count else { return nil }
        if kept.count < places.count {
            let sizes = Shape(kept.map(\.1))
            repeated = append(.reshape(sizes), [repeated], TensorType(sizes, node.type.elementType))
        }
        let lower = kept.map { place, _ in place - axes.count { $0 < place } }
        return append(.broadcast(shape, axes: lower), [repeated], TensorType(shape, node.type.elementType))
    }

    /// Σ term · factor, or term / factor, as (Σ term) · factor.
    fileprivate mutating func sumOfProduct(_ node: Node, _ axes: [Int], term: NodeID, factor: NodeID) -> NodeID? {
        guard let lifted = lifted(factor, over: axes, node.type.shape) else { return nil }
        let product = nodes[node.operands[0]].operation
        let sum = append(node.operation, [term], node.type)
        return append(product, [sum, lifted], node.type)
    }

    /// A reduction of equal values: their multiple, or any of them.
    fileprivate mutating func reducedBroadcast(_ node: Node, _ reduction: Reduction, _ axes: [Int]) -> NodeID? {
        let x = nodes[node.operands[0]]
        let count = Shape(axes.map { x.type.shape.dimensions[$0] }).count
        guard count > 0, let lifted = lifted(node.operands[0], over: axes, node.type.shape) else { return nil }
        guard reduction == .sum else { return lifted }
        let number = Tensor(shape: [], doubles: [Double(count)], elementType: x.type.elementType)
        let scalar = append(.constant(number), [], TensorType([], x.type.elementType))
        let factor = append(.broadcast(node.type.shape, axes: []), [scalar], node.type)
        return append(.binary(.multiply), [lifted, factor], node.type)
    }
}
