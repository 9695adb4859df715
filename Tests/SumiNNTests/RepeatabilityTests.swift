import Sumi
import Testing

/// The same seed gives the same bits, for any number of threads.
struct RepeatabilityTests {
    /// The network `deep` after one epoch with dropout and a short last batch.
    private func weights(threads: Int, steps: Int, batchSize: Int, _ precision: CPUEngine.Precision) throws -> [Tensor]
    {
        let model = Sequential {
            Input(28, 28, 1)
            for filters in [32, 64, 128] {
                Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                MaxPooling2D(2)
                Dropout(0.25)
            }
            Flatten()
            Dense(512, activation: .relu)
            Dropout(0.5)
            Dense(10, activation: .softmax)
        }
        model.seed = 17
        try model.compile(
            optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy],
            engine: CPUEngine(threads: threads, precision: precision))
        var random = RandomStream(seed: 5)
        let count = steps * batchSize - batchSize / 3
        let pixels = (0..<count * 784).map { _ in UInt8(truncatingIfNeeded: random.uint32()) }
        let labels = (0..<count).map { _ in UInt8(random.uint32() % 10) }
        try model.fit(
            Digits(
                inputs: try Tensor(shape: [count, 28, 28], scalars: pixels),
                targets: try Tensor(shape: [count], scalars: labels)),
            batchSize: batchSize, verbose: 0)
        return try model.getWeights()
    }

    private struct Digits: LabelledData {
        var inputs: Tensor
        var targets: Tensor
    }

    @Test(
        "`deep` has the same weights after 20 steps with 1, 2 and 5 threads, at every precision",
        arguments: CPUEngine.Precision.allCases)
    func threads(precision: CPUEngine.Precision) throws {
        #if DEBUG
            // Without optimisation the whole would take minutes.
            let (steps, batchSize) = (3, 16)
        #else
            let (steps, batchSize) = (20, 128)
        #endif
        let one = try weights(threads: 1, steps: steps, batchSize: batchSize, precision)
        for threads in [2, 5] {
            #expect(try weights(threads: threads, steps: steps, batchSize: batchSize, precision) == one)
        }
        #expect(one.allSatisfy { $0.doubles.allSatisfy(\.isFinite) })
    }
}
