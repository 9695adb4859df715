import ArgumentParser
import Sumi
import SumiJSON
import SumiNN

/// `sumi bench`: how fast a network trains and infers on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast a network trains and infers on this machine.",
        discussion: """
            Rates are medians over rounds, after a warm-up, of whole steps through the model on random 28x28 images: \
            training goes forward and back and updates the weights with Adam. Latency is the time of one image. \
            Peak memory is that of the whole process up to the end of training.

            Examples:
              sumi bench --network deep --batch 128
              sumi bench --network tutorial --threads 1 --json
            """)

    @Option(help: "The network.")
    var network = NetworkName.deep

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images a training step takes. (default: 128)", valueName: "n"),
        transform: wholeNumber(1...4096))
    var batch = 128

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many images an inference step takes. (default: 256)", valueName: "n"),
        transform: wholeNumber(1...4096)
    )
    var inferenceBatch = 256

    @OptionGroup
    var engine: EngineOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many rounds are measured. (default: 5)", valueName: "n"),
        transform: wholeNumber(1...1000))
    var rounds = 5

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How long a round takes at least, in seconds. (default: 1)", valueName: "s"),
        transform: number("a number from 0.01 to 60") { (0.01...60).contains($0) })
    var seconds = 1.0

    @Flag(help: "Print one JSON object and nothing else.")
    var json = false

    func run() throws {
        let engine = engine.engine()
        let benchmark = Benchmark(network: network, engine: engine, rounds: rounds, seconds: seconds)
        report("network    \(network.rawValue)")
        report("machine    \(Machine.description), \(engine.name)")
        let training = try benchmark.training(batch: batch)
        let peakBytes = Machine.peakMemory
        report("training   \(whole(training)) images/s (batch \(batch), peak memory \(megabytes(peakBytes)))")
        let inference = try benchmark.inference(batch: inferenceBatch)
        report("inference  \(whole(inference)) images/s (batch \(inferenceBatch))")
        let latency = try benchmark.latency()
        let (median, percentile99) = (latency.median * 1000, latency.percentile99 * 1000)
        report(
            "latency    \(formatted(median, "%.3f")) ms median, \(formatted(percentile99, "%.3f")) ms p99 (one image)")
        guard json else { return }
        let object: JSON = .object([
            "network": .string(network.rawValue),
            "isa": .string(engine.instructionSet?.rawValue ?? ""),
            "threads": .integer(engine.threads),
            "training": .object([
                "batch": .integer(batch), "images_per_second": .number(training),
                "peak_bytes": peakBytes.map { .integer($0) } ?? .null,
            ]),
            "inference": .object(["batch": .integer(inferenceBatch), "images_per_second": .number(inference)]),
            "latency": .object([
                "milliseconds_median": .number(median), "milliseconds_p99": .number(percentile99),
            ]),
        ])
        print(object)
    }

    /// Results appear as they are measured, except where all of them are one object.
    private func report(_ line: String) {
        guard !json else { return }
        Console.standardOutput.write(line + "\n")
    }

    private func whole(_ value: Double) -> String { formatted(value, "%.0f") }
    private func megabytes(_ bytes: Int?) -> String { bytes.map { "\(whole(Double($0) / 1e6)) MB" } ?? "unknown" }
}
