import SumiGraph
import SumiTensor

/// A product of any axes as a batch of matrix products `C[rows][columns] = A · B`.
struct DotLayout {
    /// Axes that are walked as one.
    struct Merged {
        var size: Int
        /// Elements from one index to the next, `nil` where the axes do not lie evenly.
        var stride: Int?
    }

    let batch: Int
    let rows: Int
    let columns: Int
    let depth: Int
    let leftBatch: Merged
    let leftRows: Merged
    let leftDepth: Merged
    let rightBatch: Merged
    let rightColumns: Merged
    let rightDepth: Merged
    /// The axes of each operand in the order batch, free, summed (left) and batch, summed, free (right).
    let leftOrder: [Int]
    let rightOrder: [Int]

    init(_ axes: DotAxes, _ left: Shape, _ right: Shape) {
        let leftFree = axes.leftFree(rank: left.rank)
        let rightFree = axes.rightFree(rank: right.rank)
        // Summed axes in the left's order, unless only the right's order lets the right be read as it lies.
        let pairs = Array(zip(axes.leftContract, axes.rightContract))
        let byLeft = pairs.sorted { $0.0 < $1.0 }
        let byRight = pairs.sorted { $0.1 < $1.1 }
        let isEvenByLeft = Self.merged(left, byLeft.map(\.0)).stride != nil
        let summed = isEvenByLeft ? byLeft : byRight
        leftBatch = Self.merged(left, axes.leftBatch)
        leftRows = Self.merged(left, leftFree)
        leftDepth = Self.merged(left, summed.map(\.0))
        rightBatch = Self.merged(right, axes.rightBatch)
        rightColumns = Self.merged(right, rightFree)
        rightDepth = Self.merged(right, summed.map(\.1))
        (batch, rows, columns, depth) = (leftBatch.size, leftRows.size, rightColumns.size, leftDepth.size)
        leftOrder = axes.leftBatch + leftFree + summed.map(\.0)
        rightOrder = axes.rightBatch + summed.map(\.1) + rightFree
    }

    /// Whether the left operand can be read as it lies, its rows contiguous along the depth.
    var isLeftDirect: Bool {
        leftBatch.stride != nil && leftRows.stride != nil && (leftDepth.stride == 1 || depth <= 1)
    }

    /// Whether both operands lie with the depth outermost, which `Aᵀ · B` reads without packing.
    var isTransposed: Bool {
        !isLeftDirect && leftBatch.stride != nil && leftDepth.stride != nil && leftRows.stride == 1
            && rightBatch.stride != nil && rightDepth.stride != nil && rightColumns.stride == 1
    }

    var isRightDirect: Bool { rightBatch.stride != nil && rightDepth.stride != nil && rightColumns.stride != nil }

    private static func merged(_ shape: Shape, _ axes: [Int]) -> Merged {
        let strides = shape.strides
        var result = Merged(size: 1, stride: 1)
        var isFirst = true
        for axis in axes.reversed() where shape.dimensions[axis] != 1 {
            let (size, stride) = (shape.dimensions[axis], strides[axis])
            if isFirst {
                result = Merged(size: size, stride: stride)
                isFirst = false
            } else {
                if let inner = result.stride, stride != inner * result.size { result.stride = nil }
                result.size *= size
            }
        }
        return result
    }
}
