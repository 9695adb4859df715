import ArgumentParser
import Sumi
import SumiImages

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

    func load() throws -> ImageClassificationSet { try loadDataset(dataset) }
}
