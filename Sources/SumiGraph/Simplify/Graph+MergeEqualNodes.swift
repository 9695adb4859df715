import SumiTensor

extension Graph {
    /// The same graph in which equal operations on equal operands are one node. Random draws stay apart.
    func mergeEqualNodes() -> Graph {
        var known: [NodeKey: NodeID] = [:]
        return rewritten { node, new in
            guard let key = NodeKey(node) else { return nil }
            if let id = known[key] { return id }
            let id = new.append(node)
            known[key] = id
            return id
        }
    }
}

/// What two nodes must share to have the same value in every bit.
private enum NodeKey: Hashable {
    case node(Node)
    /// By bits, as 0 and −0 are equal numbers and NaN is not equal to itself.
    case constant(TensorType, bits: [UInt8])

    /// `nil` for nodes that must not be merged.
    init?(_ node: Node) {
        var node = node
        switch node.operation {
        case .randomBits: return nil
        case .constant(let value):
            self = .constant(node.type, bits: value.storage.withUnsafeBytes { Array($0) })
            return
        case .pad, .scan: if node.drawsRandomNumbers || node.isUnlikeItsEqual { return nil }
        case .binary(.add), .binary(.multiply), .binary(.and), .binary(.or), .compare(.equal), .compare(.notEqual):
            node.operands.sort()
        default: break
        }
        self = .node(node)
    }
}

extension Node {
    /// Whether this is a random draw, or a loop with one in its body.
    var drawsRandomNumbers: Bool {
        switch operation {
        case .randomBits: true
        case .scan(let scan): scan.body.nodes.contains(where: \.drawsRandomNumbers)
        default: false
        }
    }

    /// Whether the node may be equal to another that has not the same value: 0 and −0 are equal numbers.
    var isUnlikeItsEqual: Bool {
        switch operation {
        case .constant(let value): value.doubles.contains { $0 == 0 && $0.sign == .minus }
        case .pad(_, let value): value == 0 && value.sign == .minus
        case .scan(let scan): scan.body.nodes.contains(where: \.isUnlikeItsEqual)
        default: false
        }
    }
}
