import SumiGraph

/// Small shapes of graph that several fusions look for.
extension Roles {
    /// The only reader of a root whose value nobody else needs.
    func onlyReader(of root: NodeID) -> NodeID? {
        readers[root].count == 1 && !isKept[root] ? readers[root][0] : nil
    }

    /// The number that each element of a node is.
    func scalar(_ id: NodeID) -> Double? {
        var source = roots[id]
        if case .view(.scalar, let root) = roles[source] { source = root }
        guard case .constant(let value) = graph.nodes[source].operation, value.count == 1 else { return nil }
        return value.doubles[0]
    }

    /// `x` where the node is `x > 0`.
    func positivity(_ id: NodeID) -> NodeID? {
        let node = graph.nodes[id]
        guard case .compare(.greater) = node.operation, graph.type(of: node.operands[0]).elementType == .float32,
            scalar(node.operands[1]) == 0
        else { return nil }
        return roots[node.operands[0]]
    }

    /// Mask and value where the node is `mask ? value : 0`.
    func masked(_ id: NodeID) -> (mask: NodeID, value: NodeID)? {
        let node = graph.nodes[id]
        guard case .select = node.operation, node.type.elementType == .float32, scalar(node.operands[2]) == 0 else {
            return nil
        }
        return (roots[node.operands[0]], roots[node.operands[1]])
    }

    /// Value and factor where the node is a value times a number.
    func scaled(_ id: NodeID) -> (value: NodeID, factor: Double)? {
        let node = graph.nodes[id]
        guard case .binary(.multiply) = node.operation else { return nil }
        for (value, factor) in [(0, 1), (1, 0)] {
            if let number = scalar(node.operands[factor]) { return (roots[node.operands[value]], number) }
        }
        return nil
    }

    /// `value` masked by `x > 0`, where nobody else wants the mask: what reaches a ReLU's operand.
    func maskedByPositivity(_ id: NodeID) -> (mask: NodeID, x: NodeID, value: NodeID)? {
        guard case .element = roles[id], let masked = masked(id), let x = positivity(masked.mask),
            onlyReader(of: masked.mask) == id
        else { return nil }
        return (masked.mask, x, masked.value)
    }
}
