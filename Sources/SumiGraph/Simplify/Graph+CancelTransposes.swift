import SumiTensor

extension Graph {
    /// The same graph in which a transposition of a transposition is one, or none, and a repeated value is repeated
    /// along the right axes in the first place.
    func mergeTransposes() -> Graph {
        rewritten { node, new in
            guard case .transpose(let permutation) = node.operation else { return nil }
            return new.transposed(node.operands[0], permutation, node.type)
        }
    }

    /// The same graph in which transpositions have moved towards the end, through what treats all axes alike, so that
    /// they meet others and cancel: of several channels-first layers one at each end remains. Where that would not
    /// leave less to transpose, the graph stays as it is.
    func moveTransposes() -> Graph {
        guard nodes.contains(where: \.isTransposition) else { return self }
        let moved = rewritten { node, new in
            switch node.operation {
            case .transpose(let permutation): return new.transposed(node.operands[0], permutation, node.type)
            case .unary, .binary, .compare, .select, .convert, .stopGradient: return new.elementwiseBelow(node)
            case .reduce(let reduction, let axes): return new.reduceBelow(node, reduction, axes)
            case .concatenate(let axis): return new.concatenateBelow(node, axis)
            case .slice, .pad, .reverse, .softmax, .logSoftmax: return new.alongAxesBelow(node)
            default: return nil
            }
        }.dropUnused()
        return moved.transposedElements < transposedElements ? moved : self
    }

    /// How many elements all transpositions move.
    private var transposedElements: Int {
        nodes.reduce(0) { $0 + ($1.isTransposition ? $1.type.shape.count : 0) }
    }
}

extension Node {
    fileprivate var isTransposition: Bool {
        if case .transpose = operation { return true }
        return false
    }
}

extension GraphRewriting {
    /// The permutation and the operand of a transposition.
    private func transposition(_ id: NodeID) -> (permutation: [Int], operand: NodeID)? {
        guard case .transpose(let permutation) = nodes[id].operation else { return nil }
        return (permutation, nodes[id].operands[0])
    }

    /// `x` with its axes in another order, without a transposition where none is needed.
    fileprivate mutating func transposed(_ x: NodeID, _ permutation: [Int], _ type: TensorType) -> NodeID {
        if permutation == Array(permutation.indices) { return x }
        if let inner = transposition(x) {
            return transposed(inner.operand, permutation.map { inner.permutation[$0] }, type)
        }
        if case .broadcast(_, let axes) = nodes[x].operation {
            let places = axes.compactMap { permutation.firstIndex(of: $0) }
            if places == places.sorted() {
                return append(.broadcast(type.shape, axes: places), nodes[x].operands, type)
            }
        }
        return append(.transpose(permutation), [x], type)
    }

    /// f(transpose(a), transpose(b)) as transpose(f(a, b)), where every operand is transposed alike or is repeated.
    fileprivate mutating func elementwiseBelow(_ node: Node) -> NodeID? {
        guard let (permutation, first) = node.operands.lazy.compactMap({ [self] in transposition($0) }).first else {
            return nil
        }
        let shape = nodes[first].type.shape
        var operands: [NodeID] = []
        for id in node.operands {
            if let (other, operand) = transposition(id), other == permutation {
                operands.append(operand)
            } else if case .broadcast(_, let axes) = nodes[id].operation {
                let places = axes.map { permutation[$0] }
                guard places == places.sorted() else { return nil }
                let type = TensorType(shape, nodes[id].type.elementType)
                operands.append(append(.broadcast(shape, axes: places), nodes[id].operands, type))
            } else {
                return nil
            }
        }
        let result = append(node.operation, operands, TensorType(shape, node.type.elementType))
        return append(.transpose(permutation), [result], node.type)
    }

    /// A reduction of a transposed value as one over the axes that these were before; the axes that stay may still
    /// have to change places.
    fileprivate mutating func reduceBelow(_ node: Node, _ reduction: Reduction, _ axes: [Int]) -> NodeID? {
        guard let (permutation, x) = transposition(node.operands[0]) else { return nil }
        let kept = permutation.indices.filter { !axes.contains($0) }.map { permutation[$0] }
        let order = kept.sorted()
        let type = TensorType(Shape(order.map { nodes[x].type.shape.dimensions[$0] }), node.type.elementType)
        let result = append(.reduce(reduction, axes: axes.map { permutation[$0] }.sorted()), [x], type)
        return transposed(result, kept.compactMap { order.firstIndex(of: $0) }, node.type)
    }

    fileprivate mutating func concatenateBelow(_ node: Node, _ axis: Int) -> NodeID? {
        let parts = node.operands.compactMap(transposition)
        guard parts.count == node.operands.count, let permutation = parts.first?.permutation,
            parts.allSatisfy({ $0.permutation == permutation })
        else { return nil }
        let type = node.type.before(permutation)
        let result = append(.concatenate(axis: permutation[axis]), parts.map(\.operand), type)
        return append(.transpose(permutation), [result], node.type)
    }

    /// Operations of one operand whose settings name its axes.
    fileprivate mutating func alongAxesBelow(_ node: Node) -> NodeID? {
        guard let (permutation, x) = transposition(node.operands[0]) else { return nil }
        func before<Value>(_ values: [Value]) -> [Value] {
            var result = values
            for (axis, value) in values.enumerated() { result[permutation[axis]] = value }
            return result
        }
        let operation: Operation
        switch node.operation {
        case .slice(let bounds):
            operation = .slice(
                SliceBounds(
                    starts: before(bounds.starts), limits: before(bounds.limits), strides: before(bounds.strides)))
        case .pad(let amounts, let value): operation = .pad(before(amounts), value: value)
        case .reverse(let axes): operation = .reverse(axes: axes.map { permutation[$0] })
        case .softmax(let axis): operation = .softmax(axis: permutation[axis])
        case .logSoftmax(let axis): operation = .logSoftmax(axis: permutation[axis])
        default: return nil
        }
        let result = append(operation, [x], node.type.before(permutation))
        return append(.transpose(permutation), [result], node.type)
    }
}

extension TensorType {
    /// The type of what becomes this by a transposition.
    fileprivate func before(_ permutation: [Int]) -> TensorType {
        var sizes = shape.dimensions
        for (axis, size) in shape.dimensions.enumerated() { sizes[permutation[axis]] = size }
        return TensorType(Shape(sizes), elementType)
    }
}
