import SumiTensor
import Testing

@Suite("Arithmetic and comparison")
struct ArithmeticTests {
    @Test("uint8 pixels divided by 255 are float32, exactly rounded")
    func pixels() throws {
        let pixels = try Tensor((0...255).map { UInt8($0) })
        let scaled = pixels / 255
        #expect(scaled.elementType == .float32)
        #expect(scaled.scalars(as: Float.self) == (0...255).map { Float(Double($0) / 255) })
        let many = try Tensor.stacked([Tensor](repeating: pixels, count: 5))
        #expect(try (many / 255)[4] == scaled && (many + 10)[1] == pixels + 10 && (2 - many)[2] == 2 - pixels)
        var changed = pixels
        changed /= 255
        #expect(changed == scaled)
    }

    @Test("two element types meet in the documented one")
    func promotion() throws {
        let types: [ElementType] = [.bool, .uint8, .int32, .uint32, .float32, .float64]
        let table: [[ElementType]] = [
            [.bool, .uint8, .int32, .uint32, .float32, .float64],
            [.uint8, .uint8, .int32, .uint32, .float32, .float64],
            [.int32, .int32, .int32, .float64, .float32, .float64],
            [.uint32, .uint32, .float64, .uint32, .float32, .float64],
            [.float32, .float32, .float32, .float32, .float32, .float64],
            [.float64, .float64, .float64, .float64, .float64, .float64],
        ]
        for (row, first) in types.enumerated() {
            for (column, second) in types.enumerated() {
                #expect(first.promoted(with: second) == table[row][column])
                let sum = try Tensor.ones([2], as: first) + Tensor.ones([2], as: second)
                let expected = table[row][column] == .bool ? .int32 : table[row][column]
                #expect(sum.elementType == expected && sum.scalars(as: Int.self) == [2, 2])
                let joined = try Tensor.concatenated([.ones([2], as: first), .zeros([1], as: second)])
                #expect(joined.elementType == table[row][column])
            }
        }
        #expect(try (Tensor.ones([1], as: .float16) + Tensor.ones([1], as: .bfloat16)).elementType == .float32)
    }

    @Test("a Swift number takes the tensor's type where it fits")
    func scalars() throws {
        let bytes = try Tensor([1, 250] as [UInt8])
        #expect(bytes + 10 == (try Tensor([11, 4] as [UInt8])))
        #expect(bytes + 300 == (try Tensor([301, 550])))
        #expect(bytes * -1 == (try Tensor([-1, -250])))
        #expect(bytes - 0.5 == (try Tensor([0.5, 249.5] as [Float])))
        #expect((bytes + 5_000_000_000).elementType == .float64)
        #expect(1 - bytes == (try Tensor([0, 7] as [UInt8])))
        #expect(-bytes == (try Tensor([255, 6] as [UInt8])))
        #expect(2 / (try Tensor([4.0, 8.0])) == (try Tensor([0.5, 0.25])))
        #expect((try Tensor([true, false])) + 1 == (try Tensor([2, 1])))
        #expect((try Tensor([1, 2])) + true == (try Tensor([2, 3])))
        #expect((try Tensor([.max, 1] as [UInt32])) + 1 == (try Tensor([0, 2] as [UInt32])))
    }

    @Test("whole numbers wrap around and never trap")
    func wrapping() throws {
        let large = try Tensor([Int32.max, .min])
        #expect(large + 1 == (try Tensor([Int32.min, .min + 1])))
        #expect(large * 2 == (try Tensor([-2, 0] as [Int32])))
        #expect(-large == (try Tensor([-Int32.max, .min])))
        #expect(large.magnitude() == (try Tensor([Int32.max, .min])))
        #expect(try (large / Tensor([0, -1])).scalars(as: Float.self) == [.infinity, 2_147_483_648])
        #expect((large / 0).scalars(as: Float.self) == [.infinity, -.infinity])
    }

    @Test("axes of size 1 and missing axes are repeated")
    func broadcasting() throws {
        let matrix = try Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(try matrix + Tensor([10, 20, 30]) == Tensor([[11, 22, 33], [14, 25, 36]]))
        #expect(try matrix - Tensor([[1], [2]]) == Tensor([[0, 1, 2], [2, 3, 4]]))
        #expect(try Tensor([[1], [2]]) * Tensor([10, 20]) == Tensor([[10, 20], [20, 40]]))
        #expect(try Tensor(100) - matrix == Tensor([[99, 98, 97], [96, 95, 94]]))
        #expect(try (Tensor.ones([0, 3]) + Tensor.ones([3])).shape == [0, 3])
        #expect(try matrix.maximum(Tensor([3])) == Tensor([[3, 3, 3], [4, 5, 6]]))
        let error = #expect(throws: TensorError.self) { try matrix + Tensor([1, 2]) }
        #expect(error?.message.hasPrefix("+: the shapes [2, 3] and [2] do not fit") == true)
        #expect(throws: TensorError.self) { try Tensor.zeros([1 << 18, 1]) + Tensor.zeros([1, 1 << 18]) }
    }

