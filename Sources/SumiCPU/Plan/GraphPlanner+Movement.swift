import SumiGraph
import SumiTensor

extension GraphPlanner {
    /// Operations that only move elements: one strided copy for each operand.
    func planMovement(_ id: NodeID, _ node: Node) {
        let from = node.operands.map { slot(of: $0) }
        let to = makeSlot(for: id)
        let shape = type(node.operands[0]).shape
        let (fromStrides, toStrides) = (shape.strides, node.type.shape.strides)
        let size = node.type.elementType.size
        func copy(_ axes: [CopyStep.Axis], from source: Slot, fromStart: Int = 0, toStart: Int = 0) {
            append(
                CopyStep(
                    node.operation.name, from: source, to: to, elementSize: size, axes, fromStart: fromStart,
                    toStart: toStart))
        }
        func axes(_ sizes: Shape, _ from: (Int) -> Int, _ to: (Int) -> Int) -> [CopyStep.Axis] {
            sizes.dimensions.indices.map {
                CopyStep.Axis(size: sizes.dimensions[$0], from: from($0), to: to($0))
            }
        }
        switch node.operation {
        case .transpose(let permutation):
            copy(axes(node.type.shape, { fromStrides[permutation[$0]] }, { toStrides[$0] }), from: from[0])
        case .broadcast(let result, let places):
            let kept = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
            copy(
                axes(
                    result,
                    { axis in
                        guard let place = kept[axis], shape.dimensions[place] != 1 else { return 0 }
                        return fromStrides[place]
                    }, { toStrides[$0] }), from: from[0])
        case .slice(let bounds):
            let start = zip(bounds.starts, fromStrides).reduce(0) { $0 + $1.0 * $1.1 }
            copy(
                axes(node.type.shape, { fromStrides[$0] * bounds.strides[$0] }, { toStrides[$0] }), from: from[0],
                fromStart: start)
        case .reverse(let reversed):
            let start = reversed.reduce(0) { $0 + max(0, shape.dimensions[$1] - 1) * fromStrides[$1] }
            copy(
                axes(shape, { reversed.contains($0) ? -fromStrides[$0] : fromStrides[$0] }, { toStrides[$0] }),
                from: from[0], fromStart: start)
        case .pad(let amounts, let value):
            append(FillStep(to, value: Self.bytes(value, node.type.elementType), count: node.type.shape.count))
            let start = zip(amounts, toStrides).reduce(0) { $0 + $1.0.low * $1.1 }
            copy(
                axes(shape, { fromStrides[$0] }, { toStrides[$0] * (amounts[$0].interior + 1) }), from: from[0],
                toStart: start)
        case .concatenate(let axis):
            var start = 0
            for (operand, source) in zip(node.operands, from) {
                let part = type(operand).shape
                copy(
                    axes(part, { part.strides[$0] }, { toStrides[$0] }), from: source,
                    toStart: start * toStrides[axis])
                start += part.dimensions[axis]
            }
        default: preconditionFailure("\(node.operation.name) does not only move elements")
        }
    }

    /// One element of a padding.
    private static func bytes(_ value: Double, _ elementType: ElementType) -> [UInt8] {
        Tensor(shape: [], doubles: [value], elementType: elementType).storage.withUnsafeBytes(Array.init)
    }
}
