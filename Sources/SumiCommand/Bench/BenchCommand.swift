import ArgumentParser
import Sumi
import SumiCPU
import SumiJSON
import SumiNN

/// `sumi bench`: how fast a network trains and infers on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how fast a network trains and infers on this machine.",
        discussion: """
            Rates are medians over rounds, after a warm-up, of whole steps through the model on random images (28x28 for a network by name): \
            training goes forward and back and updates the weights with Adam. Latency is the time of one image. \
            Peak memory is that of the whole process up to the end of training; planned is what the training step's \
            program takes: its arena, weights, optimizer slots and copies of weights. With --explain each step is \
            measured alone: additions and multiplications count by the operation's definition, so that Winograd's \
            method may pass the machine's peak, and the limit is what the step's own method needs of the peak or of \
            the memory's speed, whichever is longer.

            Examples:
              sumi bench --network deep --batch 128
              sumi bench --network tutorial --threads 1 --json
              sumi bench --network deep --explain --trace steps.json
            """)

    @Option(help: "The network, or a file with what Keras' to_json writes. (default: deep)")
    var network: NetworkSource?

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

    @Flag(help: "Also print each step of training and inference: method, sizes, time, and its share of the limit.")
    var explain = false

    @Option(
        help: ArgumentHelp(
            "Write the steps of one training step as a Chrome trace (about:tracing, Perfetto).", valueName: "file"))
    var trace: String?

    func validate() throws {
        if json, explain { throw ValidationError("--json prints one object and --explain a table: choose one of them") }
    }

    func run() throws {
        let engine = engine.engine()
        let network = network ?? .named(.deep)
        let benchmark = Benchmark(network: network, engine: engine, rounds: rounds, seconds: seconds)
        report("network    \(network.description)")
        report("machine    \(Machine.description), \(engine.name)")
        if let trace { try checkIsFree(trace) }
        let profiles = explain || trace != nil
        let training = try benchmark.training(batch: batch, profiles: profiles)
        let peakBytes = Machine.peakMemory
        let planned = training.program?.plannedBytes
        report(
            "training   \(whole(training.imagesPerSecond)) images/s (batch \(batch), peak memory "
                + "\(megabytes(peakBytes)), planned \(megabytes(planned)))")
        let inference = try benchmark.inference(batch: inferenceBatch, profiles: profiles)
        report("inference  \(whole(inference.imagesPerSecond)) images/s (batch \(inferenceBatch))")
        let latency = try benchmark.latency()
        let (median, percentile99) = (latency.median * 1000, latency.percentile99 * 1000)
        report(
            "latency    \(formatted(median, "%.3f")) ms median, \(formatted(percentile99, "%.3f")) ms p99 (one image)")
        if explain { try explainSteps(training, inference, engine) }
        if let trace, let program = training.program {
            try StepTrace(program).write(to: trace)
            report("trace      \(trace)")
        }
        guard json else { return }
        let object: JSON = .object([
            "network": .string(network.description),
            "isa": .string(engine.instructionSet?.rawValue ?? ""),
            "threads": .integer(engine.threads),
            "precision": .string(engine.precision?.rawValue ?? ""),
            "training": .object([
                "batch": .integer(batch), "images_per_second": .number(training.imagesPerSecond),
                "peak_bytes": peakBytes.map { .integer($0) } ?? .null,
                "planned_bytes": planned.map { .integer($0) } ?? .null,
            ]),
            "inference": .object([
                "batch": .integer(inferenceBatch), "images_per_second": .number(inference.imagesPerSecond),
            ]),
            "latency": .object([
                "milliseconds_median": .number(median), "milliseconds_p99": .number(percentile99),
            ]),
        ])
        print(object)
    }

    private func explainSteps(_ training: Benchmark.Finding, _ inference: Benchmark.Finding, _ engine: CPUEngine) throws
    {
        let limits = try engine.measuredLimits()
        report(
            "peak       \(whole(limits.operationsPerSecond / 1e9)) GFLOP/s, memory "
                + "\(formatted(limits.bytesPerSecond / 1e9, "%.1f")) GB/s")
        for (name, finding) in [("training", training), ("inference", inference)] {
            guard let program = finding.program else { continue }
            report("\n\(name)\n" + StepTable(program, limits).description)
        }
    }

    /// Refuses a file that is there already, before anything is measured.
    private func checkIsFree(_ path: String) throws {
        if FileName.exists(path) {
            throw ToolError("\(path) exists; name another file, or remove it")
        }
    }

    /// Results appear as they are measured, except where all of them are one object.
    private func report(_ line: String) {
        guard !json else { return }
        Console.standardOutput.write(line + "\n")
    }

    private func whole(_ value: Double) -> String { formatted(value, "%.0f") }
    private func megabytes(_ bytes: Int?) -> String { bytes.map { "\(whole(Double($0) / 1e6)) MB" } ?? "unknown" }
}