    @Test("comparisons give bool tensors")
    func comparisons() throws {
        let x = try Tensor([1, 5, 3])
        let y = try Tensor([1, 2, 4])
        #expect(try (x .== y) == Tensor([true, false, false]))
        #expect(try (x .!= y) == Tensor([false, true, true]))
        #expect(try (x .< y) == Tensor([false, false, true]))
        #expect(try (x .<= y) == Tensor([true, false, true]))
        #expect(try (x .> y) == Tensor([false, true, false]))
        #expect(try (x .>= y) == Tensor([true, true, false]))
        #expect(try ((x .> 1) .& (x .< 5)) == Tensor([false, false, true]))
        #expect(try ((x .== 1) .| (x .== 5)) == Tensor([true, true, false]))
        #expect(try .!(x .== 1) == Tensor([false, true, true]))
        #expect(try (Tensor([0.1] as [Float]) .== 0.1) == Tensor([true]))
        #expect(try (Tensor([1, 2]) .== Tensor([[1], [2]])) == Tensor([[true, false], [false, true]]))
        #expect(try (x .> 2.5) == Tensor([false, true, true]))
        #expect(throws: TensorError.self) { try x .== Tensor([1, 2]) }
        #expect(throws: TensorError.self) { try Tensor([true, false]) .& Tensor([true, false, true]) }
        #expect(try (Tensor(5) .== x) == Tensor([false, true, false]))
    }

    @Test("near is near: tolerance, shape, NaN")
    func approximate() throws {
        let x = try Tensor([1, 2] as [Float])
        #expect(x.isApproximatelyEqual(to: x + 1e-6))
        #expect(!x.isApproximatelyEqual(to: x + 1e-3))
        #expect(x.isApproximatelyEqual(to: x + 1e-3, absoluteTolerance: 1e-2))
        #expect(!x.isApproximatelyEqual(to: try x.reshaped(2, 1)))
        #expect(!(try Tensor([Float.nan])).isApproximatelyEqual(to: try Tensor([Float.nan])))
        #expect((try Tensor([Float.infinity])).isApproximatelyEqual(to: try Tensor([Float.infinity])))
        #expect(!(try Tensor([Float(1)])).isApproximatelyEqual(to: try Tensor([Float.infinity])))
    }

    @Test("functions of elements")
    func functions() throws {
        let x = try Tensor([0, 1, 4] as [Float])
        #expect(x.squareRoot().scalars(as: Float.self) == [0, 1, 2])
        #expect(x.log().scalars(as: Float.self)[0] == -.infinity)
        #expect(x.log().exp().isApproximatelyEqual(to: x))
        #expect(x.power(2).scalars(as: Float.self) == [0, 1, 16])
        #expect(try (Tensor([-2, 3])).magnitude() == Tensor([2, 3]))
        #expect(try Tensor([0.5, 1.5, -0.4]).rounded() == Tensor([0.0, 2.0, -0.0]))
        #expect(try Tensor([-5, 3, 300]).clipped(0, 255) == Tensor([0, 3, 255]))
        #expect(try Tensor([Float.nan, 2]).clipped(0.0, 1.0).scalars(as: Float.self).map(\.isNaN) == [true, false])
    }

    @Test("conversion drops fractions, stops at the ends and wraps whole numbers")
    func conversion() throws {
        let floats = try Tensor([-1.9, 2.9, 300, .nan, 1e20] as [Float])
        #expect(floats.converted(to: .uint8).scalars(as: UInt8.self) == [0, 2, 255, 0, 255])
        #expect(floats.converted(to: .int32).scalars(as: Int32.self) == [-1, 2, 300, 0, .max])
        #expect(floats.converted(to: .bool).scalars(as: Bool.self) == [true, true, true, true, true])
        #expect(try Tensor([300, -1]).converted(to: .uint8).scalars(as: Int.self) == [44, 255])
        #expect(try Tensor([true, false]).converted(to: .float32).scalars(as: Float.self) == [1, 0])
        #expect(try Tensor([0.5, 65504, 1e-8]).converted(to: .float16).scalars(as: Double.self) == [0.5, 65504, 0])
        #expect(try Tensor([1.00390625]).converted(to: .bfloat16).scalars(as: Float.self) == [1])
        for source in ElementType.allCases {
            for target in ElementType.allCases {
                #expect(
                    try Tensor([0, 1]).converted(to: source).converted(to: target).scalars(as: Int.self) == [0, 1])
            }
        }
    }
}
