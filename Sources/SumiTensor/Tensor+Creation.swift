extension Tensor {
    /// A tensor of `shape` from its elements in row-major order.
    ///
    /// - Throws: ``TensorError`` where the number of elements is not the shape's, or an `Int` does not fit `int32`.
    public init<Scalar: TensorScalar>(shape: Shape, scalars: [Scalar]) throws {
        try shape.checkSizes(for: "Tensor")
        guard shape.count == scalars.count else {
            throw TensorError("\(scalars.count) elements for the shape \(shape), which takes \(shape.count)")
        }
        self.init(shape: shape, storage: try Storage(scalars))
    }

    /// A scalar tensor, of the shape `[]`.
    public init<Scalar: TensorScalar>(_ scalar: Scalar) throws { try self.init(shape: [], scalars: [scalar]) }

    /// A tensor of one axis.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar]) throws {
        try self.init(shape: [scalars.count], scalars: scalars)
    }

    /// A tensor of two axes from its rows, which must be equally long.
    public init<Scalar: TensorScalar>(_ rows: [[Scalar]]) throws {
        let width = try Self.commonCount(rows)
        try self.init(shape: [rows.count, width], scalars: rows.flatMap(\.self))
    }

    /// A tensor of three axes from nested arrays, which must be equally long on each level.
    public init<Scalar: TensorScalar>(_ planes: [[[Scalar]]]) throws {
        let height = try Self.commonCount(planes)
        let rows = try Tensor(planes.flatMap(\.self))
        self.init(shape: Shape([planes.count, height] + rows.shape.dimensions.dropFirst()), storage: rows.storage)
    }

    /// A tensor of four axes from nested arrays, which must be equally long on each level.
    public init<Scalar: TensorScalar>(_ blocks: [[[[Scalar]]]]) throws {
        let depth = try Self.commonCount(blocks)
        let planes = try Tensor(blocks.flatMap(\.self))
        self.init(shape: Shape([blocks.count, depth] + planes.shape.dimensions.dropFirst()), storage: planes.storage)
    }

    private static func commonCount<Element>(_ rows: [[Element]]) throws -> Int {
        let width = rows.first?.count ?? 0
        if let odd = rows.firstIndex(where: { $0.count != width }) {
            throw TensorError(
                "nested arrays of unequal length make no tensor: [0] has \(width) elements, [\(odd)] has \(rows[odd].count)"
            )
        }
        return width
    }

    /// A tensor whose elements are all 0 (`false`).
    ///
    /// - Throws: ``TensorError`` for a negative size, or more elements than this machine's memory holds.
    public static func zeros(_ shape: Shape, as elementType: ElementType = .float32) throws -> Tensor {
        try full(shape, 0, as: elementType)
    }

    /// A tensor whose elements are all 1 (`true`).
    public static func ones(_ shape: Shape, as elementType: ElementType = .float32) throws -> Tensor {
        try full(shape, 1, as: elementType)
    }

    /// A tensor whose elements are all `value`, converted to `elementType`, which is the type of `value` by default
    /// (`float32` for a Double).
    public static func full<Scalar: TensorScalar>(
        _ shape: Shape, _ value: Scalar, as elementType: ElementType? = nil
    ) throws -> Tensor {
        let elementType = elementType ?? (Scalar.self == Double.self ? .float32 : Scalar.elementType)
        try shape.checkAllocatable(as: elementType, for: "full")
        let single = Tensor(shape: [], doubles: [value.scalarValue], elementType: elementType)
        return Tensor(shape: shape, storage: single.storage.transformed(by: Repetition(count: shape.count)))
    }

    /// The whole numbers 0 up to, not including, `count`, as `int32`; none for a count below 1.
    public static func arange(_ count: Int) throws -> Tensor { try arange(0, count) }

    /// The whole numbers from `start` up to, not including, `end` in steps of `step`, as `int32`.
    public static func arange(_ start: Int, _ end: Int, step: Int = 1) throws -> Tensor {
        let limits = Int(Int32.min)...Int(Int32.max)
        guard limits.contains(start), limits.contains(end), limits.contains(step) else {
            throw TensorError("arange(\(start), \(end), step: \(step)): the numbers must fit int32")
        }
        guard step != 0 else { throw TensorError("arange(\(start), \(end), step: 0): the step must not be 0") }
        let numbers = stride(from: start, to: end, by: step)
        let count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step
        try Shape([Swift.max(count, 0)]).checkAllocatable(as: .int32, for: "arange")
        return Tensor(shape: [Swift.max(count, 0)], storage: .int32(numbers.map { Int32(truncatingIfNeeded: $0) }))
    }

    /// The numbers from `start` up to, not including, `end` in steps of `step`, as `float32`.
    public static func arange(_ start: Double, _ end: Double, step: Double = 1) throws -> Tensor {
        let count = ((end - start) / step).rounded(.up)
        guard step != 0, count.isFinite else {
            throw TensorError("arange(\(start), \(end), step: \(step)): the numbers must be finite and the step not 0")
        }
        let size = Int(exactly: Swift.max(count, 0)) ?? .max
        try Shape([size]).checkAllocatable(as: .float32, for: "arange")
        return Tensor(shape: [size], storage: .float32((0..<size).map { Float(start + Double($0) * step) }))
    }

    /// The identity matrix of `size` rows.
    public static func eye(_ size: Int, as elementType: ElementType = .float32) throws -> Tensor {
        let shape: Shape = [size, size]
        try shape.checkAllocatable(as: elementType, for: "eye")
        var values = [UInt8](repeating: 0, count: shape.count)
        for row in 0..<size { values[row * size + row] = 1 }
        return Tensor(shape: shape, storage: .uint8(values)).converted(to: elementType)
    }
}

private struct Repetition: ArrayTransform {
    var count: Int

    func callAsFunction<Element>(_ values: [Element]) -> [Element] {
        values.first.map { [Element](repeating: $0, count: count) } ?? []
    }
}

extension Tensor.Storage {
    fileprivate init<Scalar: TensorScalar>(_ scalars: [Scalar]) throws {
        if let values = scalars.identical(Float.self) {
            self = .float32(values)
        } else if let values = scalars.identical(Double.self) {
            self = .float64(values)
        } else if let values = scalars.identical(UInt8.self) {
            self = .uint8(values)
        } else if let values = scalars.identical(Int32.self) {
            self = .int32(values)
        } else if let values = scalars.identical(UInt32.self) {
            self = .uint32(values)
        } else if let values = scalars.identical(Bool.self) {
            self = .bool(values)
        } else if let values = scalars.identical(Int.self) {
            self = .int32(try Self.checked(values))
        } else {
            let values = scalars.map(\.scalarValue)
            self = Tensor(shape: [values.count], doubles: values, elementType: Scalar.elementType).storage
        }
    }

    private static func checked(_ numbers: [Int]) throws -> [Int32] {
        if let index = numbers.firstIndex(where: { Int32(exactly: $0) == nil }) {
            throw TensorError(
                "the Int \(numbers[index]) at \(index) does not fit int32, as which tensors store Int: use Double numbers"
            )
        }
        return numbers.map { Int32(truncatingIfNeeded: $0) }
    }
}
