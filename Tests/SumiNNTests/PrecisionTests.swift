import Sumi
import SumiGraph
import Testing

/// How far float32 leads the gradients of a whole network away from those in double precision.
struct PrecisionTests {
    /// The gradients of the network `deep` without dropout, for one batch of 4.
    ///
    /// They are what one step of plain descent moves the weights by, at a rate so large that adding to the weights rounds
    /// nothing away that is looked for here.
    private func gradients(_ engine: any Engine) throws -> [(path: String, values: [Double])] {
        let rate = 0x1p24
        let model = Sequential {
            Input(28, 28, 1)
            for filters in [32, 64, 128] {
                Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                MaxPooling2D(2)
            }
            Flatten()
            Dense(512, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.seed = 4
        try model.compile(
            optimizer: .sgd(learningRate: rate), loss: .sparseCategoricalCrossentropy, engine: engine)
        try model.build()
        let before = try model.getWeights()
        var random = RandomStream(seed: 9)
        _ = try model.trainOnBatch(
            try Tensor.uniform([4, 28, 28, 1], using: &random), try Tensor([3, 1, 4, 1] as [Int32]))
        return try zip(model.weights, before).map { weight, start in
            (weight.path, zip(try weight.value().doubles, start.doubles).map { ($1 - $0) / rate })
        }
    }

    @Test(
        "the gradients of `deep` stay near those in double precision",
        arguments: [(CPUEngine.Precision.exact, 1e-6), (.standard, 2e-6), (.fast, 5e-6)])
    func deep(precision: CPUEngine.Precision, bound: Double) throws {
        let exact = try gradients(ReferenceEngine())
        for isa in InstructionSet.available {
            let engine = CPUEngine(instructionSet: isa, precision: precision).forcingWinograd()
            for (found, expected) in zip(try gradients(engine), exact) {
                let error = zip(found.values, expected.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                let size = expected.values.reduce(0) { $0 + $1 * $1 }
                let relative = (error / size).squareRoot()
                #expect(relative < bound, "\(expected.path), \(isa)")
            }
        }
    }
}
