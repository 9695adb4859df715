import SumiTensor
import Testing

@Suite("Reductions")
struct ReductionTests {
    let x: Tensor
    init() throws { x = try Tensor.arange(24).reshaped(2, 3, 4) }

    @Test(
        "sums over any axes agree with plain loops",
        arguments: [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2], [], [-1], [2, 0]])
    func sums(axes: [Int]) throws {
        let reduced = Set(axes.map { $0 < 0 ? $0 + 3 : $0 })
        var expected: [[Int]: Int] = [:]
        for (index, value) in x.scalars(as: Int.self).enumerated() {
            let place = [index / 12, index / 4 % 3, index % 4]
            expected[(0..<3).filter { !reduced.contains($0) }.map { place[$0] }, default: 0] += value
        }
        let sum = try x.sum(axes: axes)
        let keys = expected.keys.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(sum.scalars(as: Int.self) == keys.map { expected[$0] ?? 0 })
        #expect(sum.shape.dimensions == (0..<3).filter { !reduced.contains($0) }.map { x.shape.dimensions[$0] })
        let kept = try x.sum(axes: axes, keepingDimensions: true)
        #expect(kept.shape.dimensions == (0..<3).map { reduced.contains($0) ? 1 : x.shape.dimensions[$0] })
        let mean = try x.converted(to: .float32).mean(axes: axes)
        let size = Double(24 / keys.count)
        #expect(mean.isApproximatelyEqual(to: sum / size) && mean.elementType == .float32)
    }

    @Test("sums have the documented types")
    func types() throws {
        #expect(try Tensor([200, 200] as [UInt8]).sum().scalar(as: Int.self) == 400)
        #expect(try Tensor([true, true, false]).sum() == Tensor(2))
        #expect(try Tensor([true, true, false, false]).mean() == Tensor(Float(0.5)))
        #expect(try Tensor([1.5, 2]).sum().elementType == .float64)
        #expect(try Tensor([UInt32.max]).sum().elementType == .uint32)
        let error = #expect(throws: TensorError.self) { try Tensor([Int32.max, 1]).sum() }
        #expect(error?.message.contains(".float64") == true)
        #expect(try Tensor([Float.infinity]).sum().scalar == .infinity)
    }

    @Test("a long float32 sum loses nothing on the way")
    func precision() throws {
        let many = try Tensor.full([1 << 20], 0.1 as Float)
        #expect(abs(try many.mean().scalar - Double(Float(0.1))) < 1e-9)
    }

    @Test("minimum, maximum and their places")
    func extremes() throws {
        let scores = try Tensor([[0.1, 0.7, 0.2], [0.5, 0.1, 0.5]] as [[Float]])
        #expect(try scores.argMax(axis: 1) == Tensor([1, 0]))
        #expect(try scores.argMax(axis: -1, keepingDimensions: true) == Tensor([[1], [0]]))
        #expect(try scores.argMin(axis: 0) == Tensor([0, 1, 0]))
        #expect(try scores.argMax() == Tensor(1))
        #expect(try scores.max() == Tensor(Float(0.7)))
        #expect(try scores.min(axis: 1) == Tensor([0.1, 0.1] as [Float]))
        #expect(try x.max(axis: 1) == Tensor([[8, 9, 10, 11], [20, 21, 22, 23]]))
        #expect(try Tensor([3, 200] as [UInt8]).max() == Tensor(UInt8(200)))
        let broken = try Tensor([1, .nan, 0, .nan] as [Float])
        #expect(try broken.argMax() == Tensor(1) && broken.argMin() == Tensor(1))
        #expect(try broken.max().scalar.isNaN)
    }

    @Test("spread, and truth of all or any")
    func others() throws {
        #expect(try Tensor([1.0, 2, 3, 4]).variance().scalar == 1.25)
        #expect(try Tensor([[1, 3], [2, 6]]).std(axis: 1) == Tensor([1, 2] as [Float]))
        #expect(try Tensor([[true, false], [true, true]]).all(axis: 1) == Tensor([false, true]))
        #expect(try Tensor([[0, 0], [0, 2]]).any(axis: 0) == Tensor([false, true]))
        #expect(try Tensor([true, false]).any() == Tensor(true))
        #expect(try Tensor([true, false]).all() == Tensor(false))
    }

    @Test("of nothing: sum 0, mean NaN, no maximum")
    func empty() throws {
        let nothing = try Tensor.zeros([0, 3])
        #expect(try nothing.sum(axis: 0) == Tensor([0, 0, 0] as [Float]))
        #expect(try nothing.sum(axis: 1).shape == [0])
        #expect(try nothing.mean().scalar.isNaN)
        #expect(try nothing.max(axis: 1).shape == [0])
        #expect(throws: TensorError.self) { try nothing.max(axis: 0) }
        #expect(throws: TensorError.self) { try nothing.argMax() }
        #expect(throws: TensorError.self) { try x.sum(axis: 3) }
        #expect(throws: TensorError.self) { try x.sum(axes: [0, -3]) }
    }
}
