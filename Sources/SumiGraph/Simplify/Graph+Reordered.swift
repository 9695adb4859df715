extension Graph {
    /// The same graph with only the nodes that outputs and updates need, operands first, where every reader of a
    /// replaced node reads its replacement.
    ///
    /// Nodes keep their order but for operands that must move in front of their readers: a gradient stays beside the
    /// value it is formed of, and memory is free early.
    package func reordered(replacing replacements: [NodeID: NodeID] = [:]) -> Graph {
        func final(_ id: NodeID) -> NodeID {
            var id = id
            while let next = replacements[id] { id = next }
            return id
        }
        var result = self
        result.nodes = []
        var places = [NodeID](repeating: -1, count: nodes.count)
        for root in needed(final) where places[root] < 0 {
            // Depth first without recursion: a deep network must not exhaust the stack.
            var stack: [(id: NodeID, next: Int)] = [(root, 0)]
            while let (id, next) = stack.last {
                let operands = nodes[id].operands
                if places[id] >= 0 {
                    stack.removeLast()
                } else if next < operands.count {
                    stack[stack.count - 1].next += 1
                    let operand = final(operands[next])
                    if places[operand] < 0 { stack.append((operand, 0)) }
                } else {
                    var node = nodes[id]
                    node.operands = operands.map { places[final($0)] }
                    places[id] = result.nodes.count
                    result.nodes.append(node)
                    stack.removeLast()
                }
            }
        }
        result.outputs = outputs.map { places[final($0)] }
        result.updates = updates.map { Update(variable: $0.variable, value: places[final($0.value)]) }
        return result
    }

    /// The nodes that outputs and updates need, in order.
    private func needed(_ final: (NodeID) -> NodeID) -> [NodeID] {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        var pending = (outputs + updates.map(\.value)).map(final)
        while let id = pending.popLast() {
            if isNeeded[id] { continue }
            isNeeded[id] = true
            pending += nodes[id].operands.map(final)
        }
        return nodes.indices.filter { isNeeded[$0] }
    }
}
