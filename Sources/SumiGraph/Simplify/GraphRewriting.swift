import SumiTensor

/// A list of nodes that is written anew from an older one, operands first.
struct GraphRewriting {
    private(set) var nodes: [Node] = []

    mutating func append(_ operation: Operation, _ operands: [NodeID], _ type: TensorType) -> NodeID {
        append(Node(operation, operands, type))
    }

    mutating func append(_ node: Node) -> NodeID {
        nodes.append(node)
        return nodes.count - 1
    }

    /// Gives a node that is there another operation of the same meaning to those who read it.
    mutating func replaceOperation(of id: NodeID, with operation: Operation) { nodes[id].operation = operation }

    subscript(id: NodeID) -> Node { nodes[id] }

    /// The number that all elements of a node are, where it is a repeated scalar constant.
    func uniformValue(_ id: NodeID) -> Double? {
        var node = nodes[id]
        while true {
            switch node.operation {
            case .broadcast, .reshape, .transpose: node = nodes[node.operands[0]]
            case .constant(let value): return value.count == 1 ? value.doubles[0] : nil
            default: return nil
            }
        }
    }
}

extension Graph {
    /// A new graph, written node by node. The rule receives each node, its operands already those of the new list, and
    /// answers which new node takes its place; `nil` keeps the node as it is.
    func rewritten(_ rule: (_ node: Node, _ new: inout GraphRewriting) -> NodeID?) -> Graph {
        var new = GraphRewriting()
        var places: [NodeID] = []
        places.reserveCapacity(nodes.count)
        for node in nodes {
            var node = node
            for index in node.operands.indices { node.operands[index] = places[node.operands[index]] }
            places.append(rule(node, &new) ?? new.append(node))
        }
        var result = self
        result.nodes = new.nodes
        result.outputs = outputs.map { places[$0] }
        result.updates = updates.map { Update(variable: $0.variable, value: places[$0.value]) }
        return result
    }
}

extension Operation {
    /// Whether each element of the result is made of the operands' elements at the same place.
    package var isElementwise: Bool {
        switch self {
        case .unary, .binary, .compare, .select, .convert, .stopGradient: true
        default: false
        }
    }
}
