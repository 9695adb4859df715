import SumiTensor

extension Graph {
    /// The same graph in which a product with weights takes in what its result is multiplied by and what is added to
    /// it, filter by filter: conv(x, W) · s + t as conv(x, W · s) + t, where a run changes none of W, s and t.
    ///
    /// So batch normalization at inference becomes part of the convolution before it, transposed between or not. The
    /// result is the same but for rounding: each weight is rounded once more. Where someone else reads what lies between,
    /// nothing is folded.
    package func foldScales() -> Graph {
        let folds = ScaledProduct.all(in: self)
        if folds.isEmpty { return self }
        var places: [NodeID] = []
        return rewritten { node, new in
            let place = folds[places.count]?.append(to: &new, places) ?? new.append(node)
            places.append(place)
            return place
        }.simplified()
    }
}

/// A product with fixed weights, and the fixed values that its result is multiplied by, divided by and added to.
private struct ScaledProduct {
    /// A fixed value that repeats along all axes but the weights' own.
    struct Vector {
        /// The node that is repeated.
        let node: NodeID
        /// Which of the product's shared axes each axis of the node is that is longer than 1; `nil` where the node has
        /// the elements of all of them, in order.
        let axes: [Int]?
    }

    private let node: Node
    /// Which operand of the product the weights are.
    private let weights: Int
    /// The axes that result and weights share, as the result and as the weights number them.
    private let resultAxes: [Int]
    private let weightAxes: [Int]
    private var chain: [(operation: BinaryOperation, vector: Vector)] = []
    /// Where the shared axes stand after the transpositions between the product and the chain's end, and these.
    private var turnedAxes: [Int]
    private var transpositions: [Node] = []

    private var scales: Bool { chain.contains { $0.operation == .multiply || $0.operation == .divide } }
    private var sharedShape: Shape { Shape(resultAxes.map { node.type.shape.dimensions[$0] }) }

    /// The scaled copy of larger weights would take more memory than it saves time: reading them is what such a
    /// product does most.
    private static let mostWeights = 1 << 22

    /// All that can be folded, by the last node that goes into each.
    static func all(in graph: Graph) -> [NodeID: ScaledProduct] {
        let isFixed = graph.isFixed
        let uses = graph.useCounts
        var readers: [NodeID: NodeID] = [:]
        for (id, node) in graph.nodes.enumerated() { for operand in node.operands { readers[operand] = id } }
        var result: [NodeID: ScaledProduct] = [:]
        for id in graph.nodes.indices {
            guard var product = ScaledProduct(graph, id, isFixed) else { continue }
            var (last, found) = (id, product)
            var end = id
            while uses[last] == 1, let reader = readers[last] {
                if case .transpose(let permutation) = graph.nodes[reader].operation {
                    product.transpose(graph.nodes[reader], permutation)
                } else if let link = product.link(graph, reader, last, isFixed) {
                    product.chain.append(link)
                    (found, end) = (product, reader)
                } else {
                    break
                }
                last = reader
            }
            if found.scales { result[end] = found }
        }
        return result
    }

    /// `nil` where the node is no product of a value that changes with weights that do not.
    private init?(_ graph: Graph, _ id: NodeID, _ isFixed: [Bool]) {
        node = graph.nodes[id]
        let rank = node.type.shape.rank
        let weights: Int
        switch node.operation {
        case .convolution: (weights, resultAxes, weightAxes) = (1, [rank - 1], [rank - 1])
        case .convolutionInputGradient(let geometry, _):
            guard geometry.groups == 1 else { return nil }
            (weights, resultAxes, weightAxes) = (1, [rank - 1], [rank - 2])
        case .dot(let axes):
            let (left, right) = (graph.type(of: node.operands[0]).shape, graph.type(of: node.operands[1]).shape)
            let leftFree = axes.leftFree(rank: left.rank)
            weights = isFixed[node.operands[1]] ? 1 : 0
            weightAxes = weights == 1 ? axes.rightFree(rank: right.rank) : leftFree
            let first = axes.leftBatch.count + (weights == 1 ? leftFree.count : 0)
            resultAxes = weightAxes.indices.map { first + $0 }
        default: return nil
        }
        (self.weights, turnedAxes) = (weights, resultAxes)
        guard isFixed[node.operands[weights]], !isFixed[node.operands[1 - weights]],
            graph.type(of: node.operands[weights]).shape.count <= Self.mostWeights
        else { return nil }
    }

