import SumiTensor

// Moving elements: each is a way to count through the operand's or the result's places.

extension Reference {
    /// Places in row-major order of `sizes`: `start` plus each axis's index times its stride.
    static func places(_ sizes: [Int], strides: [Int], start: Int = 0) -> [Int] {
        var places = [start]
        for (size, stride) in zip(sizes, strides) {
            var next: [Int] = []
            next.reserveCapacity(places.count * size)
            for place in places { for index in 0..<size { next.append(place + index * stride) } }
            places = next
        }
        return places
    }

    static func transpose(_ x: ReferenceArray, _ permutation: [Int], _ shape: Shape) -> [Double] {
        let strides = x.shape.strides
        return places(shape.dimensions, strides: permutation.map { strides[$0] }).map { x.values[$0] }
    }

    static func broadcast(_ x: ReferenceArray, _ axes: [Int], _ shape: Shape) -> [Double] {
        var strides = [Int](repeating: 0, count: shape.rank)
        for (index, axis) in axes.enumerated() where x.dimensions[index] > 1 { strides[axis] = x.shape.strides[index] }
        return places(shape.dimensions, strides: strides).map { x.values[$0] }
    }

    static func slice(_ x: ReferenceArray, _ bounds: SliceBounds, _ shape: Shape) -> [Double] {
        let strides = x.shape.strides
        let start = zip(bounds.starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
        return places(shape.dimensions, strides: zip(strides, bounds.strides).map(*), start: start).map { x.values[$0] }
    }

    static func reverse(_ x: ReferenceArray, _ axes: [Int]) -> [Double] {
        if x.values.isEmpty { return [] }
        var strides = x.shape.strides
        var start = 0
        for axis in axes {
            start += (x.dimensions[axis] - 1) * strides[axis]
            strides[axis] = -strides[axis]
        }
        return places(x.dimensions, strides: strides, start: start).map { x.values[$0] }
    }

    static func pad(_ x: ReferenceArray, _ amounts: [PadAmount], _ value: Double, _ type: TensorType) -> [Double] {
        // The value is rounded as a constant of the result's type would be.
        let filling = Tensor(shape: [], doubles: [value], elementType: type.elementType).doubles[0]
        var result = [Double](repeating: filling, count: type.shape.count)
        let strides = type.shape.strides
        let start = zip(amounts, strides).reduce(0) { $0 + $1.0.low * $1.1 }
        let steps = zip(amounts, strides).map { ($0.interior + 1) * $1 }
        for (place, element) in zip(places(x.dimensions, strides: steps, start: start), x.values) {
            result[place] = element
        }
        return result
    }

    static func concatenate(_ operands: [ReferenceArray], _ axis: Int, _ shape: Shape) -> [Double] {
        var result = [Double](repeating: 0, count: shape.count)
        var offset = 0
        for operand in operands {
            let start = offset * shape.strides[axis]
            for (place, element) in zip(
                places(operand.dimensions, strides: shape.strides, start: start), operand.values)
            {
                result[place] = element
            }
            offset += operand.dimensions[axis]
        }
        return result
    }
}
