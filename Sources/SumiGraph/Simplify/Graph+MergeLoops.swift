extension Graph {
    /// The same graph in which loops over the same operands with the same body are one, which stacks what any of them
    /// stacks: a loop and the extended one that its gradient reads, of first and second derivatives.
    func mergeLoops() -> Graph {
        var known: [LoopKey: NodeID] = [:]
        /// For a loop that has become part of another: which one, and where its results stand there.
        var merges: [NodeID: (loop: NodeID, places: [Int])] = [:]
        return rewritten { node, new in
            switch node.operation {
            case .scan(let scan):
                if node.isUnlikeItsEqual { return nil }
                let key = LoopKey(scan, node.operands)
                guard let first = known[key], case .scan(var merged) = new[first].operation else {
                    known[key] = new.append(node)
                    return known[key]
                }
                var places = Array(0..<scan.carries)
                for output in scan.body.outputs[scan.carries...] {
                    let stacked = merged.body.outputs[scan.carries...].firstIndex(of: output)
                    places.append(stacked ?? merged.body.outputs.count)
                    if stacked == nil { merged.body.outputs.append(output) }
                }
                new.replaceOperation(of: first, with: .scan(merged))
                // A node of its own, unread in the end, tells this loop's readers from the first one's.
                let stand = new.append(Node(.scan(merged), node.operands, node.type))
                merges[stand] = (first, places)
                return stand
            case .result(let index):
                guard let merge = merges[node.operands[0]] else { return nil }
                return new.append(.result(merge.places[index]), [merge.loop], node.type)
            default: return nil
            }
        }
    }
}

/// What two loops must share to run as one.
private struct LoopKey: Hashable {
    var operands: [NodeID]
    var scan: Scan

    init(_ scan: Scan, _ operands: [NodeID]) {
        self.operands = operands
        self.scan = scan
        self.scan.body.outputs.removeSubrange(scan.carries...)
    }
}
