import SumiTensor

extension Trace {
    /// The gradients of Σ `upstream` · `results` with respect to `sources`: zeros where a source has no part in it.
    ///
    /// One walk from the last node to the first. Gradients are traced tensors themselves and can be differentiated again.
    ///
    /// - Parameter upstream: one for each result, of its shape; all ones where `nil`.
    public func gradients(
        of results: [TracedTensor], withRespectTo sources: [TracedTensor], upstream: [TracedTensor]? = nil
    ) -> [TracedTensor] {
        guard failure == nil else { return sources.map { _ in failed } }
        let (results, sources) = (results.map(local), sources.map(local))
        let seeds = upstream?.map(local) ?? results.map { constant(1).broadcast(to: $0.shape) }
        guard failure == nil else { return sources.map { _ in failed } }
        guard seeds.count == results.count else {
            fail("gradient of \(results.count) results from \(seeds.count) upstream gradients: one for each is needed")
            return sources.map { _ in failed }
        }
        for (result, seed) in zip(results, seeds) where result.type != seed.type || !result.elementType.isFloatingPoint
        {
            fail("gradient of a result of \(result.type) from an upstream gradient of \(seed.type): both must be equal")
            return sources.map { _ in failed }
        }
        let found = cotangents(of: results, sources: sources, upstream: seeds)
        return zip(sources, found).map { $1 ?? zeros($0.type) }
    }

    /// ``gradients(of:withRespectTo:upstream:)``, but `nil` where a source has no part in the results.
    package func cotangents(of results: [TracedTensor], sources: [TracedTensor], upstream: [TracedTensor])
        -> [TracedTensor?]
    {
        guard failure == nil else { return sources.map { _ in failed } }
        let count = nodes.count
        let isOnPath = nodesThatDepend(on: sources)
        var collected = [[Int: TracedTensor]](repeating: [:], count: count)

        func add(_ dy: TracedTensor, to id: NodeID, result: Int) {
            collected[id][result] = collected[id][result].map { $0 + dy } ?? dy
        }
        for (result, dy) in zip(results, upstream) where isOnPath[result.id] { add(dy, to: result.id, result: 0) }

        for id in stride(from: count - 1, through: 0, by: -1) where isOnPath[id] && !collected[id].isEmpty {
            let node = nodes[id]
            let last = collected[id].keys.max() ?? 0
            let dys = (0...last).map { collected[id][$0] }
            let needed = node.operands.map { isOnPath[$0] }
            guard needed.contains(true) else { continue }
            let found = node.operation.gradient(
                operands: node.operands.map(tensor), result: tensor(id), dys: dys, needed: needed)
            for (index, dx) in found.enumerated() where needed[index] {
                if let dx { add(dx, to: node.operands[index], result: node.operation.resultIndex) }
            }
        }
        return sources.map { $0.isFailed ? nil : collected[$0.id][0] }
    }

    /// Whether each node's value changes with one of `sources`, through numbers that can change a little.
    private func nodesThatDepend(on sources: [TracedTensor]) -> [Bool] {
        var depends = [Bool](repeating: false, count: nodes.count)
        for source in sources where !source.isFailed { depends[source.id] = true }
        for (id, node) in nodes.enumerated() where !depends[id] && node.type.elementType.isFloatingPoint {
            depends[id] = node.operands.contains { depends[$0] }
        }
        return depends
    }
}
