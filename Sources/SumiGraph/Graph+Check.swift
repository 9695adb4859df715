import SumiTensor

extension Graph {
    /// Whether the graph is one that an engine can run: operands stand before their users, and every type is what its
    /// operation makes of its operands.
    ///
    /// - Throws: ``EngineError`` with the first node that does not fit.
    package func check() throws(EngineError) {
        for (id, node) in nodes.enumerated() {
            let place = "node %\(id) (\(node.operation.name))"
            guard node.operands.allSatisfy({ $0 >= 0 && $0 < id }) else {
                throw EngineError("\(place) reads \(node.operands), which do not all stand before it")
            }
            if let arity = node.operation.arity, arity != node.operands.count {
                throw EngineError("\(place) takes \(arity) operands and has \(node.operands.count)")
            }
            if case .scan(let scan) = node.operation { try scan.body.check() }
            guard node.type.shape.count <= Self.largestCount else {
                throw EngineError("\(place) has \(node.type.shape.count) elements, more than an engine holds")
            }
            let expected = try expectedType(of: node, place)
            guard node.type == expected else {
                throw EngineError("\(place) is \(node.type) and its operands make \(expected)")
            }
        }
        for id in outputs where !nodes.indices.contains(id) {
            throw EngineError("output %\(id) is not among the \(nodes.count) nodes")
        }
        for update in updates {
            guard nodes.indices.contains(update.value), variables.indices.contains(update.variable),
                nodes[update.value].type == variables[update.variable].type
            else { throw EngineError("update of variable \(update.variable) by %\(update.value) does not fit") }
        }
    }

    /// 2^36 elements take 256 GiB as float32: a mistake in a size, not a tensor.
    private static let largestCount = 1 << 36

    private func expectedType(of node: Node, _ place: String) throws(EngineError) -> TensorType {
        switch node.operation {
        case .input(let index):
            guard inputs.indices.contains(index) else { throw EngineError("\(place): there is no input \(index)") }
            return inputs[index].type
        case .variable(let index):
            guard variables.indices.contains(index) else {
                throw EngineError("\(place): there is no variable \(index)")
            }
            return variables[index].type
        case .result(let index):
            guard case .scan(let scan) = nodes[node.operands[0]].operation, scan.body.outputs.indices.contains(index)
            else { throw EngineError("\(place): its operand is no scan with a result \(index)") }
            return scan.type(ofResult: index)
        default:
            do throws(ShapeError) {
                return try node.operation.resultType(node.operands.map { nodes[$0].type })
            } catch {
                throw EngineError("\(place): \(error)")
            }
        }
    }
}
