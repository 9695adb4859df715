import SumiTensor

extension Graph {
    /// The same graph in which repeated values are computed with before they are repeated:
    /// f(broadcast(a), broadcast(b)) is broadcast(f(a, b)), and a repeated number is the same wherever it is moved.
    func raiseBroadcasts() -> Graph {
        rewritten { node, new in
            if node.operation.isMovement, let scalar = new.uniformScalar(node.operands[0]) {
                return new.repeated(scalar, node.type.shape)
            }
            guard node.operation.isElementwise,
                let first = node.operands.first(where: { !new.isUniform($0) }) ?? node.operands.first,
                let axes = new.broadcastAxes(first)
            else { return nil }
            let source = new[new[first].operands[0]].type.shape
            var operands: [NodeID] = []
            for id in node.operands {
                if new.broadcastAxes(id) == axes, new[new[id].operands[0]].type.shape == source {
                    operands.append(new[id].operands[0])
                } else if let scalar = new.uniformScalar(id) {
                    operands.append(new.repeated(scalar, source))
                } else {
                    return nil
                }
            }
            let small = new.append(node.operation, operands, TensorType(source, node.type.elementType))
            return new.append(.broadcast(node.type.shape, axes: axes), [small], node.type)
        }
    }
}

extension Operation {
    /// Whether the result consists of elements of the only operand.
    fileprivate var isMovement: Bool {
        switch self {
        case .reshape, .transpose, .slice, .reverse: true
        default: false
        }
    }
}

extension GraphRewriting {
    fileprivate func isUniform(_ id: NodeID) -> Bool { uniformScalar(id) != nil }

    /// The axes of a node that repeats a smaller one.
    fileprivate func broadcastAxes(_ id: NodeID) -> [Int]? {
        guard case .broadcast(let shape, let axes) = nodes[id].operation,
            nodes[nodes[id].operands[0]].type.shape.count < shape.count
        else { return nil }
        return axes
    }

    /// The constant of one element that a node repeats.
    fileprivate func uniformScalar(_ id: NodeID) -> NodeID? {
        var id = id
        while true {
            switch nodes[id].operation {
            case .broadcast, .reshape, .transpose: id = nodes[id].operands[0]
            case .constant(let value): return value.count == 1 ? id : nil
            default: return nil
            }
        }
    }

    fileprivate mutating func repeated(_ scalar: NodeID, _ shape: Shape) -> NodeID {
        let type = nodes[scalar].type
        if type.shape == shape { return scalar }
        let axes = Array(shape.rank - min(shape.rank, type.shape.rank)..<shape.rank)
        if type.shape.rank <= shape.rank {
            return append(.broadcast(shape, axes: axes), [scalar], TensorType(shape, type.elementType))
        }
        let number = append(.reshape([]), [scalar], TensorType([], type.elementType))
        return append(.broadcast(shape, axes: []), [number], TensorType(shape, type.elementType))
    }
}
