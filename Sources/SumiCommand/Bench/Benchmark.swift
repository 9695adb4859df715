import Sumi
import SumiCPU

/// How fast a network trains and infers: whole steps through the model, on random images that stay in memory.
struct Benchmark {
    let network: NetworkSource
    let engine: CPUEngine
    /// How many rounds are measured, and the seconds that each takes at least.
    let rounds: Int
    let seconds: Double

    struct Latency {
        var median: Double
        var percentile99: Double
    }

    /// What was found of one kind of step.
    struct Finding {
        /// The median over the rounds.
        var imagesPerSecond: Double
        /// The program of the step, its steps measured where that was asked for.
        var program: StepProfiler.Program?
    }

    /// Training: a step goes forward and back and updates the weights.
    func training(batch: Int, profiles: Bool = false) throws -> Finding {
        let profiler = StepProfiler()
        let (model, sizes) = try compiledModel(profiler)
        let (x, y) = try sizes.randomBatch(batch)
        return try finding(batch, profiler, profiles) { _ = try model.trainOnBatch(x, y) }
    }

    func inference(batch: Int, profiles: Bool = false) throws -> Finding {
        let profiler = StepProfiler()
        let (model, sizes) = try compiledModel(profiler)
        let (x, _) = try sizes.randomBatch(batch)
        return try finding(batch, profiler, profiles) { _ = try model.predictOnBatch(x) }
    }

    private func finding(_ batch: Int, _ profiler: StepProfiler, _ profiles: Bool, _ step: () throws -> Void) throws
        -> Finding
    {
        let rate = try imagesPerSecond(batch: batch, step)
        profiler.isOn = true
        for _ in 0..<(profiles ? 30 : 1) { try step() }
        profiler.isOn = false
        return Finding(imagesPerSecond: rate, program: profiler.programs.max { $0.runs < $1.runs })
    }

    /// Seconds that one image takes, over all calls in as much time as the rounds of the others take.
    func latency() throws -> Latency {
        let (model, sizes) = try compiledModel(StepProfiler())
        let (image, _) = try sizes.randomBatch(1)
        let step = { _ = try model.predictOnBatch(image) }
        try warmUp(step)
        var times: [Double] = []
        let total = Double(rounds) * seconds
        var sum = 0.0
        while sum < total || times.count < 100 {
            let start = ContinuousClock.now
            try step()
            let time = Self.seconds(start.duration(to: .now))
            times.append(time)
            sum += time
        }
        times.sort()
        return Latency(median: Self.quantile(0.5, times), percentile99: Self.quantile(0.99, times))
    }

    // MARK: -

    private func compiledModel(_ profiler: StepProfiler) throws -> (Model, SampleSizes) {
        let model = try network.model(inputShape: [28, 28, 1], classes: 10)
        model.engine = engine.profiled(by: profiler)
        model.seed = 0
        try model.build()
        let sizes = try SampleSizes(of: model, named: network.description)
        if sizes.classes == nil {
            try model.compile(optimizer: .adam(learningRate: 1e-3), loss: .meanSquaredError)
        } else {
            try model.compile(
                optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        }
        return (model, sizes)
    }

    /// What one sample of a model's input and target is.
    private struct SampleSizes {
        private let input: [Int]
        private let output: [Int]

        /// How many classes the model tells apart; `nil` where its output is not one row of numbers.
        var classes: Int? { output.count == 1 && output[0] > 1 ? output[0] : nil }

        init(of model: Model, named name: String) throws {
            guard model.inputs.count == 1, model.outputs.count == 1 else {
                throw ToolError(
                    "\(name) has \(model.inputs.count) inputs and \(model.outputs.count) outputs; bench measures "
                        + "networks with one of each")
            }
            input = try Self.sizes(try model.inputs[0].shape(), name)
            output = try Self.sizes(try model.outputs[0].shape(), name)
        }

        private static func sizes(_ shape: [Int?], _ name: String) throws -> [Int] {
            try shape.dropFirst().map { size in
                guard let size else {
                    throw ToolError("\(name) takes samples of any size; give its Input sizes to measure it")
                }
                return size
            }
        }

        /// Random numbers from 0 to 1, and classes in turn, or as random targets.
        func randomBatch(_ count: Int) throws -> (x: Tensor, y: Tensor) {
            var stream = RandomStream(seed: 0)
            let x = try Tensor.uniform(Shape([count] + input), using: &stream)
            if let classes { return (x, try Tensor((0..<count).map { Int32($0 % classes) })) }
            return (x, try Tensor.uniform(Shape([count] + output), using: &stream))
        }
    }

    private func imagesPerSecond(batch: Int, _ step: () throws -> Void) throws -> Double {
        try warmUp(step)
        let rates = try (0..<rounds).map { _ in
            var steps = 0
            let start = ContinuousClock.now
            repeat {
                try step()
                steps += 1
            } while start.duration(to: .now) < .seconds(seconds)
            return Double(steps * batch) / Self.seconds(start.duration(to: .now))
        }
        return Self.quantile(0.5, rates.sorted())
    }

    /// Half a round, and at least three steps: the first ones compile, touch memory and fill caches.
    private func warmUp(_ step: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        for _ in 0..<3 { try step() }
        while start.duration(to: .now) < .seconds(seconds / 2) { try step() }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    /// The quantile of sorted values, between the two nearest ones in proportion.
    static func quantile(_ part: Double, _ sorted: [Double]) -> Double {
        let position = part * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
    }
}
