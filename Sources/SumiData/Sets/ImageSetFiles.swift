import SumiArchive
import SumiNN
import SumiTensor

/// A data set kept as four IDX files (images and labels, to train and to test), or as the one file of arrays that Keras
/// stores.
package struct ImageSetFiles: Sendable {
    /// What the set is called.
    package var name: String
    /// What the set is called in commands, and in code.
    package var command: String
    package var symbol: String
    /// The name of its folder.
    package var folder: String
    package var classNames: [String]
    var framing = ImageFraming.fit
    /// What Keras calls its file of arrays, where it has one.
    package var arrayFile: String?

    /// Loads the set from the first of `folders` that holds any of its files.
    ///
    /// Where a file is damaged, or only some are there, another folder is not tried: the mistake would stay hidden.
    package func load(from folders: DataFolders) throws -> ImageClassificationSet {
        for root in folders.roots {
            let place = root + "/" + folder
            if Part.allCases.contains(where: { path(of: $0, in: place) != nil }) { return try load(from: place) }
            if let arrayFile, FileSource.exists("\(root)/\(arrayFile)") {
                return try load(arrays: "\(root)/\(arrayFile)")
            }
        }
        let places = folders.roots.map { "\($0)/\(folder)" }.joined(separator: ", ")
        throw DataError(
            "\(name) was not found. Looked for train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, "
                + "t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz (packed or not) in: \(places). "
                + (arrayFile.map { "Looked for Keras' \($0) beside each. " } ?? "")
                + folders.advice(folder, command: command, symbol: symbol),
            isNotFound: true)
    }

    /// Loads the set from the folder at `path`, which holds its four files.
    package func load(from path: String) throws -> ImageClassificationSet {
        let missing = Part.allCases.filter { self.path(of: $0, in: path) == nil }
        guard missing.isEmpty else {
            throw DataError(
                "\(name): \(path) holds no \(missing.map(\.fileName).joined(separator: ", ")) (packed or not): complete the folder"
            )
        }
        return try ImageClassificationSet(
            name: name, train: images(.trainImages, .trainLabels, in: path),
            test: images(.testImages, .testLabels, in: path), framing: framing)
    }

    /// Loads the set from Keras' file of the arrays `x_train`, `y_train`, `x_test` and `y_test`.
    private func load(arrays path: String) throws -> ImageClassificationSet {
        let file = try FileSource(path)
        let bytes = try file.bytes(file.size)
        func part(_ images: String, _ labels: String) throws -> LabelledImages {
            let arrays = try NumPy.arrays(bytes, named: [images, labels])
            guard let images = arrays[images], let labels = arrays[labels] else {
                throw DataError("\(images) or \(labels) is missing")
            }
            return try LabelledImages(images: images, labels: labels, classNames: classNames)
        }
        do {
            return try ImageClassificationSet(
                name: name, train: part("x_train", "y_train"), test: part("x_test", "y_test"), framing: framing)
        } catch {
            throw DataError("\(path): \(error). Fetch the file again.")
        }
    }

    private func images(_ images: Part, _ labels: Part, in folder: String) throws -> LabelledImages {
        guard let imagePath = path(of: images, in: folder), let labelPath = path(of: labels, in: folder) else {
            throw DataError("\(name): \(folder) holds no \(images.fileName) or no \(labels.fileName)")
        }
        // Labels first: they are small, and damage is found before the images are unpacked.
        let labels = try IDXFile.read(labelPath)
        let images = try IDXFile.read(imagePath)
        do {
            return try LabelledImages(images: images, labels: labels, classNames: classNames)
        } catch {
            throw DataError("\(imagePath) and \(labelPath): \(error)")
        }
    }

    /// The path of a part's file, packed or not, `nil` where there is none.
    private func path(of part: Part, in folder: String) -> String? {
        // Some archives write the last hyphen of the original names as a point.
        let names = [part.fileName, part.fileName.replacing("-idx", with: ".idx")]
        return names.flatMap { ["\(folder)/\($0).gz", "\(folder)/\($0)"] }.first(where: FileSource.exists)
    }

    private enum Part: CaseIterable {
        case trainImages, trainLabels, testImages, testLabels

        var fileName: String {
            switch self {
            case .trainImages: "train-images-idx3-ubyte"
            case .trainLabels: "train-labels-idx1-ubyte"
            case .testImages: "t10k-images-idx3-ubyte"
            case .testLabels: "t10k-labels-idx1-ubyte"
            }
        }
    }
}
