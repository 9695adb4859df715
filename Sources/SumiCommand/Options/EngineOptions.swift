import ArgumentParser
import Sumi

/// What computes.
struct EngineOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many threads compute; the results are the same bits for any number. (default: all processors)",
            valueName: "n"),
        transform: wholeNumber(1...1024))
    var threads: Int?

    func engine() -> CPUEngine { CPUEngine(threads: threads) }
}
