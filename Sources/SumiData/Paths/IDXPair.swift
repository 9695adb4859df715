import SumiArchive
import SumiTensor

/// An IDX file of images and the one of their labels, as MNIST and sets like it are kept.
enum IDXPair {
    static func load(_ path: String) throws -> ImageClassificationSet {
        let train = try pair(path)
        let testPath = ImageClassificationSet.testPaths(path).first(where: FileSource.exists)
        let test = try testPath.map(pair)
        let names = try ImageClassificationSet.classNames([train.labels] + (test.map { [$0.labels] } ?? []), path)
        func part(_ pair: (images: Tensor, labels: Tensor), _ place: String) throws -> LabelledImages {
            do {
                return try LabelledImages(images: pair.images, labels: pair.labels, classNames: names)
            } catch {
                throw DataError("\(place): \(error)")
            }
        }
        return try .made(
            path, train: part(train, path), test: test.map { try part($0, testPath ?? path) })
    }

    private static func pair(_ path: String) throws -> (images: Tensor, labels: Tensor) {
        let labelPaths = candidates(path)
        guard let labelPath = labelPaths.first(where: { $0 != path && FileSource.exists($0) }) else {
            let wanted = labelPaths.isEmpty ? "its name has no \"images\"" : "looked for \(labelPaths[0])"
            throw DataError("\(path): there are no labels beside it (\(wanted))")
        }
        let images = try IDXFile.read(path)
        guard images.rank > 1 else {
            throw DataError("\(path) holds labels: name the file of the images, \(labelPath) is taken with it")
        }
        return (try ArrayImages.pixels(images, path), try IDXFile.read(labelPath))
    }

    /// Where the labels of the images at `path` may be.
    private static func candidates(_ path: String) -> [String] {
        let file = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let name = String(path[file...])
        guard name.contains("images") else { return [] }
        var labels = name.replacing("images", with: "labels")
        for rank in ["idx2", "idx3", "idx4"] { labels = labels.replacing(rank, with: "idx1") }
        let other = labels.hasSuffix(".gz") ? String(labels.dropLast(3)) : labels + ".gz"
        return [labels, other].map { path[..<file] + $0 }
    }
}
