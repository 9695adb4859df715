import Sumi
import Testing

/// Weights that are saved alone, and taken from files of every kind.
struct WeightFileTests {
    @Test("weights go from one model to another, from each kind of file", arguments: ["weights.h5", "h5", "keras"])
    func transfer(ending: String) throws {
        let folder = try TemporaryFolder()
        let (model, other) = (TestModels.functional(), TestModels.functional(seed: 2))
        #expect(try model.getWeights() != other.getWeights())
        let path = folder.file("model.\(ending)")
        if ending == "weights.h5" { try model.saveWeights(path) } else { try model.save(path) }
        try other.loadWeights(path)
        #expect(try model.getWeights() == other.getWeights())
    }

    @Test("weights that do not fit are an error by name, and nothing is changed")
    func mismatch() throws {
        let folder = try TemporaryFolder()
        func model(_ units: Int, seed: UInt64) throws -> Sequential {
            let model = Sequential(inputShape: [3]) {
                Dense(4).named("first")
                Dense(units).named("second")
            }
            model.seed = seed
            try model.build()
            return model
        }
        let (small, large) = (try model(2, seed: 1), try model(5, seed: 2))
        try small.saveWeights(folder.file("small.weights.h5"))
        let before = try large.getWeights()
        let error = #expect(throws: ModelError.self) { try large.loadWeights(folder.file("small.weights.h5")) }
        #expect(error?.description.contains("\"second\"") == true)
        #expect(error?.description.contains("[4, 5]") == true)
        #expect(try large.getWeights() == before)
        try large.loadWeights(folder.file("small.weights.h5"), skipMismatch: true)
        #expect(try large.getWeights(ofLayer: "first") == small.getWeights(ofLayer: "first"))
        #expect(try large.getWeights(ofLayer: "second") == Array(before[2...]))
    }

    @Test("weights of a compiled model bring its optimizer's state along")
    func optimizer() throws {
        let folder = try TemporaryFolder()
        let (x, y) = (TestModels.numbers([8, 6, 6, 1]), try Tensor([Int32(0), 1, 2, 3, 0, 1, 2, 3]))
        let (model, other) = (TestModels.sequential(), TestModels.sequential(seed: 2))
        for each in [model, other] {
            try each.compile(optimizer: .sgd(learningRate: 0.1, momentum: 0.9), loss: .sparseCategoricalCrossentropy)
        }
        try model.fit(x, y, epochs: 2, verbose: 0, shuffle: false)
        try model.saveWeights(folder.file("model.weights.h5"))
        try other.loadWeights(folder.file("model.weights.h5"))
        #expect(other.counters.step == 2)
        // Dropout differs by seed; without it both must go on alike.
        other.seed = model.seed
        other.counters.draws = model.counters.draws
        for each in [model, other] { try each.trainOnBatch(x, y) }
        #expect(try model.getWeights() == other.getWeights())
    }
}
