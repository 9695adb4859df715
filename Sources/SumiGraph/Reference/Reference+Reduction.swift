import SumiTensor

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Reference {
    static func reduce(_ x: ReferenceArray, _ reduction: Reduction, _ axes: [Int], _ type: TensorType) -> [Double] {
        var result = [Double](repeating: nothing(reduction, type.elementType), count: type.shape.count)
        // Elements that differ only along `axes` share a place in the result.
        var strides = [Int](repeating: 0, count: x.shape.rank)
        let kept = strides.indices.filter { !axes.contains($0) }
        for (axis, stride) in zip(kept, type.shape.strides) { strides[axis] = stride }
        for (place, value) in zip(places(x.dimensions, strides: strides), x.values) {
            switch reduction {
            case .sum: result[place] += value
            case .max: if value.isNaN || value > result[place] { result[place] = value }
            case .min: if value.isNaN || value < result[place] { result[place] = value }
            }
        }
        return type.elementType.isFloatingPoint ? result : result.map { wrap($0, type.elementType) }
    }

    /// The reduction of no elements: of whole numbers, the type's own extremes stand for the infinities.
    private static func nothing(_ reduction: Reduction, _ elementType: ElementType) -> Double {
        if reduction == .sum { return 0 }
        let infinity = reduction == .max ? -Double.infinity : Double.infinity
        return Tensor(shape: [], doubles: [infinity], elementType: elementType).doubles[0]
    }

    /// Runs `body` over every line along `axis`: its first place, the step between its places, and which line it is.
    private static func lines(
        _ shape: Shape, _ axis: Int, _ body: (_ start: Int, _ step: Int, _ line: Int) -> Void
    ) {
        let step = shape.strides[axis]
        let outer = Shape(Array(shape.dimensions[..<axis])).count
        for i in 0..<outer {
            for k in 0..<step { body(i * shape.dimensions[axis] * step + k, step, i * step + k) }
        }
    }

    static func argMax(_ x: ReferenceArray, _ axis: Int) -> [Double] {
        let size = x.dimensions[axis]
        var result = [Double](repeating: 0, count: x.values.count / size)
        lines(x.shape, axis) { start, step, line in
            var best = 0
            for index in 1..<max(size, 1) where isGreater(x.values[start + index * step], x.values[start + best * step])
            {
                best = index
            }
            result[line] = Double(best)
        }
        return result
    }

    /// Whether `a` wins over `b`, which stands before it. NaN wins over all numbers.
    static func isGreater(_ a: Double, _ b: Double) -> Bool { a > b || a.isNaN && !b.isNaN }

    static func softmax(_ x: ReferenceArray, _ axis: Int) -> [Double] {
        logSoftmax(x, axis).map { exp($0) }
    }

    static func logSoftmax(_ x: ReferenceArray, _ axis: Int) -> [Double] {
        var result = x.values
        let size = x.dimensions[axis]
        lines(x.shape, axis) { start, step, _ in
            let largest = (0..<size).reduce(-Double.infinity) { max($0, x.values[start + $1 * step]) }
            let sum = (0..<size).reduce(0) { $0 + exp(x.values[start + $1 * step] - largest) }
            for index in 0..<size { result[start + index * step] -= largest + log(sum) }
        }
        return result
    }
}
