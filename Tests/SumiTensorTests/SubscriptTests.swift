import SumiTensor
import Testing

@Suite("Subscripts and slices")
struct SubscriptTests {
    let x: Tensor
    init() throws { x = try Tensor.arange(24).reshaped(2, 3, 4) }

    private func expect(
        _ tensor: Tensor, _ shape: Shape, _ values: [Int], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(tensor.shape == shape, sourceLocation: sourceLocation)
        #expect(tensor.scalars(as: Int.self) == values, sourceLocation: sourceLocation)
    }

    @Test("a place takes its axis away, and negative places count from the end")
    func places() throws {
        expect(try x[1, 2, 3], [], [23])
        expect(try x[-1, -3, 0], [], [12])
        expect(try x[0, 1], [4], [4, 5, 6, 7])
        expect(try x[1], [3, 4], Array(12..<24))
        #expect(try x[1, 2, 3].scalar == 23)
    }

    @Test("ranges keep their axis and are cut at the tensor's end")
    func ranges() throws {
        expect(try x[0..<1, 1...2, 2...], [1, 2, 2], [6, 7, 10, 11])
        expect(try x[..<1, ...0, ..<(-3)], [1, 1, 1], [0])
        expect(try x[0, 0, (-2)...], [2], [2, 3])
        expect(try x[0, 0, ...(-1)], [4], [0, 1, 2, 3])
        expect(try x[0, 0, -3 ... -2], [2], [1, 2])
        expect(try x[0, 0, 2..<100], [2], [2, 3])
        expect(try x[0, 0, 7..<9], [0], [])
        expect(try x[0, 0, 1...Int.max], [3], [1, 2, 3])
        expect(try x[0, 0, Int.min..<Int.max], [4], [0, 1, 2, 3])
        expect(try x.prefix(1), [1, 3, 4], Array(0..<12))
        expect(try x.prefix(9), [2, 3, 4], Array(0..<24))
        expect(try x.prefix(-1), [0, 3, 4], [])
    }

    @Test("the unbounded range stands for all axes not spoken of")
    func unbounded() throws {
        expect(try x[...], [2, 3, 4], Array(0..<24))
        expect(try x[..., 0], [2, 3], [0, 4, 8, 12, 16, 20])
        expect(try x[1, ..., 0], [3], [12, 16, 20])
        expect(try x[..., 0, 0], [2], [0, 12])
        expect(try x[.remaining, 1], [2, 3], [1, 5, 9, 13, 17, 21])
    }

    @Test("strides step forwards and backwards on several axes")
    func strides() throws {
        expect(try x[0, stride(from: 0, to: 3, by: 2), stride(from: 1, through: 3, by: 2)], [2, 2], [1, 3, 9, 11])
        expect(try x[0, 0, stride(from: 3, through: 0, by: -1)], [4], [3, 2, 1, 0])
        expect(try x.flipped(axis: 1)[0], [3, 4], [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3])
        #expect(throws: TensorError.self) { try x[stride(from: 0, to: Int.max, by: 1)] }
    }

    /// The expected places are those of Python's `range(4)[start:end:step]`.
    @Test(
        "a slice is NumPy's",
        arguments: [
            (1, -1, 1, [1, 2]), (nil, nil, -1, [3, 2, 1, 0]), (nil, nil, 2, [0, 2]), (-1, nil, -2, [3, 1]),
            (9, -9, -1, [3, 2, 1, 0]), (2, 0, -1, [2, 1]), (0, 2, -1, []), (3, 1, 1, []), (nil, -1, 1, [0, 1, 2]),
            (nil, nil, .max, [0]), (nil, nil, .min, [3]), (-9, 9, 3, [0, 3]), (.min, .max, 1, [0, 1, 2, 3]),
        ] as [(Int?, Int?, Int, [Int])])
    func slices(start: Int?, end: Int?, step: Int, places: [Int]) throws {
        expect(try x[0, 0, .slice(start, end, step: step)], [places.count], places)
        expect(try x[0, 0..., 0][.slice(start, end, step: step)].prefix(0), [0], [])
        #expect(throws: TensorError.self) { try x[.slice(step: 0)] }
    }

