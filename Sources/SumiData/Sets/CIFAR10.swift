/// Colour photographs of ten kinds of things, 32 x 32 pixels: 50,000 to train and 10,000 to test.
///
/// Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
public enum CIFAR10 {
    /// Loads the set in its binary version from `SUMI_DATA`, where Keras stores its data sets (`~/.keras/datasets`), or
    /// the user's cache: a folder `cifar-10` or `cifar-10-batches-bin` with its six files, packed with gzip or not, or
    /// `cifar-10-binary.tar.gz`.
    ///
    /// The copy that Keras itself makes holds Python objects, which only Python can read safely: it is not used.
    ///
    /// - Throws: ``DataError`` or `ArchiveError` where the set is not found, incomplete or damaged.
    public static func load() throws -> ImageClassificationSet { try files.load(from: DataFolders()) }

    /// Loads the set from the folder at `path`, which holds its six files, or from `cifar-10-binary.tar.gz` itself.
    public static func load(from path: String) throws -> ImageClassificationSet { try files.load(from: path) }

    package static let files = CIFARFiles(
        name: "CIFAR-10", command: "cifar10", symbol: "CIFAR10", folder: "cifar-10",
        classNames: [
            "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
        ], recordsPerFile: 10000)
}
