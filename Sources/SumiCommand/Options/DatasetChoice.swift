import Sumi
import SumiArchive
import SumiImages
import SumiNN

/// A data set as a command is given it: a name, or a path.
enum DatasetChoice {
    /// `'mnist', 'fashion-mnist', 'cifar10' or 'handwriting'`.
    static var names: String {
        let names = NamedDataset.allCases.map { "'\($0.rawValue)'" }
        return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }

    /// Whether it may be a data set: a name, or something that looks like a path or is one.
    static func isPlausible(_ text: String) -> Bool {
        NamedDataset(rawValue: text) != nil || text.contains("/") || text.contains(".")
            || FileName.exists(text)
    }

    /// The name, or the path from the root.
    static func absolute(_ text: String) -> String {
        NamedDataset(rawValue: text) == nil ? FileName.absolute(text) : text
    }

    /// The data set. What takes some seconds is announced on standard error, unless `quiet`.
    ///
    /// - Parameter size: what the pictures of a folder are fitted to.
    static func load(
        _ text: String, fittedTo size: (height: Int, width: Int)? = nil, quiet: Bool
    ) throws -> ImageClassificationSet {
        if !quiet {
            if text == NamedDataset.handwriting.rawValue {
                Console.standardError.write("Drawing handwriting …\n")
            } else if NamedDataset(rawValue: text) == nil, Directory.exists(text) {
                Console.standardError.write("Reading \(printable(text)) …\n")
            }
        }
        return try loadDataset(text, imageSize: size)
    }

    /// The data set, whose images must have the size that was asked for.
    static func load(_ text: String, _ size: ImageSize?, quiet: Bool) throws -> ImageClassificationSet {
        let set = try load(text, fittedTo: size.map { ($0.height, $0.width) }, quiet: quiet)
        let shape = set.train.inputShape.dimensions
        guard size == nil || [size?.height, size?.width] == [shape[0], shape[1]] else {
            throw ToolError(
                "--image-size goes with a folder of pictures; the images of \(set.name) have \(shape[0]) x \(shape[1]) "
                    + "pixels")
        }
        return set
    }

    /// What files are named after.
    static func shortName(_ text: String) -> String {
        NamedDataset(rawValue: text) == nil ? FileName.stem(FileName.absolute(text)) : text
    }
}