    @Test("lists, tensors and masks select places")
    func lists() throws {
        expect(try x[[1, 0, -1]][..., 0, 0], [3], [12, 0, 12])
        expect(try x[0, [2, 0]], [2, 4], [8, 9, 10, 11, 0, 1, 2, 3])
        expect(try x[0, 0..., [3]], [3, 1], [3, 7, 11])
        expect(try x[Tensor([1])], [1, 3, 4], Array(12..<24))
        expect(try x.take([3, 0], axis: -1)[1], [3, 2], [15, 12, 19, 16, 23, 20])
        expect(try x[x .> 20], [3], [21, 22, 23])
        expect(try x[0, Tensor([true, false, true])], [2, 4], [0, 1, 2, 3, 8, 9, 10, 11])
        expect(try x[Tensor([[true, false, false], [false, false, true]]), 1], [2], [1, 21])
        expect(try Tensor.eye(3, as: .int32)[Tensor([2, 0])], [2, 3], [0, 0, 1, 1, 0, 0])
    }

    @Test("a new axis has size 1")
    func newAxis() throws {
        expect(try x[0, 0, .newAxis, 0...], [1, 4], [0, 1, 2, 3])
        expect(try x[0, 0][..., .newAxis], [4, 1], [0, 1, 2, 3])
    }

    @Test("elements and slices can be set")
    func mutation() throws {
        var y = x
        try y.set(-1, at: 0, 0, 0)
        try y.set(Tensor([7, 8]), at: 1, 1..., 0)
        try y.set(0, at: y .> 14)
        expect(y, [2, 3, 4], [-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 7, 0, 0, 0, 8, 0, 0, 0])
        expect(x, [2, 3, 4], Array(0..<24))
        try y.set(Tensor([[1], [2], [3]]), at: 0)
        expect(try y[0], [3, 4], [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
        try y.set(9.9, at: [1, 1])
        expect(try y[1, 0], [4], [9, 9, 9, 9])
        #expect(throws: TensorError.self) { try y.set(Tensor([1, 2, 3]), at: 0, 0) }
        #expect(throws: TensorError.self) { try y.set(Tensor([[1, 2], [3, 4]]), at: 0, 0, 0..<2) }
    }

    @Test("setting single elements of a large tensor copies nothing")
    func mutationInPlace() throws {
        var y = try Tensor.zeros([4_000_000])
        let clock = ContinuousClock()
        let time = try clock.measure { for index in 0..<1000 { try y.set(Float(index), at: index) } }
        #expect(try y[999].scalar == 999)
        // A copy for each element would take 16 GB of traffic, seconds; in place it is milliseconds.
        #expect(time < .seconds(1))
    }

    @Test("what is outside or too much is an error that says so")
    func errors() throws {
        func message(_ body: () throws -> Tensor) -> String {
            do { return try body().description } catch { return "\(error)" }
        }
        #expect(message { try x[2] } == "index 2 is outside of axis 0 of the shape [2, 3, 4]: allowed are -2...1")
        #expect(message { try x[0, -4] } == "index -4 is outside of axis 1 of the shape [2, 3, 4]: allowed are -3...2")
        #expect(message { try x[0, 0, 0, 0] } == "4 indices for the shape [2, 3, 4], which has 3 axes")
        #expect(message { try x[.remaining, .remaining] }.contains("only once"))
        #expect(message { try x[[0], [1]] }.contains("one after the other"))
        #expect(message { try x[Int.min] }.contains("outside"))
        #expect(message { try x[Tensor([true])] }.contains("mask of the shape [1]"))
        #expect(message { try x[Tensor(true)] }.contains("mask"))
        #expect(message { try Tensor.zeros([0])[0] }.contains("the axis is empty"))
        #expect(message { try x[..., [5]] }.contains("index 5"))
        #expect(throws: TensorError.self) { try x.shape[3] }
        #expect(try x.shape[-1] == 4)
    }
}
