import SumiGraph
import SumiTensor

/// What becomes of each node of a graph: which hold values of their own, and which are part of another's step.
struct Roles {
    enum Role {
        /// There before the first step: an input, a variable, a constant.
        case leaf
        /// The same elements as another node: a reshape.
        case alias
        /// Another node's elements repeated; element-wise readers repeat them as they read.
        case view(BroadcastRule, of: NodeID)
        /// Computed element by element, in one pass with its neighbours.
        case element
        /// A step of its own.
        case heavy
        /// A result of another node's step.
        case absorbed(by: NodeID)
    }

    let graph: Graph
    var roles: [Role] = []
    /// The node that holds each node's elements: itself, but for aliases.
    private(set) var roots: [NodeID] = []
    /// The nodes that read each root.
    var readers: [[NodeID]]
    /// Whether a root is an output or an update's value.
    private(set) var isKept: [Bool]
    /// What a product or convolution does to its result.
    var epilogues: [NodeID: FusedEpilogue] = [:]
    /// The gather that reads a window's maximum, by its windowArgMax.
    var maxima: [NodeID: NodeID] = [:]
    /// Convolutions and their gradients, by owner, that Winograd's method computes.
    var winograd: [NodeID: WinogradForward] = [:]
    var winogradGradients: [NodeID: WinogradGradient] = [:]
    /// The roots that a heavy node's step reads, where these are not the node's own operands.
    var stepOperands: [NodeID: [NodeID]] = [:]

    init(_ graph: Graph, _ winograd: WinogradRule?) {
        self.graph = graph
        readers = Array(repeating: [], count: graph.nodes.count)
        isKept = Array(repeating: false, count: graph.nodes.count)
        var (results, leaves): ([[Int]: NodeID], [Operation: NodeID]) = ([:], [:])
        for (id, node) in graph.nodes.enumerated() {
            var root = id
            var role = role(of: node)
            switch (role, node.operation) {
            case (.alias, _): root = roots[node.operands[0]]
            case (_, .input), (_, .variable):
                root = leaves[node.operation, default: id]
                leaves[node.operation] = root
            default: break
            }
            if case .result(let index) = node.operation {
                // One place holds a loop's result, however often the graph names it.
                root = results[[node.operands[0], index], default: id]
                results[[node.operands[0], index]] = root
                role = root == id ? .absorbed(by: node.operands[0]) : .alias
            }
            roots.append(root)
            roles.append(role)
            if root == id { for operand in node.operands { readers[roots[operand]].append(id) } }
        }
        for id in graph.outputs + graph.updates.map(\.value) { isKept[roots[id]] = true }
        for id in graph.nodes.indices { absorb(into: id) }
        if let winograd { absorbIntoWinograd(winograd) }
    }

    /// The roots that a heavy node's step reads.
    func operands(of heavy: NodeID) -> [NodeID] {
        if let operands = stepOperands[heavy] { return operands }
        return graph.nodes[heavy].operands.map { roots[$0] } + (epilogues[heavy]?.operands ?? [])
    }

    private func role(of node: Node) -> Role {
        func operand(_ index: Int) -> TensorType { graph.type(of: node.operands[index]) }
        switch node.operation {
        case .input, .variable, .constant: return .leaf
        case .reshape, .stopGradient: return .alias
        case .convert(let elementType): return operand(0).elementType == elementType ? .alias : .element
        case .unary, .binary, .compare, .select, .iota, .randomBits: return .element
        case .broadcast(let shape, let axes):
            guard let rule = BroadcastRule(from: operand(0).shape, to: shape, axes: axes) else { return .heavy }
            return rule == .contiguous ? .alias : .view(rule, of: roots[node.operands[0]])
        case .transpose(let permutation):
            let long = permutation.filter { operand(0).shape.dimensions[$0] != 1 }
            return long == long.sorted() ? .alias : .heavy
        case .slice, .pad, .reverse:
            let isWhole = node.type == operand(0)
            if case .slice = node.operation, isWhole { return .alias }
            if case .pad = node.operation, isWhole { return .alias }
            return .heavy
        case .reduce(_, let axes): return axes.allSatisfy { operand(0).shape.dimensions[$0] == 1 } ? .alias : .heavy
        case .concatenate: return node.operands.count == 1 ? .alias : .heavy
        case .gather, .scatterAdd, .argMax, .softmax, .logSoftmax, .dot, .convolution, .convolutionInputGradient,
            .convolutionKernelGradient, .windowArgMax, .windowAverage, .windowAverageGradient, .scan, .result:
            return .heavy
        }
    }

    /// The root that holds the result of a heavy node's step: after its epilogue, the maxima rather than their places.
    func result(of heavy: NodeID) -> NodeID {
        winograd[heavy]?.result ?? epilogues[heavy]?.result ?? maxima[heavy] ?? heavy
    }

