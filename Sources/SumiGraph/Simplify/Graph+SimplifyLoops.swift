import SumiTensor

extension Graph {
    /// The same graph in which loops carry, read and stack only what is used, and their bodies are simplified.
    func simplifyLoops() -> Graph {
        guard nodes.contains(where: { if case .scan = $0.operation { true } else { false } }) else { return self }
        var used: [NodeID: Set<Int>] = [:]
        for node in nodes {
            if case .result(let index) = node.operation { used[node.operands[0], default: []].insert(index) }
        }
        // `rewritten` tells a rule the new nodes only: loops come in the order in which they stand.
        var loops = nodes.indices.filter { if case .scan = nodes[$0].operation { true } else { false } }[...]
        var resultPlaces: [NodeID: [Int: Int]] = [:]
        return rewritten { node, new in
            switch node.operation {
            case .scan(let scan):
                guard let old = loops.popFirst() else { return nil }
                let smaller = SmallerLoop(scan, node.operands, used: used[old] ?? [], around: new)
                let id = new.append(.scan(smaller.scan), smaller.operands, node.type)
                resultPlaces[id] = smaller.resultPlaces
                return id
            case .result(let index):
                guard let place = resultPlaces[node.operands[0]]?[index] else { return nil }
                return new.append(.result(place), node.operands, node.type)
            default: return nil
            }
        }
    }
}

/// A loop without what nothing reads.
private struct SmallerLoop {
    private(set) var scan: Scan
    private(set) var operands: [NodeID]
    /// Where each result that is used stands now.
    private(set) var resultPlaces: [Int: Int] = [:]

    init(_ scan: Scan, _ operands: [NodeID], used: Set<Int>, around new: GraphRewriting) {
        (self.scan, self.operands) = (scan, operands)
        inlineConstants(new)
        self.scan.body = self.scan.body.simplified()
        dropUnused(used)
    }

    /// Captured values that are constants, or captured twice, need no input of their own.
    private mutating func inlineConstants(_ new: GraphRewriting) {
        let first = scan.carries + scan.sequences
        var captures: [NodeID: Int] = [:]
        var replaced: [Int: Operation] = [:]
        for index in first..<max(first, operands.count) {
            let operand = new[operands[index]]
            if case .constant(let value) = operand.operation, value.count <= Graph.largestFolded {
                replaced[index] = operand.operation
            } else if let earlier = captures[operands[index]] {
                replaced[index] = .input(earlier)
            } else {
                captures[operands[index]] = index
            }
        }
        guard !replaced.isEmpty else { return }
        for id in scan.body.nodes.indices {
            if case .input(let index) = scan.body.nodes[id].operation, let operation = replaced[index] {
                scan.body.nodes[id].operation = operation
            }
        }
    }

    /// Drops results that are not `used`, carries that reach none of them, and inputs that the body does not read.
    private mutating func dropUnused(_ used: Set<Int>) {
        let kept = liveCarries(used)
        let outputs = scan.body.outputs.indices.filter { $0 < scan.carries ? kept.contains($0) : used.contains($0) }
        for (place, index) in outputs.enumerated() { resultPlaces[index] = place }
        scan.body.outputs = outputs.map { scan.body.outputs[$0] }
        scan.body = scan.body.dropUnused()
        let read = Set(scan.body.nodes.compactMap(\.inputIndex))
        let inputs = operands.indices.filter { $0 < scan.carries ? kept.contains($0) : read.contains($0) }
        let places = Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1, $0) })
        for id in scan.body.nodes.indices {
            if let index = scan.body.nodes[id].inputIndex, let place = places[index] {
                scan.body.nodes[id].operation = .input(place)
            }
        }
        let carriesAndSequences = scan.carries + scan.sequences
        scan.sequences = inputs.count { $0 >= scan.carries && $0 < carriesAndSequences }
        scan.carries = kept.count
        scan.body.inputs = inputs.map { scan.body.inputs[$0] }
        operands = inputs.map { operands[$0] }
    }

    /// Carries that are read at the end, or by what computes others that are.
    private func liveCarries(_ used: Set<Int>) -> Set<Int> {
        let body = scan.body
        var live = Set((0..<scan.carries).filter(used.contains))
        var isRead = [Bool](repeating: false, count: body.nodes.count)
        var pending = live.map { body.outputs[$0] } + used.filter { $0 >= scan.carries }.map { body.outputs[$0] }
        while let id = pending.popLast() {
            if isRead[id] { continue }
            isRead[id] = true
            pending += body.nodes[id].operands
            if let index = body.nodes[id].inputIndex, index < scan.carries, live.insert(index).inserted {
                pending.append(body.outputs[index])
            }
        }
        return live
    }
}

extension Node {
    fileprivate var inputIndex: Int? {
        if case .input(let index) = operation { return index }
        return nil
    }
}
