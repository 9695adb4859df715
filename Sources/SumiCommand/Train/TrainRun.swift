import ArgumentParser
import Sumi
import SumiNN
import SumiReport

/// One run of `sumi train`, ready to begin or to go on.
struct TrainRun {
    let settings: RunSettings
    let data: ImageClassificationSet
    let training: LabelledImages
    let model: Model
    /// The file of the run.
    let output: String
    /// Where training goes on.
    let resumed: TrainingProgress?
    let verbose: Int

    /// Trains to the end, and saves.
    ///
    /// - Parameter watchers: callbacks that the training does not depend on.
    ///
    /// - Throws: `ExitCode` 130 where the program was asked to end.
    func train(_ watchers: [any Callback]) throws {
        let epochs = try settings.count("epochs")
        try checkData()
        model.console = .standardError
        if let resumed, resumed.isFinished {
            let reason =
                resumed.isStopped
                ? "training stopped after epoch \(resumed.epoch)" : "all \(epochs) epochs are done"
            return say("nothing to train in \"\(output)\": \(reason); a larger --epochs goes on")
        }
        try announce(epochs)
        if let resumed { model.resumeTraining(from: resumed) }
        let checkpointer = Checkpointer(
            every: try settings.optionalCount("checkpoint-every"), resumed: resumed, save: save)
        let callbacks = try callbacks() + watchers + [checkpointer]
        let (batchSize, split) = (
            try settings.count("batch-size"), try settings.number("validation-split")
        )
        if let augment = try settings.optionalText("augment") {
            try model.fit(
                training.augmented(try Augmentation(parsing: augment)), batchSize: batchSize,
                epochs: epochs,
                verbose: verbose, callbacks: callbacks, validationSplit: split)
        } else {
            try model.fit(
                training, batchSize: batchSize, epochs: epochs, verbose: verbose, callbacks: callbacks,
                validationSplit: split)
        }
        if let progress = model.trainingProgress {
            try end("stopped in epoch \(progress.epoch + 1) of \(epochs)")
        }
        guard var progress = checkpointer.last else { return }
        progress.isFinished = true
        try save(progress)
    }

    /// Prints loss and accuracy on the test images.
    func printResults() throws {
        let score = try model.evaluate(
            data.test, batchSize: try settings.count("batch-size"), verbose: 0,
            callbacks: [Interrupter { try end("stopped before the test") }])
        print("Test loss: \(formatted(score.loss, "%.4f"))")
        print("Test accuracy: \(formatted(score.accuracy, "%.4f"))")
    }

    /// A page about the trained network.
    func report() throws -> ModelReport {
        try ModelReport(model, data.test, name: data.name, classNames: data.classNames)
    }

    private func say(_ text: String) {
        if verbose > 0 { Console.standardError.write(text + "\n") }
    }

    private func announce(_ epochs: Int) throws {
        let network = try settings.text("network")
        let seed = settings.options["seed"]?.integer ?? 0
        say(
            "\(network) on \(try settings.text("dataset")): \(training.count) training images, \(data.test.count) to test; "
                + "\(model.engine.name); seed \(seed); saved in \(output)")
        guard let resumed else { return }
        let batches = resumed.batch > 0 ? ", after \(resumed.batch) of its batches" : ""
        say("goes on in epoch \(min(resumed.epoch + 1, epochs)) of \(epochs)\(batches)")
    }

    /// Refuses to go on with other data than those that the run was begun with.
    private func checkData() throws {
        guard resumed != nil, let before = settings.options["images"], before != images else { return }
        throw ToolError(
            "the data set \"\(try settings.text("dataset"))\" is not what it was when the run in \"\(output)\" was begun: "
                + "[images, height, width, channels, classes] are \(images) and were \(before)")
    }

    private var images: JSON {
        .array(
            ([training.count] + training.inputShape.dimensions + [data.classNames.count]).map {
                .integer($0)
            })
    }

    private func callbacks() throws -> [any Callback] {
        let hasValidation = try settings.number("validation-split") > 0
        let monitor = hasValidation ? "val_loss" : "loss"
        var callbacks: [any Callback] = []
        if let patience = try settings.optionalCount("early-stopping") {
            callbacks.append(
                EarlyStopping(
                    monitor: monitor, patience: patience, verbose: verbose > 0 ? 1 : 0,
                    restoreBestWeights: true))
        }
        if settings.flag("checkpoint-best") {
            callbacks.append(
                ModelCheckpoint(OutputFile.best(beside: output), monitor: monitor, saveBestOnly: true))
        }
        if let history = try settings.optionalText("history") { callbacks.append(CSVLogger(history)) }
        return callbacks
    }

    // MARK: The file

    /// Writes the model with all that the run needs to go on.
    private func save(_ progress: TrainingProgress) throws {
        var settings = settings
        settings.note("images", images)
        model.notes.training = ["run": .object(settings.options), "progress": progress.json]
        model.notes.trainingTensors = progress.tensors
        // The best epoch's file is a model, and no run.
        defer {
            model.notes.training = nil
            model.notes.trainingTensors = [:]
        }
        try model.save(output)
    }

    private func end(_ what: String) throws -> Never {
        Console.standardError.write(
            "\(what); saved in \"\(output)\". To go on:\n  sumi train --resume \(FileName.quoted(output))\n"
        )
        throw ExitCode(130)
    }
}
