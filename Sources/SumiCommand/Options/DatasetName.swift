import ArgumentParser
import Sumi

/// The data sets that commands know by name.
enum DatasetName: String, CaseIterable, ExpressibleByArgument {
    case mnist
    case fashionMNIST = "fashion-mnist"
    case handwriting

    func load() throws -> ImageClassificationSet {
        switch self {
        case .mnist: try MNIST.load()
        case .fashionMNIST: try FashionMNIST.load()
        case .handwriting: try Handwriting.load()
        }
    }
}
