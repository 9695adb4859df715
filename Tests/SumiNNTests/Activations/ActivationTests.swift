import Sumi
import Testing

struct ActivationTests {
    private func values(_ activation: Activation, _ x: [Double]) throws -> [Double] {
        try LayerProbe(activation)(Tensor(shape: [1, x.count], doubles: x, elementType: .float32)).doubles
    }

    private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test("functions take Keras' settings")
    func settings() throws {
        #expect(isClose(try values(.leakyReLU(slope: 0.5), [-2, 3]), [-1, 3]))
        #expect(isClose(try values(.elu(alpha: 2), [-100, 1]), [-2, 1]))
        #expect(isClose(try values(.relu(maxValue: 2), [-1, 1, 5]), [0, 1, 2]))
        #expect(
            isClose(
                try values(.relu(negativeSlope: 0.5, maxValue: 3, threshold: 1), [-1, 0.5, 2, 5]), [-1, -0.25, 2, 3]))
        #expect(isClose(try values(.threshold(1, value: -7), [0, 1, 2]), [-7, -7, 2]))
        #expect(isClose(try values(.hardShrink(threshold: 1), [-2, 0.7, 2]), [-2, 0, 2]))
        #expect(isClose(try values(.softShrink(threshold: 1), [-2, 0.7, 2]), [-1, 0, 1]))
        #expect(isClose(try values(.squareplus(b: 0), [-2, 3]), [0, 3]))
        #expect(isClose(try values(.gelu(approximate: true), [1, -1]), [0.841192, -0.158808]))
        #expect(isClose(try values(.celu(alpha: 2), [-100, 1]), [-2, 1]))
    }

    @Test("softmax works along any axis")
    func axes() throws {
        let x = Tensor.random([2, 3, 4])
        let y = try LayerProbe(Activation.softmax(axis: 1))(x)
        let moved = try LayerProbe(Activation.softmax)(x.permuted([0, 2, 1])).permuted([0, 2, 1])
        #expect(zip(y.doubles, moved.doubles).allSatisfy { abs($0 - $1) < 1e-7 })
    }

    /// τ by sorting, as the paper has it.
    private func sparsemax(_ x: [Double]) -> [Double] {
        let sorted = x.sorted(by: >)
        var (sum, threshold) = (0.0, 0.0)
        for (index, value) in sorted.enumerated() {
            sum += value
            if 1 + Double(index + 1) * value > sum { threshold = (sum - 1) / Double(index + 1) }
        }
        return x.map { max($0 - threshold, 0) }
    }

    @Test("sparsemax projects onto the simplex, ties included", arguments: [1, 2, 3, 4])
    func sparsemax(seed: Int) throws {
        let row = Tensor.random([9], seed: UInt64(seed)).doubles.map { ($0 * 4).rounded() / 2 }
        #expect(isClose(try values(.sparsemax, row), sparsemax(row)), "of \(row)")
        #expect(isClose(try values(.sparsemax, row.map { $0 / 8 }), sparsemax(row.map { $0 / 8 })), "of \(row) / 8")
    }

    @Test("softmax and sigmoid remember their logits, as a layer too")
    func logits() {
        let trace = Trace()
        let scope = Scope(trace: trace, isTraining: false, registry: WeightRegistry())
        let x = trace.input("x", TensorType([2, 3]))
        #expect(Activation.softmax(x).logits?.id == x.id)
        #expect(Activation.sigmoid(x).logits?.id == x.id)
        #expect(Activation(.softmax).trace(x, in: scope).logits?.id == x.id)
        #expect(Softmax().trace([x], in: scope)[0].logits?.id == x.id)
        #expect(Dense(2, activation: .sigmoid).trace(x, in: scope).logits != nil)
        #expect(Activation.tanh(x).logits == nil)
    }

    @Test("a function of one's own is an activation and a layer")
    func own() throws {
        let doubled = Activation("doubled") { x in x * 2 }
        #expect(try values(doubled, [1, 2]) == [2, 4])
        let y = try LayerProbe(Dense(1, activation: doubled, kernelInitializer: .ones))(.full([1, 3], 1.0))
        #expect(y.doubles == [6])
    }

    @Test("every name leads to its function, and names are the same both ways")
    func names() throws {
        #expect(Activation.names.count == 29)
        for name in Activation.names { #expect(Activation.named(name)?.name == name) }
        #expect(Activation.named("swish") == .silu)
        #expect(Activation.named("hard_swish") == .hardSilu)
        #expect(Activation.named("Relu") == nil)
        #expect(try values(Activation("relu"), [-1, 2]) == [0, 2])
    }

    @Test(
        "settings survive a file",
        arguments: [
            Activation.relu(negativeSlope: 0.1, maxValue: 4, threshold: 0.5), .leakyReLU(slope: 0.4), .elu(alpha: 0.5),
            .celu(alpha: 3), .gelu(approximate: true), .squareplus(b: 1), .hardShrink(threshold: 2), .softmax(axis: 1),
            .softShrink(threshold: 2), .threshold(1, value: 2), .logSoftmax(axis: 1), .glu(axis: 1),
            .sparsemax(axis: 1), .mish,
        ])
    func roundTrip(_ activation: Activation) throws {
        #expect(try Activation(configuration: activation.configuration) == activation)
    }
}
