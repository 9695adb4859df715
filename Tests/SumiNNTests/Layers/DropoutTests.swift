import Sumi
import Testing

struct DropoutTests {
    private func dropped(_ layer: Dropout, seed: UInt64 = 7, step: UInt32 = 0, _ shape: Shape = [40, 50]) throws
        -> [Double]
    {
        var probe = LayerProbe(layer, isTraining: true)
        probe.seed = seed
        probe.step = step
        return try probe(.full(shape, 1.0)).doubles
    }

    @Test(
        "the share of zeros is the rate, and the others are divided by what is left", arguments: [0.1, 0.25, 0.5, 0.9])
    func share(rate: Double) throws {
        let values = try dropped(Dropout(rate))
        let kept = Double(Float(1 / (1 - rate)))
        #expect(values.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-6 * kept })
        let share = Double(values.count { $0 == 0 }) / Double(values.count)
        // Four standard deviations of a share of 2000.
        #expect(abs(share - rate) < 4 * (rate * (1 - rate) / 2000).squareRoot())
    }

    @Test("a rate of 0, and inference, give back the input itself, with its logits")
    func identity() throws {
        let trace = Trace()
        let registry = WeightRegistry()
        let x = Activation.softmax(trace.input("x", TensorType([2, 3])))
        let training = Scope(trace: trace, isTraining: true, registry: registry)
        let inference = Scope(trace: trace, isTraining: false, registry: registry)
        #expect(Dropout(0).trace(x, in: training).logits?.id == x.logits?.id)
        #expect(Dropout(0.5).trace(x, in: inference).logits?.id == x.logits?.id)
        #expect(x.logits != nil && trace.failure == nil)
    }

    @Test("a rate of 1 gives zeros")
    func everything() throws {
        #expect(try dropped(Dropout(1)).allSatisfy { $0 == 0 })
    }

    @Test("other seeds and steps drop other elements, the same ones the same")
    func keys() throws {
        let first = try dropped(Dropout(0.5))
        #expect(try dropped(Dropout(0.5)) == first)
        #expect(try dropped(Dropout(0.5), seed: 8) != first)
        #expect(try dropped(Dropout(0.5), seed: 7 + 1 << 32) != first)
        #expect(try dropped(Dropout(0.5), step: 1) != first)
    }

    @Test("a seed of the layer's own makes it independent of the model's, but not of the step")
    func ownSeed() throws {
        let first = try dropped(Dropout(0.5, seed: 3))
        #expect(try dropped(Dropout(0.5, seed: 3), seed: 99) == first)
        #expect(try dropped(Dropout(0.5, seed: 4)) != first)
        #expect(try dropped(Dropout(0.5, seed: 3), step: 1) != first)
        #expect(try dropped(Dropout(0.5, seed: -1)) != first)
    }

    @Test("a noise shape drops whole rows or columns")
    func noiseShape() throws {
        let values = try dropped(Dropout(0.5, noiseShape: [nil, 1]), [30, 4])
        let rows = (0..<30).map { Set(values[$0 * 4..<$0 * 4 + 4]) }
        #expect(rows.allSatisfy { $0.count == 1 })
        #expect(Set(rows).count == 2)
    }

    @Test("every engine drops the same elements", arguments: CPUVariants.all)
    func engines(_ engine: CPUVariants) throws {
        var probe = LayerProbe(Dropout(0.3), isTraining: true)
        let expected = try probe(.full([7, 11], 1.0)).doubles.map { $0 == 0 }
        probe.engine = engine.engine
        #expect(try probe(.full([7, 11], 1.0)).doubles.map { $0 == 0 } == expected)
    }
}

/// The CPU engine with each instruction set this machine has.
struct CPUVariants: CustomStringConvertible, Sendable {
    var description: String
    var engine: any Engine

    static let all = InstructionSet.available.map {
        CPUVariants(description: "\($0)", engine: CPUEngine(instructionSet: $0, threads: 2))
    }
}
