/// Handwritten digits, 28 x 28 bytes (0 is paper, 255 ink): 60,000 images to train and 10,000 to test, of ten classes.
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits".
public enum MNIST {
    /// Loads the set from `SUMI_DATA`, where Keras stores its data sets (`~/.keras/datasets`), or the user's cache
    /// (`$XDG_CACHE_HOME/sumi`, else `~/.cache/sumi`): the first that holds a folder `mnist` with its IDX files, packed with
    /// gzip or not, or Keras' `mnist.npz`.
    ///
    /// - Throws: ``DataError`` or ``ArchiveError`` where the set is not found, incomplete or damaged.
    public static func load() throws -> ImageClassificationSet { try files.load(from: DataFolders()) }

    /// Loads the set from the folder at `path`, which holds its four files.
    public static func load(from path: String) throws -> ImageClassificationSet { try files.load(from: path) }

    package static let files = ImageSetFiles(
        name: "MNIST", command: "mnist", symbol: "MNIST", folder: "mnist", classNames: (0..<10).map(String.init),
        framing: .digit, arrayFile: "mnist.npz")
}
