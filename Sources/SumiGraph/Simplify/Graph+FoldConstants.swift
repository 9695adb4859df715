import SumiTensor

extension Graph {
    /// The same graph in which small results of constants are constants, computed by the reference engine and rounded
    /// to their element type.
    func foldConstants() -> Graph {
        rewritten { node, new in
            guard node.isFoldable, node.type.shape.count <= Self.largestFolded,
                node.operands.contains(where: { !new.isBroadcast($0) })
            else { return nil }
            var operands: [ReferenceArray] = []
            for id in node.operands {
                guard let value = new.foldableValue(id) else { return nil }
                operands.append(value)
            }
            let result = node.operation.evaluate(operands, node.type)
            return new.append(.constant(result.tensor(.single)), [], node.type)
        }
    }

    /// Larger results are cheaper to form than to keep.
    static let largestFolded = 4096
}

extension GraphRewriting {
    /// A function of nothing but repeated values is left to `raiseBroadcasts`, which keeps it small.
    fileprivate func isBroadcast(_ id: NodeID) -> Bool {
        if case .broadcast = nodes[id].operation { return true }
        return false
    }

    /// The value of a small node that is the same in every run: a constant, repeated or not, or an iota.
    fileprivate func foldableValue(_ id: NodeID) -> ReferenceArray? {
        let node = nodes[id]
        guard node.type.shape.count <= Graph.largestFolded else { return nil }
        switch node.operation {
        case .constant(let value): return ReferenceArray(value)
        case .iota: return node.operation.evaluate([], node.type)
        case .broadcast:
            guard case .constant(let value) = nodes[node.operands[0]].operation else { return nil }
            return node.operation.evaluate([ReferenceArray(value)], node.type)
        default: return nil
        }
    }
}

extension Node {
    /// Whether the node is worth a constant of its own, if its operands are constants.
    fileprivate var isFoldable: Bool {
        switch operation {
        case .input, .variable, .constant, .iota, .randomBits, .scan, .result: false
        // A repeated value stays what it is, so that engines need not read it element by element.
        case .broadcast: type.shape.count == 1
        case .unary, .binary, .compare, .select, .convert, .stopGradient, .reshape, .transpose, .slice, .pad,
            .concatenate, .reverse, .gather, .scatterAdd, .reduce, .argMax, .softmax, .logSoftmax, .dot, .convolution,
            .convolutionInputGradient, .convolutionKernelGradient, .windowArgMax, .windowAverage,
            .windowAverageGradient:
            true
        }
    }
}
