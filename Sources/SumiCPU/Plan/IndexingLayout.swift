import SumiGraph
import SumiTensor

/// Gather and scatter as `[outer][n][inner]` on the side of the values and `[outer][m][inner]` on the side of what is
/// read or added.
struct IndexingLayout {
    var isElements: Bool
    var elementType: ElementType
    var outer: Int
    var n: Int
    var m: Int
    var inner: Int

    var elementSize: Int { elementType.size }

    init(_ rule: GatherRule, values: TensorType, indices: Shape) {
        let sizes = values.shape.dimensions
        let axis: Int
        switch rule {
        case .elements(let along):
            (isElements, axis) = (true, along)
            m = indices.dimensions[along]
        case .slices(let along):
            (isElements, axis) = (false, along)
            m = indices.count
        }
        elementType = values.elementType
        outer = sizes[..<axis].reduce(1, *)
        n = sizes[axis]
        inner = sizes[(axis + 1)...].reduce(1, *)
    }

    /// The slices of a step between `many`, `[outer][n][inner]`, and `few`, `[outer][m][inner]`; indices of elements lie
    /// as `few` does, those of slices are for all.
    func slices(images: Int, many: Slot, few: Slot, indices: Slot) -> ImageSlices? {
        let isApart = Set([many, few, indices]).count == 3
        guard outer % images == 0, n * inner > 0, m * inner > 0, isApart else { return nil }
        let lines = outer / images * inner
        var slices = ImageSlices(bytes: [many: lines * n * elementSize, few: lines * m * elementSize])
        if isElements { slices.bytes[indices] = lines * m * MemoryLayout<Int32>.size }
        return slices
    }
}