    private mutating func transpose(_ node: Node, _ permutation: [Int]) {
        transpositions.append(node)
        turnedAxes = turnedAxes.compactMap { permutation.firstIndex(of: $0) }
    }

    /// What `reader` does to the value of `last`, where that can be folded.
    private func link(_ graph: Graph, _ reader: NodeID, _ last: NodeID, _ isFixed: [Bool]) -> (
        BinaryOperation, Vector
    )? {
        let operands = graph.nodes[reader].operands
        guard case .binary(let operation) = graph.nodes[reader].operation, operands.count == 2 else { return nil }
        switch operation {
        case .add, .multiply: break
        case .subtract, .divide: if operands[0] != last { return nil }
        case .power, .maximum, .minimum, .and, .or, .shiftRight: return nil
        }
        let other = operands[0] == last ? operands[1] : operands[0]
        guard isFixed[other], let vector = vector(graph, other) else { return nil }
        return (operation, vector)
    }

    /// A node of the result's shape as what differs along the weights' axes alone.
    private func vector(_ graph: Graph, _ id: NodeID) -> Vector? {
        let other = graph.nodes[id]
        if case .broadcast(_, let axes) = other.operation {
            let source = graph.type(of: other.operands[0]).shape
            let long = axes.indices.filter { source.dimensions[$0] != 1 }
            let shared = long.compactMap { turnedAxes.firstIndex(of: axes[$0]) }
            guard shared.count == long.count, shared == shared.sorted() else { return nil }
            return Vector(node: other.operands[0], axes: shared)
        }
        guard other.type.shape.count == sharedShape.count, turnedAxes == turnedAxes.sorted() else { return nil }
        return Vector(node: id, axes: nil)
    }

    // MARK: Writing

    /// Writes the folded product; `places` says where the older nodes stand in the new graph.
    func append(to new: inout GraphRewriting, _ places: [NodeID]) -> NodeID {
        var (scale, shift): (NodeID?, NodeID?)
        for (operation, vector) in chain {
            let value = shared(vector, &new, places)
            func apply(_ operation: BinaryOperation, to present: NodeID) -> NodeID {
                new.append(.binary(operation), [present, value], TensorType(sharedShape))
            }
            switch operation {
            case .multiply, .divide:
                scale = apply(operation, to: scale ?? number(1, &new))
                shift = shift.map { apply(operation, to: $0) }
            default: shift = apply(operation, to: shift ?? number(0, &new))
            }
        }
        var product = node
        product.operands = node.operands.map { places[$0] }
        let weights = product.operands[self.weights]
        if let scale {
            let type = new[weights].type
            let factors = new.append(.broadcast(type.shape, axes: weightAxes), [scale], type)
            product.operands[self.weights] = new.append(.binary(.multiply), [weights, factors], type)
        }
        var result = new.append(product)
        if let shift {
            let terms = new.append(.broadcast(node.type.shape, axes: resultAxes), [shift], node.type)
            result = new.append(.binary(.add), [result, terms], node.type)
        }
        for node in transpositions { result = new.append(node.operation, [result], node.type) }
        return result
    }

    /// A vector with all of the shared axes.
    private func shared(_ vector: Vector, _ new: inout GraphRewriting, _ places: [NodeID]) -> NodeID {
        var id = places[vector.node]
        let shape = new[id].type.shape
        let long = vector.axes == nil ? sharedShape : Shape(shape.dimensions.filter { $0 != 1 })
        if shape != long { id = new.append(.reshape(long), [id], TensorType(long)) }
        guard let axes = vector.axes, long != sharedShape else { return id }
        return new.append(.broadcast(sharedShape, axes: axes), [id], TensorType(sharedShape))
    }

    private func number(_ value: Double, _ new: inout GraphRewriting) -> NodeID {
        let scalar = Tensor(shape: [], doubles: [value], elementType: .float32)
        let id = new.append(.constant(scalar), [], TensorType([]))
        return new.append(.broadcast(sharedShape, axes: []), [id], TensorType(sharedShape))
    }
}
