import Sumi
import SumiCPU

/// How fast a network trains and infers: whole steps through the model, on random images that stay in memory.
struct Benchmark {
    let network: NetworkName
    let engine: CPUEngine
    /// How many rounds are measured, and the seconds that each takes at least.
    let rounds: Int
    let seconds: Double

    static let inputShape = [28, 28, 1]
    static let classes = 10

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
        let model = try compiledModel(profiler)
        let (images, labels) = try Self.randomBatch(batch)
        return try finding(batch, profiler, profiles) { _ = try model.trainOnBatch(images, labels) }
    }

    func inference(batch: Int, profiles: Bool = false) throws -> Finding {
        let profiler = StepProfiler()
        let model = try compiledModel(profiler)
        let (images, _) = try Self.randomBatch(batch)
        return try finding(batch, profiler, profiles) { _ = try model.predictOnBatch(images) }
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
        let model = try compiledModel(StepProfiler())
        let (image, _) = try Self.randomBatch(1)
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

    private func compiledModel(_ profiler: StepProfiler) throws -> Sequential {
        let model = network.model(inputShape: Self.inputShape, classes: Self.classes)
        model.engine = engine.profiled(by: profiler)
        model.seed = 0
        try model.compile(
            optimizer: .adam(learningRate: 1e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        return model
    }

    private static func randomBatch(_ count: Int) throws -> (images: Tensor, labels: Tensor) {
        var stream = RandomStream(seed: 0)
        let images = try Tensor.uniform(Shape([count] + inputShape), using: &stream)
        let labels = try Tensor((0..<count).map { Int32($0 % classes) })
        return (images, labels)
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