    /// Whether a heavy node's step writes its result piece by piece, so that what follows can be done with each piece.
    func isPiecewise(_ heavy: NodeID) -> Bool {
        if let forward = winograd[heavy] { return !forward.plan.isCutByFilters }
        if winogradGradients[heavy] != nil { return false }
        let node = graph.nodes[heavy]
        func operand(_ index: Int) -> Shape { graph.type(of: node.operands[index]).shape }
        switch node.operation {
        case .gather, .scatterAdd, .windowArgMax, .windowAverage, .windowAverageGradient: return true
        case .convolution(let geometry):
            let plan = try? ConvolutionPlan(
                geometry, input: operand(0), kernel: operand(1), output: node.type.shape)
            return plan.map(isPiecewise) ?? false
        case .convolutionInputGradient(let geometry, let input):
            guard let plan = try? ConvolutionPlan(geometry, input: input, kernel: operand(1), output: operand(0)) else {
                return false
            }
            return isPiecewise(plan.inputGradient ?? plan)
        case .dot(let axes):
            let product = DotLayout(axes, operand(0), operand(1))
            return !product.isTransposed && ProductCut.isPiecewise(rows: product.rows)
        case .input, .variable, .constant, .iota, .randomBits, .unary, .binary, .compare, .select, .convert,
            .stopGradient, .reshape, .transpose, .broadcast, .slice, .pad, .concatenate, .reverse, .reduce, .argMax,
            .softmax, .logSoftmax, .convolutionKernelGradient, .scan, .result:
            return false
        }
    }

    private func isPiecewise(_ plan: ConvolutionPlan) -> Bool {
        plan.isProduct
            ? ProductCut.isPiecewise(rows: plan.layout.images * plan.layout.outputCells) : !plan.isCutByFilters
    }

    private mutating func absorb(into id: NodeID) {
        guard roots[id] == id else { return }
        switch graph.nodes[id].operation {
        case .dot(let axes):
            let node = graph.nodes[id]
            let product = DotLayout(
                axes, graph.type(of: node.operands[0]).shape, graph.type(of: node.operands[1]).shape)
            if !product.isTransposed { absorbEpilogue(into: id, columns: product.columns, takesAddend: true) }
        case .convolution(let geometry):
            let filters = graph.type(of: id).shape.dimensions.last ?? 1
            let channels = graph.type(of: graph.nodes[id].operands[0]).shape.dimensions.last ?? 1
            let isByChannel = ConvolutionPlan.isByChannel(groups: geometry.groups, channels: channels, filters: filters)
            absorbEpilogue(into: id, columns: filters, takesAddend: geometry.groups == 1 && !isByChannel)
        case .windowArgMax: absorbMaximum(into: id)
        default: return
        }
    }

    /// `relu(product + bias + addend)`, any part optional.
    private mutating func absorbEpilogue(into id: NodeID, columns: Int, takesAddend: Bool) {
        var epilogue = FusedEpilogue(result: id)
        for _ in 0..<2 {
            guard let sum = onlyReader(of: epilogue.result), case .binary(.add) = graph.nodes[sum].operation,
                let other = graph.nodes[sum].operands.map({ roots[$0] }).first(where: { $0 != epilogue.result })
            else { break }
            if epilogue.bias == nil, epilogue.addend == nil,
                case .view(BroadcastRule(count: columns), let source) = roles[other], isThere(source, before: id),
                graph.type(of: source).shape.count == columns
            {
                epilogue.bias = source
            } else if takesAddend, epilogue.addend == nil, isThere(other, before: id), hasMemory(other) {
                epilogue.addend = other
            } else {
                break
            }
            absorb(sum, of: &epilogue, into: id)
        }
        if let reader = onlyReader(of: epilogue.result), case .unary(.relu) = graph.nodes[reader].operation {
            epilogue.hasReLU = true
            absorb(reader, of: &epilogue, into: id)
        }
        guard epilogue.result != id else { return }
        for root in epilogue.operands { readers[root].append(id) }
        epilogues[id] = epilogue
    }

    /// Whether a root's value can be there before a later node's step, since it does not depend on it.
    private func isThere(_ root: NodeID, before id: NodeID) -> Bool {
        if case .leaf = roles[root] { return true }
        return root < id
    }

    /// Whether a root's elements lie in memory as they are, in any case.
    private func hasMemory(_ root: NodeID) -> Bool {
        switch roles[root] {
        case .leaf: graph.type(of: root).shape.count > 1
        case .heavy, .absorbed: true
        // What one step alone reads is computed there.
        case .element: readers[root].count > 1 || isKept[root]
        case .view, .alias: false
        }
    }

    /// Makes the next node after a product part of its step, which now reads what the node adds.
    private mutating func absorb(_ node: NodeID, of epilogue: inout FusedEpilogue, into id: NodeID) {
        roles[node] = .absorbed(by: id)
        for operand in graph.nodes[node].operands where roots[operand] != epilogue.result {
            readers[roots[operand]].removeAll { $0 == node }
        }
        epilogue.result = node
    }

    /// The gather that reads each window's maximum where the arg-max has just found it.
    private mutating func absorbMaximum(into id: NodeID) {
        let image = roots[graph.nodes[id].operands[0]]
        let (windows, cells) = (graph.type(of: id).shape, graph.type(of: graph.nodes[id].operands[0]).shape)
        for reader in readers[id] {
            let node = graph.nodes[reader]
            guard case .gather(.elements(axis: 1)) = node.operation, roots[node.operands[0]] == image,
                roots[node.operands[1]] == id
            else { continue }
            let values = graph.type(of: node.operands[0]).shape.dimensions
            guard values.count == 3, values[0] == cells.dimensions[0], values[2] == cells.dimensions.last,
                node.type.shape.count == windows.count
            else { continue }
            roles[reader] = .absorbed(by: id)
            maxima[id] = reader
            return
        }
    }
}
