import ArgumentParser
import Sumi

/// A data set by its name or its path.
struct DatasetArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            """
            The data set: a name, or the path of an IDX pair, an .npz file, a CSV file with the label first, or a folder of \
            images by class.
            """, valueName: "mnist|fashion-mnist|cifar10|handwriting|path"),
        completion: .file())
    var dataset: String

    func load(
        fittedTo size: (height: Int, width: Int)? = nil, quiet: Bool = false
    ) throws -> ImageClassificationSet {
        try DatasetChoice.load(dataset, fittedTo: size, quiet: quiet)
    }
}
