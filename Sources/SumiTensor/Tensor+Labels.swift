// What scripts do with labels.
extension Tensor {
    /// Class numbers as rows with a 1 at the class and 0 elsewhere, `float32`, as Keras' `to_categorical`.
    ///
    /// - Input: `[…]` or `[…, 1]`, whole numbers in 0 up to `classes`
    /// - Output: `[…, classes]`
    /// - Parameter classes: by default the largest label and one.
    /// - Throws: ``TensorError`` naming the first label that is not a class.
    public func toCategorical(classes: Int? = nil) throws -> Tensor {
        let labels = try wholeNumbers(for: "toCategorical")
        let classes = classes ?? (labels.max() ?? -1) + 1
        var sizes = shape.dimensions
        if sizes.count > 1, sizes.last == 1 { sizes.removeLast() }
        let shape = Shape(sizes + [classes])
        try shape.checkAllocatable(as: .float32, for: "toCategorical")
        if let index = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
            throw TensorError(
                "toCategorical: label \(labels[index]) at index \(index) is outside of 0..<\(classes): give more classes or mend the label"
            )
        }
        var rows = [Float](repeating: 0, count: shape.count)
        for (index, label) in labels.enumerated() { rows[index * classes + label] = 1 }
        return Tensor(shape: shape, storage: .float32(rows))
    }

    /// How often each whole number from 0 on occurs, as `int32`, as NumPy's `bincount`.
    public func binCount(minimumLength: Int = 0) throws -> Tensor {
        let numbers = try wholeNumbers(for: "binCount")
        if let index = numbers.firstIndex(where: { $0 < 0 }) {
            throw TensorError("binCount: \(numbers[index]) at index \(index) is below 0")
        }
        let length = Swift.max((numbers.max() ?? -1) + 1, minimumLength)
        try Shape([length]).checkAllocatable(as: .int32, for: "binCount")
        var counts = [Int32](repeating: 0, count: length)
        for number in numbers { counts[number] &+= 1 }
        return Tensor(shape: [length], storage: .int32(counts))
    }

    /// Each element once, in rising order, as NumPy's `unique`; NaN comes last, once.
    public func unique() -> Tensor { uniqueCounts().values }

    /// Each element once, in rising order, and how often it occurs (`int32`).
    public func uniqueCounts() -> (values: Tensor, counts: Tensor) {
        var values: [Double] = []
        var counts: [Int32] = []
        for value in doubles.sorted(by: Self.isOrdered) {
            if let last = values.last, last == value || last.isNaN {
                counts[counts.count - 1] &+= 1
            } else {
                values.append(value)
                counts.append(1)
            }
        }
        return (
            Tensor(shape: [values.count], doubles: values, elementType: elementType),
            Tensor(shape: [values.count], storage: .int32(counts))
        )
    }

    /// Along `axis`, the places of the elements that are not 0 (or are true), in row-major order: `nonZeroIndices()` is
    /// NumPy's `np.where(mask)[0]`.
    public func nonZeroIndices(axis: Int = 0) throws -> Tensor {
        let axis = try shape.checkedAxis(axis, of: "nonZeroIndices")
        let (step, size) = (Swift.max(shape.strides[axis], 1), Swift.max(shape.dimensions[axis], 1))
        let places = elements(of: Bool.self).enumerated().compactMap { index, isTrue in
            isTrue ? Int32(truncatingIfNeeded: index / step % size) : nil
        }
        return Tensor(shape: [places.count], storage: .int32(places))
    }

    /// The places along the last axis that bring its elements into rising (or falling) order, as `int32`; equal elements
    /// keep their order, NaN comes last.
    public func argSorted(descending: Bool = false) throws -> Tensor {
        let width = try shape[-1]
        let values = doubles
        var places: [Int32] = []
        places.reserveCapacity(count)
        for row in stride(from: 0, to: values.count, by: Swift.max(width, 1)) {
            let order = (0..<width).sorted { first, second in
                let (first, second) = (values[row + first], values[row + second])
                return descending && !first.isNaN && !second.isNaN ? first > second : Self.isOrdered(first, second)
            }
            places += order.map { Int32(truncatingIfNeeded: $0) }
        }
        return Tensor(shape: shape, storage: .int32(places))
    }

    /// NaN after every number.
    private static func isOrdered(_ first: Double, _ second: Double) -> Bool {
        first < second || !first.isNaN && second.isNaN
    }

    private func wholeNumbers(for operation: String) throws -> [Int] {
        try doubles.enumerated().map { index, value in
            guard let number = Int(exactly: value) else {
                throw TensorError("\(operation): \(value) at index \(index) is not a whole number")
            }
            return number
        }
    }
}
