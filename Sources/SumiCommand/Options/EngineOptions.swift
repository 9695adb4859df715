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

    @Option(
        help: ArgumentHelp(
            """
            How far digits may go for speed: standard (about float32's own rounding), fast (some times larger), exact \
            (no rearranged convolutions). (default: SUMI_PRECISION, else standard)
            """, valueName: "precision"))
    var precision: CPUEngine.Precision?

    func engine() -> CPUEngine { CPUEngine(threads: threads, precision: precision) }
}

extension CPUEngine.Precision: ExpressibleByArgument {}
