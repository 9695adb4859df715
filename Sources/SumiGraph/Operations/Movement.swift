import SumiTensor

/// The part of each axis that a slice keeps: `starts[i]`, `starts[i] + strides[i]`, … below `limits[i]`.
public struct SliceBounds: Hashable, Sendable, CustomStringConvertible {
    /// The first element of each axis.
    public var starts: [Int]
    /// The end of each axis, which is not part of the slice.
    public var limits: [Int]
    /// The step along each axis, 1 for every element.
    public var strides: [Int]

    /// One entry for each axis.
    public init(starts: [Int], limits: [Int], strides: [Int]) {
        self.starts = starts
        self.limits = limits
        self.strides = strides
    }

    public var description: String {
        zip(zip(starts, limits), strides).map { bounds, stride in
            "\(bounds.0)..<\(bounds.1)" + (stride == 1 ? "" : " by \(stride)")
        }.joined(separator: ", ")
    }

    func resultType(_ x: TensorType) throws(ShapeError) -> TensorType {
        let rank = x.shape.rank
        guard starts.count == rank, limits.count == rank, strides.count == rank else {
            throw ShapeError("slice \(self) of \(x): one range for each of the \(rank) axes")
        }
        var sizes: [Int] = []
        for axis in 0..<rank {
            let (start, limit, stride) = (starts[axis], limits[axis], strides[axis])
            guard start >= 0, start <= limit, limit <= x.shape.dimensions[axis], stride > 0,
                stride <= Shape.largestSize
            else {
                throw ShapeError(
                    "slice \(self) of \(x): axis \(axis) has the elements 0..<\(x.shape.dimensions[axis])")
            }
            sizes.append((limit - start + stride - 1) / stride)
        }
        return TensorType(Shape(sizes), x.elementType)
    }
}

/// Cells added before, after and between the elements of one axis.
public struct PadAmount: Hashable, Sendable, CustomStringConvertible {
    /// Cells before the first element.
    public var low: Int
    /// Cells after the last element.
    public var high: Int
    /// Cells between neighbours.
    public var interior: Int

    /// So many cells before, after and between.
    public init(low: Int = 0, high: Int = 0, interior: Int = 0) {
        self.low = low
        self.high = high
        self.interior = interior
    }

    public var description: String { interior == 0 ? "(\(low), \(high))" : "(\(low), \(high), \(interior) between)" }
}

extension Operation {
    func reshapeType(_ x: TensorType, _ shape: Shape) throws(ShapeError) -> TensorType {
        guard shape.isValid, shape.count == x.shape.count else {
            throw ShapeError(
                "reshape of \(x.shape) to \(shape): \(x.shape.count) elements do not fill \(shape.count) places")
        }
        return TensorType(shape, x.elementType)
    }

    func transposeType(_ x: TensorType, _ permutation: [Int]) throws(ShapeError) -> TensorType {
        guard permutation.sorted() == Array(0..<x.shape.rank) else {
            throw ShapeError("transpose of \(x.shape) by \(permutation): each axis must stand there once")
        }
        return TensorType(Shape(permutation.map { x.shape.dimensions[$0] }), x.elementType)
    }

    func broadcastType(_ x: TensorType, _ shape: Shape, _ axes: [Int]) throws(ShapeError) -> TensorType {
        let rising = zip(axes, axes.dropFirst()).allSatisfy { $0 < $1 }
        guard shape.isValid, axes.count == x.shape.rank, rising, axes.allSatisfy({ $0 >= 0 && $0 < shape.rank }),
            zip(axes, x.shape.dimensions).allSatisfy({ $1 == 1 || $1 == shape.dimensions[$0] })
        else { throw ShapeError("broadcast of \(x.shape) to \(shape) by axes \(axes): sizes must be equal or 1") }
        return TensorType(shape, x.elementType)
    }

