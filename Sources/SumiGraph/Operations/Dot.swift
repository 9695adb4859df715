import SumiTensor

/// Which axes of two tensors a product pairs (batch) and sums over (contract).
///
/// Result: the batch axes in `leftBatch` order, then the left tensor's other axes, then the right one's.
public struct DotAxes: Hashable, Sendable, CustomStringConvertible {
    /// Axes of the left tensor that go side by side with those of ``rightBatch``.
    public var leftBatch: [Int]
    /// Axes of the right tensor that go side by side with those of ``leftBatch``.
    public var rightBatch: [Int]
    /// Axes of the left tensor that are multiplied with those of ``rightContract`` and added up.
    public var leftContract: [Int]
    /// Axes of the right tensor that are multiplied with those of ``leftContract`` and added up.
    public var rightContract: [Int]

    /// The lists of batch axes are equally long, and so are those of the contracted ones.
    public init(leftBatch: [Int] = [], rightBatch: [Int] = [], leftContract: [Int], rightContract: [Int]) {
        self.leftBatch = leftBatch
        self.rightBatch = rightBatch
        self.leftContract = leftContract
        self.rightContract = rightContract
    }

    public var description: String {
        (leftBatch.isEmpty ? "" : "pairing \(leftBatch) with \(rightBatch), ")
            + "contracting \(leftContract) with \(rightContract)"
    }

    /// The axes of the left tensor that are neither paired nor summed.
    package func leftFree(rank: Int) -> [Int] {
        (0..<rank).filter { !leftBatch.contains($0) && !leftContract.contains($0) }
    }
    package func rightFree(rank: Int) -> [Int] {
        (0..<rank).filter { !rightBatch.contains($0) && !rightContract.contains($0) }
    }

    func resultType(_ left: TensorType, _ right: TensorType) throws(ShapeError) -> TensorType {
        let (l, r) = (left.shape.dimensions, right.shape.dimensions)
        func message() -> String { "dot of \(left) with \(right) \(self)" }
        let leftAxes = leftBatch + leftContract
        let rightAxes = rightBatch + rightContract
        guard leftBatch.count == rightBatch.count, leftContract.count == rightContract.count,
            Set(leftAxes).count == leftAxes.count, Set(rightAxes).count == rightAxes.count,
            leftAxes.allSatisfy({ l.indices.contains($0) }), rightAxes.allSatisfy({ r.indices.contains($0) })
        else { throw ShapeError("\(message()): axes must be there, once each, and come in pairs") }
        for (a, b) in zip(leftAxes, rightAxes) where l[a] != r[b] {
            throw ShapeError(
                "\(message()): axis \(a) of the left (\(l[a])) and axis \(b) of the right (\(r[b])) must have one size")
        }
        guard left.elementType == .float32, right.elementType == .float32 else {
            throw ShapeError("\(message()): both must be float32")
        }
        let sizes =
            leftBatch.map { l[$0] } + leftFree(rank: l.count).map { l[$0] } + rightFree(rank: r.count).map { r[$0] }
        guard Shape(sizes).isValid else { throw ShapeError("\(message()): too large") }
        return TensorType(Shape(sizes))
    }

    /// Each gradient is the product of `dy` with the other operand, its axes put back in order.
    func gradient(_ left: TracedTensor, _ right: TracedTensor, _ dy: TracedTensor, needed: [Bool]) -> [TracedTensor?] {
        let (leftFree, rightFree) = (leftFree(rank: left.rank), rightFree(rank: right.rank))
        let batch = Array(0..<leftBatch.count)
        let dyLeft = leftFree.indices.map { batch.count + $0 }
        let dyRight = rightFree.indices.map { batch.count + leftFree.count + $0 }
        var gradients: [TracedTensor?] = [nil, nil]
        if needed[0] {
            // Result axes: batch, left free, then the right's contracted axes in the right's own order.
            let product = dy.dot(
                right,
                DotAxes(leftBatch: batch, rightBatch: rightBatch, leftContract: dyRight, rightContract: rightFree))
            let contracted = zip(leftContract, rightContract).sorted { $0.1 < $1.1 }.map(\.0)
            gradients[0] = product.transposed(Self.inverse(leftBatch + leftFree + contracted))
        }
        if needed[1] {
            // Result axes: batch, the left's contracted axes in the left's own order, then right free.
            let product = left.dot(
                dy, DotAxes(leftBatch: leftBatch, rightBatch: batch, leftContract: leftFree, rightContract: dyLeft))
            let contracted = zip(leftContract, rightContract).sorted { $0.0 < $1.0 }.map(\.1)
            gradients[1] = product.transposed(Self.inverse(rightBatch + contracted + rightFree))
        }
        return gradients
    }

    private static func inverse(_ order: [Int]) -> [Int] {
        var inverse = order
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        return inverse
    }
}
