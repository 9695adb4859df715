/// The data sets that have a name.
public enum NamedDataset: String, CaseIterable, Sendable {
    /// Handwritten digits.
    case mnist
    /// Clothes, shoes and bags.
    case fashionMNIST = "fashion-mnist"
    /// Colour photographs.
    case cifar10
    /// Digits that the library draws itself.
    case handwriting

    /// Loads the set from where data sets are kept; `handwriting` is drawn.
    ///
    /// - Throws: ``DataError`` or `ArchiveError` where the set is not found, incomplete or damaged.
    public func load() throws -> ImageClassificationSet {
        switch self {
        case .mnist: try MNIST.load()
        case .fashionMNIST: try FashionMNIST.load()
        case .cifar10: try CIFAR10.load()
        case .handwriting: try Handwriting.load()
        }
    }
}
