import ArgumentParser
import Sumi

/// The files of a run.
struct RunFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The file for the model, in Keras' format or its older one. It is written when training begins, after every epoch \
            and at the end. (default: the next free name of data set and network, such as mnist-tutorial.keras)
            """, valueName: "model.keras|model.h5"), completion: .file(extensions: ["keras", "h5"]))
    var output: String?

    @Flag(help: "Replace the files of --output and --checkpoint-best, and the page of --report, if they are there.")
    var force = false

    @Option(
        help: ArgumentHelp(
            """
            Go on with the run that this file is of, with the options that it was begun with, as if it had never been \
            stopped. More --epochs may be given; the learning rate then goes on falling as it would have.
            """, valueName: "model.keras|model.h5"), completion: .file(extensions: ["keras", "h5"]))
    var resume: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Write the model's file after every n batches, too. (default: after every epoch only)",
            valueName: "n"),
        transform: wholeNumber(1...Int(Int32.max)))
    var checkpointEvery: Int?

    @Flag(help: "Keep the model of the best epoch so far, too, in a file whose name ends in -best.")
    var checkpointBest = false

    @Option(
        help: ArgumentHelp(
            "Write loss and metrics of each epoch to a new CSV file.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"]))
    var history: String?

    func validate() throws {
        if let output, !OutputFile.hasEnding(output) {
            throw ValidationError("'--output \(output)': it takes a name that ends in .keras or .h5.")
        }
    }

    /// What was given, by option; the files of the model itself aside.
    var given: JSONObject {
        var given = JSONObject()
        given["checkpoint-every"] = checkpointEvery.map { .integer($0) }
        given["checkpoint-best"] = checkpointBest ? true : nil
        given["history"] = history.map { .string(FileName.absolute($0)) }
        return given
    }

    static let defaults: JSONObject = [
        "checkpoint-every": nil, "checkpoint-best": false, "history": nil,
    ]
}
