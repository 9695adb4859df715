import SumiArchive
import SumiData
import SumiTensor

/// A data set by its name (``NamedDataset``: `mnist`, `fashion-mnist`, `cifar10`, `handwriting`) or its path.
///
/// - Parameters:
///   - nameOrPath: a name, or the path of whatever `ImageClassificationSet.load(path:)` reads or of a folder of pictures
///     (``ImageFolder``). A file or folder that is called like a data set is meant by `./mnist`.
///   - imageSize: the height and width to which the pictures of a folder are fitted; by default the size that most have.
/// - Throws: `DataError`, ``ImageError`` or `ArchiveError` where there is no such set, or it is damaged.
public func loadDataset(
    _ nameOrPath: String, imageSize: (height: Int, width: Int)? = nil
) throws -> ImageClassificationSet {
    if let named = NamedDataset(rawValue: nameOrPath) { return try named.load() }
    var path = nameOrPath
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard FileSource.exists(path) else {
        let names = NamedDataset.allCases.map(\.rawValue).joined(separator: ", ")
        throw DataError("\"\(nameOrPath)\" is neither a data set (\(names)) nor a file or folder", isNotFound: true)
    }
    if Directory.exists(path) {
        if let set = try ImageClassificationSet.load(folder: path) { return set }
        return try ImageFolder(path).load(size: imageSize)
    }
    return try ImageClassificationSet.load(path: path)
}
