import SumiGraph
import SumiTensor

/// A graph whose values that follow from variables alone are variables too: they are computed when one of the variables
/// has changed, not in each run.
struct KeptValues {
    /// A value that follows from variables alone.
    struct Value {
        /// Computes it as its only output from the first graph's variables.
        var graph: Graph
        /// The same with no other variables than the ones it reads, and these.
        var definition: Graph
        var sources: [Int]
    }

    /// The graph; value `k` is its variable `count + k`, where the first graph has `count` of them.
    private(set) var graph: Graph
    private(set) var values: [Value] = []

    init(_ graph: Graph) {
        self.graph = graph
        let isFixed = graph.isFixed
        guard graph.nodes.indices.contains(where: { isFixed[$0] && !graph.nodes[$0].isAtHand }) else { return }
        var kept: [NodeID] = []
        var isSeen = [Bool](repeating: false, count: graph.nodes.count)
        var pending = graph.outputs + graph.updates.map(\.value)
        while let id = pending.popLast() {
            if isSeen[id] { continue }
            isSeen[id] = true
            if isFixed[id], !graph.nodes[id].isAtHand, let value = Self.value(of: id, graph) {
                kept.append(id)
                values.append(value)
            } else {
                pending += graph.nodes[id].operands
            }
        }
        guard !kept.isEmpty else { return }
        for id in kept {
            let type = graph.type(of: id)
            self.graph.nodes[id].operation = .variable(self.graph.variables.count)
            self.graph.nodes[id].operands = []
            self.graph.variables.append(Parameter("computed \(self.graph.variables.count)", type))
        }
        self.graph = self.graph.reordered()
    }

    /// Values of more elements than this and than all they are made of are computed in each run.
    private static let alwaysKept = 4096

    private static func value(of root: NodeID, _ graph: Graph) -> Value? {
        var needed: Set<NodeID> = [root]
        var pending = [root]
        while let id = pending.popLast() {
            for operand in graph.nodes[id].operands where needed.insert(operand).inserted { pending.append(operand) }
        }
        let order = needed.sorted()
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var whole = graph
        whole.nodes = order.map { id in
            var node = graph.nodes[id]
            node.operands = node.operands.compactMap { places[$0] }
            return node
        }
        (whole.inputs, whole.outputs, whole.updates) = ([], [order.count - 1], [])
        let sources = Set(whole.nodes.compactMap(\.variable)).sorted()
        let size = sources.reduce(0) { $0 + graph.variables[$1].type.shape.count }
        guard !sources.isEmpty, graph.type(of: root).shape.count <= max(size, alwaysKept) else { return nil }
        var definition = whole
        definition.variables = sources.map { graph.variables[$0] }
        for id in definition.nodes.indices {
            guard let index = whole.nodes[id].variable, let place = sources.firstIndex(of: index) else { continue }
            definition.nodes[id].operation = .variable(place)
        }
        return Value(graph: whole, definition: definition, sources: sources)
    }
}

extension Node {
    /// Whether the value is there without a step: a variable's or a constant's elements, repeated or reshaped.
    fileprivate var isAtHand: Bool {
        switch operation {
        case .input, .variable, .constant, .broadcast, .reshape, .stopGradient: true
        default: false
        }
    }

    fileprivate var variable: Int? {
        if case .variable(let index) = operation { return index }
        return nil
    }
}
