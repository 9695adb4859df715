import ArgumentParser
import Sumi
import SumiJSON
import SumiNN

/// `sumi evaluate`: how good a saved model is on a data set.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Print loss and accuracy of a saved model on the test images of a data set.",
        discussion: """
            The loss is the one that the model was compiled with; a model that was saved without one gets sparse categorical \
            cross-entropy.

            Examples:
              sumi evaluate mnist-tutorial.keras mnist
              sumi evaluate colleague.h5 fashion-mnist --scale 1 --json
            """)

    @Argument(
        help: ArgumentHelp("The model: a .keras or .h5 file.", valueName: "model"),
        completion: .file(extensions: ["keras", "h5", "hdf5"]))
    var model: String

    @OptionGroup
    var judged: JudgedImages

    @Flag(help: "Print one JSON object and nothing else.")
    var json = false

    func run() throws {
        let model = try Model.load(self.model)
        model.engine = judged.engine.engine()
        model.console = .standardError
        let isQuiet = judged.reading.quiet || json
        let loaded = try judged.load(for: model, quiet: isQuiet)
        let evaluation = try ClassifierEvaluation(model, classes: loaded.images.classNames.count)
        let score = try evaluation.score(
            inputs: loaded.inputs, labels: loaded.images.labels, batchSize: judged.batchSize,
            verbose: isQuiet ? 0 : 1)
        if json {
            var object = JSONObject()
            for (name, value) in score { object[name] = .number(value) }
            print(JSON.object(object))
        } else {
            for (name, value) in score { print("\(name): \(formatted(value, "%.4f"))") }
        }
    }
}
