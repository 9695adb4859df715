import SumiTensor
import Testing

@Suite("Making and reshaping")
struct ShapeTests {
    private func message(_ body: () throws -> Tensor) -> String {
        do { return try body().description } catch { return "\(error)" }
    }

    @Test("tensors from Swift arrays of every depth and type")
    func literals() throws {
        #expect(try Tensor(5).shape == [] && Tensor(5).elementType == .int32)
        #expect(try Tensor([1.5, 2]).elementType == .float64)
        #expect(try Tensor([1, 2] as [Float]).elementType == .float32)
        #expect(try Tensor([[true], [false]]).shape == [2, 1])
        #expect(try Tensor([[[1, 2], [3, 4]]]).shape == [1, 2, 2])
        #expect(try Tensor([[[[1], [2]]], [[[3], [4]]]]).shape == [2, 1, 2, 1])
        #expect(try Tensor([[], []] as [[Int]]).shape == [2, 0])
        #expect(try Tensor([] as [[[Float]]]).shape == [0, 0, 0])
        #expect(try Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6] as [UInt32])[1, 0].scalar == 4)
        #expect(try Tensor([[1, 2], [3, 4]]).scalars(as: Int.self) == [1, 2, 3, 4])
        #expect(try Tensor([1.9, -1.9, .nan, 1e300]).scalars(as: Int.self) == [1, -1, 0, .max])
        #expect(message { try Tensor([[1, 2], [3]]) }.contains("[0] has 2 elements, [1] has 1"))
        #expect(message { try Tensor([[[1], [2]], [[3]]]) }.contains("[0] has 2 elements, [1] has 1"))
        #expect(message { try Tensor([1, 1 << 40]) }.contains("1099511627776 at 1 does not fit int32"))
        #expect(
            message { try Tensor(shape: [2, 2], scalars: [1, 2, 3]) }
                == "3 elements for the shape [2, 2], which takes 4")
        #expect(message { try Tensor(shape: [-1, -3], scalars: [1, 2, 3]) }.contains("negative"))
    }

    @Test("tensors from rules")
    func rules() throws {
        #expect(try Tensor.zeros([2, 2], as: .uint8).scalars(as: UInt8.self) == [0, 0, 0, 0])
        #expect(try Tensor.ones([2], as: .bool).scalars(as: Bool.self) == [true, true])
        #expect(try Tensor.full([2], 2.5).elementType == .float32 && Tensor.full([2], 7).elementType == .int32)
        #expect(try Tensor.arange(2, 11, step: 3).scalars(as: Int.self) == [2, 5, 8])
        #expect(try Tensor.arange(3, 0, step: -2).scalars(as: Int.self) == [3, 1])
        #expect(try Tensor.arange(-3).count == 0 && Tensor.arange(5, 2).count == 0)
        #expect(try Tensor.arange(0, 1, step: 0.25).scalars(as: Float.self) == [0, 0.25, 0.5, 0.75])
        #expect(try Tensor.eye(2) == Tensor([[1, 0], [0, 1]] as [[Float]]))
        for shape in [[-1], [1 << 40], [1 << 30, 1 << 30], [0, 1 << 31, 1 << 31, 1 << 31]] {
            #expect(throws: TensorError.self) { try Tensor.zeros(Shape(shape)) }
        }
        #expect(throws: TensorError.self) { try Tensor.arange(0, 5, step: 0) }
        #expect(throws: TensorError.self) { try Tensor.arange(0, .infinity) }
        #expect(throws: TensorError.self) { try Tensor.arange(Int.max) }
        #expect(throws: TensorError.self) { try Tensor.arange(0.0, 1, step: 0) }
        #expect(throws: TensorError.self) { try Tensor.eye(-1) }
        #expect(throws: TensorError.self) { try Tensor.eye(.max) }
    }

    @Test("reshaping keeps elements and their order; one size may be -1")
    func reshaping() throws {
        let x = try Tensor.arange(12)
        #expect(try x.reshaped(3, 4).reshaped([2, -1, 3]).shape == [2, 2, 3])
        #expect(try x.reshaped(-1).shape == [12] && x[0..<1].reshaped([]).shape == [])
        #expect(try Tensor.zeros([0, 5]).reshaped(5, -1).shape == [5, 0])
        #expect(message { try x.reshaped(5, -1) }.contains("12 is no multiple of 5"))
        #expect(message { try x.reshaped(5, 2) }.contains("cannot take the shape [5, 2], which has 10"))
        #expect(message { try x.reshaped(-1, -1) }.contains("at most one -1"))
        #expect(message { try x.reshaped(-2, -6) }.contains("sizes of 0 or more"))
        #expect(throws: TensorError.self) { try Tensor.zeros([0]).reshaped(0, -1) }
        #expect(throws: TensorError.self) { try Tensor.zeros([0]).reshaped([0, 1 << 31, 1 << 31, 1 << 31]) }
        #expect(throws: TensorError.self) { try x.reshaped(.max, .max) }
        #expect(try x.reshaped(3, 4).flattened() == x)
    }

    @Test("axes are added, removed, exchanged and flipped")
    func axes() throws {
        let x = try Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(x.transposed() == (try Tensor([[1, 4], [2, 5], [3, 6]])))
        #expect(try x.reshaped(1, 2, 3).transposed([2, 0, 1]) == Tensor([[[1, 4]], [[2, 5]], [[3, 6]]]))
        #expect(try x.swappingAxes(0, -1) == x.transposed())
        #expect(try x.flipped(axis: 1) == Tensor([[3, 2, 1], [6, 5, 4]]))
        #expect(
            try x.expandingDimensions(at: 0).shape == [1, 2, 3] && x.expandingDimensions(at: -2).shape == [2, 1, 3])
        #expect(try x.expandingDimensions(at: 1).squeezed(at: 1) == x)
        #expect(try x.broadcast(to: [2, 2, 3])[1] == x)
        #expect(try x.repeated(2, axis: 1) == Tensor([[1, 1, 2, 2, 3, 3], [4, 4, 5, 5, 6, 6]]))
        #expect(try Tensor([1, 2]).padded([(1, 2)], value: 9) == Tensor([9, 1, 2, 9, 9]))
        for body in [
            { try x.expandingDimensions(at: 3) }, { try x.expandingDimensions(at: -4) }, { try x.squeezed(at: 0) },
            { try x.transposed([0]) }, { try x.transposed([0, 0]) }, { try x.flipped(axis: 2) },
            { try x.broadcast(to: [3, 3]) }, { try x.broadcast(to: [3]) }, { try x.repeated(-1, axis: 0) },
            { try x.repeated(.max, axis: 0) }, { try x.padded([(1, 1)]) }, { try x.padded([(-1, 0), (0, 0)]) },
            { try x.padded([(.max, .max), (0, 0)]) }, { try x.swappingAxes(0, 2) }, { try x.take([2]) },
        ] as [() throws -> Tensor] {
            #expect(throws: TensorError.self) { try body() }
        }
    }

    @Test("tensors are joined along old and new axes")
    func joining() throws {
        let (x, y) = (try Tensor([[1, 2], [3, 4]]), try Tensor([[5], [6]]))
        #expect(try Tensor.concatenated([x, y], axis: 1) == Tensor([[1, 2, 5], [3, 4, 6]]))
        #expect(try Tensor.concatenated([x, x], axis: -2) == Tensor([[1, 2], [3, 4], [1, 2], [3, 4]]))
        #expect(try Tensor.stacked([x, x], axis: -1) == Tensor([[[1, 1], [2, 2]], [[3, 3], [4, 4]]]))
        #expect(try Tensor.concatenated([x, Tensor.ones([1, 2])]).elementType == .float32)
        #expect(message { try Tensor.concatenated([x, y]) }.contains("tensor 1 of the shape [2, 1]"))
        #expect(message { try Tensor.stacked([x, y]) }.contains("tensor 1 has the shape [2, 1]"))
        #expect(throws: TensorError.self) { try Tensor.concatenated([]) }
        #expect(throws: TensorError.self) { try Tensor.stacked([]) }
        #expect(throws: TensorError.self) { try Tensor.concatenated([Tensor(1), Tensor(2)]) }
        #expect(throws: TensorError.self) { try Tensor.stacked([x], axis: 4) }
    }

    @Test("labels become rows with a one, and a wrong label is named")
    func categorical() throws {
        #expect(try Tensor([1, 0, 2]).toCategorical() == Tensor([[0, 1, 0], [1, 0, 0], [0, 0, 1]] as [[Float]]))
        #expect(try Tensor([[1], [0]] as [[UInt8]]).toCategorical(classes: 3).shape == [2, 3])
        #expect(try Tensor([1]).toCategorical(classes: 2).shape == [1, 2])
        #expect(try Tensor([[1, 0], [0, 1]]).toCategorical().shape == [2, 2, 2])
        #expect(try Tensor([1.0, 2.0]).toCategorical().shape == [2, 3])
        #expect(try Tensor([] as [Int]).toCategorical(classes: 4).shape == [0, 4])
        #expect(
            message { try Tensor([0, 10]).toCategorical(classes: 10) }.contains(
                "label 10 at index 1 is outside of 0..<10"))
        #expect(message { try Tensor([-1]).toCategorical() }.contains("label -1 at index 0"))
        #expect(message { try Tensor([0.5]).toCategorical() }.contains("0.5 at index 0 is not a whole number"))
        #expect(throws: TensorError.self) { try Tensor([Double.nan]).toCategorical() }
        #expect(throws: TensorError.self) { try Tensor([0]).toCategorical(classes: -1) }
        #expect(throws: TensorError.self) { try Tensor([1e18]).toCategorical() }
    }

    @Test("counting, sorting and finding")
    func counting() throws {
        #expect(try Tensor([3, 1, 3]).binCount(minimumLength: 5) == Tensor([0, 1, 0, 2, 0]))
        #expect(throws: TensorError.self) { try Tensor([-1]).binCount() }
        #expect(throws: TensorError.self) { try Tensor([1e17]).binCount() }
        #expect(try Tensor([2.5, .nan, 1, 2.5, .nan]).uniqueCounts().counts == Tensor([1, 2, 2]))
        #expect(try Tensor([3, 1, 2]).argSorted() == Tensor([1, 2, 0]))
        #expect(
            try Tensor([[1, 2, 2], [.nan, 0, 5]]).argSorted(descending: true) == Tensor([[1, 2, 0], [2, 1, 0]]))
        #expect(try Tensor([[0, 1], [1, 1]]).nonZeroIndices(axis: 1) == Tensor([1, 0, 1]))
        #expect(throws: TensorError.self) { try Tensor(1).nonZeroIndices() }
        #expect(throws: TensorError.self) { try Tensor(1).argSorted() }
        #expect(throws: TensorError.self) { try Tensor([1, 2]).scalar }
    }

    @Test("random tensors follow their seed and stay in their range")
    func random() throws {
        var stream = RandomStream(seed: 5)
        let uniform = try Tensor.uniform([1000], in: -1..<1, using: &stream)
        #expect(try uniform.min().scalar >= -1 && uniform.max().scalar < 1 && abs(uniform.mean().scalar) < 0.1)
        let narrow = try Tensor.uniform([100], in: 0.99999999..<1, using: &stream)
        #expect(try narrow.max().scalar < 1)
        let normal = try Tensor.normal([1000], mean: 5, standardDeviation: 0.1, using: &stream)
        #expect(try abs(normal.mean().scalar - 5) < 0.02)
        var (first, second) = (RandomStream(seed: 6), RandomStream(seed: 6))
        let x = try Tensor.arange(100)
        #expect(try x.shuffled(using: &first) == x.shuffled(using: &second))
        #expect(throws: TensorError.self) { try Tensor.normal([-1], using: &stream) }
        #expect(throws: TensorError.self) { try Tensor(1).shuffled(using: &stream) }
    }
}
