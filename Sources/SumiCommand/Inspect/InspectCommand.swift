import ArgumentParser
import Sumi

/// `sumi inspect`: what is in a file.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what is in a model, weights, array or data file, without building a model from it.",
        discussion: """
            Knows .keras, .h5 and .weights.h5 files, safetensors, NumPy's .npz and .npy, IDX files, PNG and JPEG, by their \
            content and not by their names.

            Examples:
              sumi inspect mnist-tutorial.keras
              sumi inspect train-images-idx3-ubyte.gz
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
    var file: String

    func run() throws { print(try FileInspection.report(of: file).text, terminator: "") }
}
