import Foundation
import Sumi
import SumiCPU
import SumiTestSupport
import Testing

/// At inference batch normalization is part of the layer before it; the numbers stay those of the layers one by one.
struct FoldedNormalizationTests {
    /// A layer, what normalizes it, and whether the one can take in the other.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var shape: Shape = [7, 6, 3]
        var normalization = BatchNormalization()
        var folds = true
        let layer: @Sendable () -> any AnyLayer

        func model(_ engine: any Engine) -> Sequential {
            let layers: [any AnyLayer] = [layer(), normalization, Activation(.relu), Flatten(), Dense(3)]
            let model = Sequential(layers, inputShape: shape.dimensions)
            model.engine = engine
            model.seed = 5
            return model
        }
    }

    static let cases = [
        Case(testDescription: "Conv2D") { Conv2D(5, kernelSize: 3, useBias: false) },
        Case(testDescription: "Conv2D, bias") { Conv2D(20, kernelSize: 3, padding: .same) },
        Case(testDescription: "Conv2D, strides, dilation", shape: [9, 9, 2]) {
            Conv2D(4, kernelSize: 2, strides: 2, padding: .same)
        },
        Case(testDescription: "Conv2D, groups", shape: [5, 5, 4]) { Conv2D(6, kernelSize: 3, groups: 2) },
        Case(testDescription: "Conv2D, 1x1") { Conv2D(33, kernelSize: 1) },
        Case(testDescription: "no scale", normalization: BatchNormalization(scale: false)) {
            Conv2D(5, kernelSize: 3)
        },
        Case(testDescription: "no center", normalization: BatchNormalization(center: false)) {
            Conv2D(5, kernelSize: 3)
        },
        Case(testDescription: "neither", normalization: BatchNormalization(center: false, scale: false)) {
            Conv2D(5, kernelSize: 3, useBias: false)
        },
        Case(testDescription: "Conv1D", shape: [9, 3]) { Conv1D(4, kernelSize: 3) },
        Case(testDescription: "Conv3D", shape: [4, 4, 3, 2]) { Conv3D(3, kernelSize: 2) },
        Case(testDescription: "DepthwiseConv2D") { DepthwiseConv2D(3, padding: .same) },
        Case(testDescription: "DepthwiseConv2D, two filters each") { DepthwiseConv2D(3, depthMultiplier: 2) },
        Case(testDescription: "SeparableConv2D") { SeparableConv2D(6, kernelSize: 3, useBias: false) },
        Case(testDescription: "Conv2DTranspose") { Conv2DTranspose(4, kernelSize: 3) },
        Case(testDescription: "Conv2DTranspose, strides") {
            Conv2DTranspose(4, kernelSize: 3, strides: 2, padding: .same)
        },
        Case(testDescription: "Dense", shape: [12]) { Dense(40) },
        Case(testDescription: "Dense, of a sequence", shape: [4, 6]) { Dense(17, useBias: false) },
        Case(testDescription: "channels first", shape: [3, 7, 6], normalization: BatchNormalization(axis: 1)) {
            Conv2D(5, kernelSize: 3, padding: .same, dataFormat: .channelsFirst)
        },
        Case(testDescription: "another axis", normalization: BatchNormalization(axis: 1), folds: false) {
            Conv2D(5, kernelSize: 3)
        },
    ]

    private func numbers(_ shape: Shape, _ seed: UInt64, in range: ClosedRange<Double> = -1...1) -> Tensor {
        var generator = TestGenerator(seed: seed)
        return Tensor(shape: shape, doubles: generator.numbers(shape.count, in: range), elementType: .float32)
    }

    private func isNear(_ a: Tensor, _ b: Tensor) -> Bool {
        let size = b.doubles.reduce(1) { max($0, abs($1)) }
        return a.shape == b.shape && zip(a.doubles, b.doubles).allSatisfy { abs($0 - $1) <= 1e-5 * size }
    }

    /// What each step of the last program does that runs on every batch.
    private func steps(_ profiler: StepProfiler) throws -> [String] {
        try #require(profiler.programs.last).steps.map(\.name).filter { !$0.hasPrefix("once: ") }
    }

    @Test("predictions stay those of the unfolded layers as weights and moving statistics change", arguments: cases)
    func predictions(_ row: Case) throws {
        for isa in InstructionSet.available {
            let profiler = StepProfiler()
            let model = row.model(CPUEngine(instructionSet: isa, threads: 2).profiled(by: profiler))
            let reference = row.model(ReferenceEngine())
            let x = numbers(Shape([6] + row.shape.dimensions), 3)
            func agree(_ when: Comment) throws {
                try reference.setWeights(try model.getWeights())
                #expect(isNear(try model.predict(x, verbose: 0), try reference.predict(x, verbose: 0)), when)
                let one = try model.predict(x[2..<3], verbose: 0)
                #expect(isNear(one, try reference.predict(x[2..<3], verbose: 0)), when)
            }
            try agree("\(isa), at first")
            let names = try steps(profiler)
            #expect(names.contains { $0.contains("subtract") || $0.contains("multiply") } != row.folds, "\(names)")
            try model.compile(optimizer: .sgd(learningRate: 0.05), loss: .meanSquaredError)
            try model.fit(x, numbers([6, 3], 8), batchSize: 3, epochs: 2, verbose: 0)
            try agree("\(isa), after training")
            try model.setWeights(try model.getWeights().enumerated().map { numbers($1.shape, UInt64($0), in: 0.2...1) })
            try agree("\(isa), after new weights")
            let before = try model.predict(x, verbose: 0)
            let last = try #require(try model.getWeights().indices.dropLast(2).last)
            var weights = try model.getWeights()
            weights[last] = numbers(weights[last].shape, 77, in: 2...3)
            try model.setWeights(weights)
            #expect(try model.predict(x, verbose: 0) != before)
            try agree("\(isa), after another moving variance")
        }
    }

    @Test("a model from a file predicts what the saved one did")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = Self.cases[1].model(CPUEngine(threads: 1))
        try model.setWeights(try model.getWeights().enumerated().map { numbers($1.shape, UInt64($0), in: 0.2...1) })
        let x = numbers([2, 7, 6, 3], 3)
        for name in ["model.keras", "model.h5"] {
            let path = folder.appending(path: name).path
            try model.save(path)
            let loaded = try Model.load(path)
            #expect(try loaded.predict(x, verbose: 0) == model.predict(x, verbose: 0))
        }
        let weights = folder.appending(path: "model.weights.h5").path
        try model.saveWeights(weights)
        let other = Self.cases[1].model(CPUEngine(threads: 1))
        _ = try other.predict(x, verbose: 0)
        try other.loadWeights(weights)
        #expect(try other.predict(x, verbose: 0) == model.predict(x, verbose: 0))
    }

    @Test("what a second layer or the caller reads as well stays as it is")
    func readTwice() throws {
        let profiler = StepProfiler()
        let engine = CPUEngine(threads: 1).profiled(by: profiler)
        let image = Input(6, 6, 3)
        let y = Conv2D(4, kernelSize: 3).named("conv")(image)
        let z = BatchNormalization()(y)
        for outputs in [[z, y], [Add()(z, Activation(.tanh)(y))]] {
            let model = Model(inputs: [image], outputs: outputs)
            let reference = Model(inputs: [image], outputs: outputs)
            (model.engine, reference.engine) = (engine, ReferenceEngine())
            let weights = try model.getWeights().enumerated().map { numbers($1.shape, UInt64($0), in: 0.2...1) }
            try model.setWeights(weights)
            try reference.setWeights(weights)
            let x = [numbers([2, 6, 6, 3], 1)]
            #expect(zip(try model.predict(x, verbose: 0), try reference.predict(x, verbose: 0)).allSatisfy(isNear))
            #expect(try steps(profiler).contains { $0.contains("subtract") })
        }
    }

    @Test("a residual block is two steps: each convolution takes in its normalization, the second one the shortcut")
    func residual() throws {
        let profiler = StepProfiler()
        let image = Input(12, 12, 8)
        let stem = Activation(.relu)(BatchNormalization()(Conv2D(16, kernelSize: 3, padding: .same)(image)))
        let first = Activation(.relu)(BatchNormalization()(Conv2D(16, kernelSize: 3, padding: .same)(stem)))
        let second = BatchNormalization()(Conv2D(16, kernelSize: 3, padding: .same)(first))
        let sum = Activation(.relu)(Add()(second, stem))
        let model = Model(inputs: [image], outputs: [GlobalAveragePooling2D()(sum)])
        let reference = Model(inputs: [image], outputs: [GlobalAveragePooling2D()(sum)])
        (model.engine, reference.engine) = (CPUEngine(threads: 2).profiled(by: profiler), ReferenceEngine())
        let weights = try model.getWeights().enumerated().map { index, weight in
            numbers(weight.shape, UInt64(index), in: weight.shape.rank == 1 ? 0.1...0.5 : -0.3...0.3)
        }
        for model in [model, reference] { try model.setWeights(weights) }
        let x = numbers([3, 12, 12, 8], 1)
        #expect(isNear(try model.predict(x, verbose: 0), try reference.predict(x, verbose: 0)))
        let names = try steps(profiler).filter { $0 != "pack" && $0 != "winograd kernel" }
            .map { $0.replacing(/^(convolution|winograd F.)/, with: "conv") }
        #expect(
            names.prefix(3) == ["conv + bias + relu", "conv + bias + relu", "conv + bias + addend + relu"], "\(names)")
    }
}
