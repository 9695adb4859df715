import SumiTensor

extension Reference {
    /// For each element that indices name: its place in the gathered tensor (or the updates) and in the values (or the
    /// scattered sum), whose shape is `shape`. Indices out of range name nothing.
    private static func namedPlaces(
        _ indices: ReferenceArray, _ rule: GatherRule, of shape: Shape, _ body: (_ gathered: Int, _ place: Int) -> Void
    ) {
        let size = shape.dimensions[rule.axis]
        let outer = Shape(Array(shape.dimensions[..<rule.axis])).count
        let inner = Shape(Array(shape.dimensions[(rule.axis + 1)...])).count
        let isByElement: Bool
        let count: Int
        switch rule {
        case .elements(let axis): (isByElement, count) = (true, indices.dimensions[axis])
        case .slices: (isByElement, count) = (false, indices.shape.count)
        }
        for i in 0..<outer {
            for j in 0..<count {
                for k in 0..<inner {
                    let gathered = (i * count + j) * inner + k
                    let index = Int(indices.values[isByElement ? gathered : j])
                    if index >= 0 && index < size { body(gathered, (i * size + index) * inner + k) }
                }
            }
        }
    }

    static func gather(_ x: ReferenceArray, _ indices: ReferenceArray, _ rule: GatherRule) -> [Double] {
        let count: Int
        switch rule {
        case .elements: count = indices.shape.count
        case .slices(let axis):
            count = Shape(x.dimensions[..<axis] + indices.dimensions + x.dimensions[(axis + 1)...]).count
        }
        var result = [Double](repeating: 0, count: count)
        namedPlaces(indices, rule, of: x.shape) { gathered, place in result[gathered] = x.values[place] }
        return result
    }

    static func scatterAdd(
        _ indices: ReferenceArray, _ updates: ReferenceArray, _ rule: GatherRule, _ type: TensorType
    ) -> [Double] {
        var result = [Double](repeating: 0, count: type.shape.count)
        namedPlaces(indices, rule, of: type.shape) { gathered, place in result[place] += updates.values[gathered] }
        return type.elementType.isFloatingPoint ? result : result.map { wrap($0, type.elementType) }
    }
}
