import Sumi
import Testing

/// Layers that draw random numbers while training.
struct NoiseTests {
    private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (mean, square.squareRoot())
    }

    private let ones = try? Tensor.ones([100, 200])

    @Test("Gaussian noise has mean 0 and its deviation, and reaches far out")
    func noise() throws {
        let y = try LayerProbe(GaussianNoise(0.5), isTraining: true)(try .zeros([100, 200])).doubles
        let (mean, deviation) = moments(y)
        // 20,000 numbers: the mean's own deviation is 0.0035.
        #expect(abs(mean) < 0.02 && abs(deviation - 0.5) < 0.015)
        let beyond = y.filter { abs($0) > 1 }.count
        #expect((800...1020).contains(beyond), "4.55 % lie beyond two deviations")
        #expect(y.filter { !$0.isFinite }.isEmpty)
    }

    @Test("Gaussian dropout keeps the mean and has dropout's deviation")
    func gaussianDropout() throws {
        let (mean, deviation) = moments(try LayerProbe(GaussianDropout(0.2), isTraining: true)(#require(ones)).doubles)
        #expect(abs(mean - 1) < 0.02 && abs(deviation - 0.5) < 0.015)
    }

    @Test("alpha dropout keeps mean 0 and variance 1, and drops to one value")
    func alphaDropout() throws {
        let noise = try LayerProbe(GaussianNoise(1), isTraining: true)(try .zeros([100, 200]))
        var probe = LayerProbe(AlphaDropout(0.3), isTraining: true)
        probe.seed = 99
        let y = try probe(noise).doubles
        let (mean, deviation) = moments(y)
        #expect(abs(mean) < 0.04 && abs(deviation - 1) < 0.04)
        let lowest = y.min() ?? 0
        let dropped = Double(Dictionary(grouping: y) { $0 }.values.map(\.count).max() ?? 0) / 20_000
        #expect(abs(dropped - 0.3) < 0.02 && lowest < -1)
    }

    @Test("spatial dropout drops whole channels")
    func spatialDropout() throws {
        let x = try Tensor.ones([20, 3, 4, 10])
        let y = try LayerProbe(SpatialDropout2D(0.5), isTraining: true)(x).doubles
        var dropped = 0
        for sample in 0..<20 {
            for channel in 0..<10 {
                let cells = Set((0..<12).map { y[(sample * 12 + $0) * 10 + channel] })
                #expect(cells == [0] || cells == [2])
                if cells == [0] { dropped += 1 }
            }
        }
        #expect((60...140).contains(dropped))
    }

    @Test("nothing is drawn at inference", arguments: [0, 1, 2, 3, 4])
    func inference(index: Int) throws {
        let layers: [any AnyLayer] = [
            GaussianNoise(1), GaussianDropout(0.5), AlphaDropout(0.5), SpatialDropout1D(0.5), Dropout(0.5),
        ]
        let x = Tensor.random([2, 3, 4])
        #expect(try LayerProbe(layers[index])(x) == x)
    }

    @Test("a layer that keeps its input adds its size to the loss")
    func activityRegularization() throws {
        let x = try Tensor(shape: [2, 2], scalars: [1, -2, 3, 0] as [Float])
        let run = try LayerProbe(ActivityRegularization(l1: 0.5, l2: 0.25)).run([x])
        #expect(run.outputs[0] == x)
        #expect(run.losses == [(0.5 * 6 + 0.25 * 14) / 2])
    }
}
