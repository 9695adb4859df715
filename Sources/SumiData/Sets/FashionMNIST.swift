/// Pictures of clothes in the form of MNIST, and harder: 28 x 28 bytes, 60,000 to train and 10,000 to test, ten classes.
///
/// Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
/// algorithms", 2017.
public enum FashionMNIST {
    /// Loads the set as ``MNIST/load()`` does, from a folder `fashion-mnist`.
    ///
    /// - Throws: ``DataError`` or ``ArchiveError`` where the set is not found, incomplete or damaged.
    public static func load() throws -> ImageClassificationSet { try files.load(from: DataFolders()) }

    /// Loads the set from the folder at `path`, which holds its four files.
    public static func load(from path: String) throws -> ImageClassificationSet { try files.load(from: path) }

    package static let files = ImageSetFiles(
        name: "Fashion-MNIST", command: "fashion-mnist", symbol: "FashionMNIST", folder: "fashion-mnist",
        classNames: [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ])
}
