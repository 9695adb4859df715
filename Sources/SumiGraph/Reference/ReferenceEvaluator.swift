import SumiTensor

/// Walks a graph's nodes in order; forgets each value after its last use.
final class ReferenceEvaluator {
    private let graph: Graph
    /// Nodes whose values no later node needs once node `i` is done.
    private let expiring: [[NodeID]]
    /// One for each scan, by its node.
    private let bodies: [NodeID: ReferenceEvaluator]

    init(_ graph: Graph) {
        self.graph = graph
        var lastUse = [Int](repeating: -1, count: graph.nodes.count)
        for (id, node) in graph.nodes.enumerated() { for operand in node.operands { lastUse[operand] = id } }
        for id in graph.outputs + graph.updates.map(\.value) { lastUse[id] = graph.nodes.count }
        var expiring = [[NodeID]](repeating: [], count: graph.nodes.count)
        for (id, last) in lastUse.enumerated() where last >= 0 && last < graph.nodes.count { expiring[last].append(id) }
        self.expiring = expiring
        var bodies: [NodeID: ReferenceEvaluator] = [:]
        for (id, node) in graph.nodes.enumerated() {
            if case .scan(let scan) = node.operation { bodies[id] = ReferenceEvaluator(scan.body) }
        }
        self.bodies = bodies
    }

    func run(inputs: [ReferenceArray], variables: [ReferenceArray])
        -> (outputs: [ReferenceArray], updates: [ReferenceArray])
    {
        // One result for each node, but for scans, which have several.
        var results = [[ReferenceArray]](repeating: [], count: graph.nodes.count)
        for (id, node) in graph.nodes.enumerated() {
            let operands = node.operands
            switch node.operation {
            case .input(let index): results[id] = [inputs[index]]
            case .variable(let index): results[id] = [variables[index]]
            case .result(let index): results[id] = [results[operands[0]][index]]
            case .scan(let scan):
                guard let body = bodies[id] else { continue }
                results[id] = scan.run(operands.map { results[$0][0] }, body)
            default: results[id] = [node.operation.evaluate(operands.map { results[$0][0] }, node.type)]
            }
            for expired in expiring[id] { results[expired] = [] }
        }
        return (graph.outputs.map { results[$0][0] }, graph.updates.map { results[$0.value][0] })
    }
}

extension Scan {
    /// The final carries, then the stacked outputs.
    fileprivate func run(_ operands: [ReferenceArray], _ evaluator: ReferenceEvaluator) -> [ReferenceArray] {
        var current = Array(operands[..<carries])
        let captured = operands[(carries + sequences)...]
        var stacks = (carries..<body.outputs.count).map { index in
            let type = type(ofResult: index)
            return ReferenceArray(type, [Double](repeating: 0, count: type.shape.count))
        }
        for round in 0..<length {
            let place = isReversed ? length - 1 - round : round
            let elements = (carries..<carries + sequences).map { index in
                let type = body.inputs[index].type
                let size = type.shape.count
                return ReferenceArray(type, Array(operands[index].values[place * size..<(place + 1) * size]))
            }
            let outputs = evaluator.run(inputs: current + elements + captured, variables: []).outputs
            current = Array(outputs[..<carries])
            for (index, output) in outputs[carries...].enumerated() {
                let start = place * output.values.count
                stacks[index].values.replaceSubrange(start..<start + output.values.count, with: output.values)
            }
        }
        return current + stacks
    }
}