    func padType(_ x: TensorType, _ amounts: [PadAmount]) throws(ShapeError) -> TensorType {
        let sane = amounts.allSatisfy { amount in
            [amount.low, amount.high, amount.interior].allSatisfy { $0 >= 0 && $0 <= Shape.largestSize }
        }
        guard amounts.count == x.shape.rank, sane else {
            throw ShapeError("pad of \(x.shape) by \(amounts): one amount, not negative, for each axis")
        }
        let sizes = zip(x.shape.dimensions, amounts).map { size, amount in
            size + amount.low + amount.high + max(0, size - 1) * amount.interior
        }
        guard Shape(sizes).isValid else { throw ShapeError("pad of \(x.shape) by \(amounts): too large") }
        return TensorType(Shape(sizes), x.elementType)
    }

    func concatenateType(_ operands: [TensorType], _ axis: Int) throws(ShapeError) -> TensorType {
        let list = operands.map(\.shape.description).joined(separator: ", ")
        guard let first = operands.first else { throw ShapeError("concatenate of no tensors") }
        guard axis >= 0, axis < first.shape.rank else {
            throw ShapeError("concatenate of \(list) along axis \(axis): there is no such axis")
        }
        var total = 0
        for operand in operands {
            var expected = first.shape.dimensions
            if operand.shape.rank == expected.count { expected[axis] = operand.shape.dimensions[axis] }
            guard operand.shape.dimensions == expected, operand.elementType == first.elementType else {
                throw ShapeError("concatenate of \(list) along axis \(axis): all other axes must agree")
            }
            total += expected[axis]
        }
        var sizes = first.shape.dimensions
        sizes[axis] = total
        guard Shape(sizes).isValid else { throw ShapeError("concatenate of \(list): too large") }
        return TensorType(Shape(sizes), first.elementType)
    }

    func reverseType(_ x: TensorType, _ axes: [Int]) throws(ShapeError) -> TensorType {
        guard Set(axes).count == axes.count, axes.allSatisfy({ $0 >= 0 && $0 < x.shape.rank }) else {
            throw ShapeError("reverse of \(x.shape) along axes \(axes): each axis once, of those there are")
        }
        return x
    }

    /// The gradients of operations that only move elements: the same elements moved back.
    func movementGradient(_ operands: [TracedTensor], _ dy: TracedTensor) -> [TracedTensor?] {
        let shape = operands[0].shape
        switch self {
        case .reshape: return [dy.reshaped(shape)]
        case .transpose(let permutation):
            var inverse = permutation
            for (to, from) in permutation.enumerated() { inverse[from] = to }
            return [dy.transposed(inverse)]
        case .broadcast(let result, let axes):
            let spread = (0..<result.rank).filter { axis in
                guard let index = axes.firstIndex(of: axis) else { return true }
                return shape.dimensions[index] == 1 && result.dimensions[axis] != 1
            }
            return [dy.sum(axes: spread).reshaped(shape)]
        case .slice(let bounds):
            let amounts = (0..<shape.rank).map { axis in
                let (start, stride) = (bounds.starts[axis], bounds.strides[axis])
                let kept = dy.shape.dimensions[axis]
                let covered = kept == 0 ? 0 : (kept - 1) * stride + 1
                return PadAmount(low: start, high: shape.dimensions[axis] - start - covered, interior: stride - 1)
            }
            return [dy.padded(amounts)]
        case .pad(let amounts, _):
            let strides = amounts.map { $0.interior + 1 }
            let limits = zip(amounts, shape.dimensions).map { amount, size in
                size == 0 ? amount.low : amount.low + (size - 1) * (amount.interior + 1) + 1
            }
            return [dy.sliced(SliceBounds(starts: amounts.map(\.low), limits: limits, strides: strides))]
        case .concatenate(let axis):
            var start = 0
            return operands.map { operand in
                let size = operand.shape.dimensions[axis]
                defer { start += size }
                return dy.sliced(axis: axis, start..<start + size)
            }
        case .reverse(let axes): return [dy.reversed(axes: axes)]
        default: return [nil]
        }
    }
}
