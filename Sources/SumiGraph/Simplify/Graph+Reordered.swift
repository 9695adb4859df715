extension Graph {
    /// The same graph with only the nodes that outputs and updates need, operands first, where every reader of a
    /// replaced node reads its replacement.
    package func reordered(replacing replacements: [NodeID: NodeID] = [:]) -> Graph {
        func final(_ id: NodeID) -> NodeID {
            var id = id
            while let next = replacements[id] { id = next }
            return id
        }
        var result = self
        result.nodes = []
        var places = [NodeID](repeating: -1, count: nodes.count)
        let roots = (outputs + updates.map(\.value)).map(final)
        // Depth first without recursion: a deep network must not exhaust the stack.
        for root in roots where places[root] < 0 {
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
}
