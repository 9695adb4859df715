import SumiArchive
import SumiData
import SumiNN
import SumiTensor

/// A folder of pictures by class: in it a folder for each class, whose name is the class's, with PNG and JPEG files; or `train`
/// and `test` (or `val`, `valid`, `validation`) with such folders.
///
/// Classes are sorted by name, and so are the files of each; hidden files and files of other kinds are passed over. The
/// classes are spread evenly over the set, so that any stretch of it, such as the last part, which is put aside to validate on,
/// has its share of each. Pictures of another size than the rest are fitted: scaled in proportion and padded. If any is in
/// colour, all are.
public struct ImageFolder: Sendable {
    private let path: String
    private let classNames: [String]
    private let train: [Picture]
    private let test: [Picture]?

    private struct Picture: Sendable {
        var path: String
        var label: Int
    }

    /// The most bytes that the pixels of a set may take: 8 GiB.
    private static let largestSet = 8 << 30

    /// Lists the pictures of the folder at `path`; none is opened.
    ///
    /// - Throws: `DataError` or `ArchiveError` where there are no classes with pictures in it.
    public init(_ path: String) throws {
        self.path = path
        func folder(_ names: [String]) -> String? { names.map { "\(path)/\($0)" }.first(where: Directory.exists) }
        let trainFolder = folder(["train", "training"])
        let testFolder = trainFolder == nil ? nil : folder(["test", "testing", "val", "valid", "validation"])
        let main = trainFolder ?? path
        let names = try Self.classes(main)
        guard !names.isEmpty else {
            throw DataError("\(main) holds no folders: pictures lie in one folder for each class, which names it")
        }
        classNames = names
        train = try Self.pictures(main, names)
        guard !train.isEmpty else {
            throw DataError("\(main): there is no PNG or JPEG file in the folders of its classes")
        }
        test = try testFolder.map { folder in
            if let odd = try Self.classes(folder).first(where: { !names.contains($0) }) {
                throw DataError("\(folder)/\(odd): there is no class \(odd) in \(main)")
            }
            return try Self.pictures(folder, names)
        }
    }

    private static func classes(_ path: String) throws -> [String] {
        try Directory.names(path).filter { Directory.exists("\(path)/\($0)") }
    }

    private static func pictures(_ path: String, _ names: [String]) throws -> [Picture] {
        let classes = try names.enumerated().map { label, name -> [Picture] in
            let folder = "\(path)/\(name)"
            guard Directory.exists(folder) else { return [] }
            return try Directory.names(folder).filter { name in
                let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
                return ["png", "jpg", "jpeg"].contains(ending)
            }.map { Picture(path: "\(folder)/\($0)", label: label) }
        }
        // The middle of picture i of n lies at (i + ½) / n of the way.
        let placed = classes.flatMap { pictures in
            pictures.enumerated().map { (place: (Double($0) + 0.5) / Double(pictures.count), picture: $1) }
        }
        return placed.sorted { ($0.place, $0.picture.label) < ($1.place, $1.picture.label) }.map(\.picture)
    }

    /// Reads the pictures.
    ///
    /// - Parameter size: the height and width that all get; by default those that most pictures have, of equally many the
    ///   larger ones.
    /// - Throws: ``ImageError`` where a picture cannot be read, `DataError` where they would take too much memory.
    public func load(size: (height: Int, width: Int)? = nil) throws -> ImageClassificationSet {
        let headers = try (train + (test ?? [])).map { try Image.header($0.path) }
        let channels = headers.contains { $0.channels == 3 } ? 3 : 1
        let common = Self.mostCommon(headers)
        let shape = Shape([size?.height ?? common.height, size?.width ?? common.width, channels])
        let total = Shape([headers.count] + shape.dimensions)
        guard shape.dimensions.allSatisfy({ $0 > 0 }), total.isValid, total.count <= Self.largestSet else {
            throw DataError(
                "\(path): \(headers.count) pictures of \(shape) are too large for memory: give a smaller size, which they are "
                    + "fitted to")
        }
        let train = try images(train, shape)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let framing = ImageFraming.suiting(train)
        guard let test else { return try .splitting(train, name: name, framing: framing) }
        guard !test.isEmpty else { throw DataError("\(path): the folder of pictures to test holds none") }
        return try ImageClassificationSet(name: name, train: train, test: images(test, shape), framing: framing)
    }

    private static func mostCommon(_ headers: [Image.Header]) -> (height: Int, width: Int) {
        var counts: [[Int]: Int] = [:]
        for header in headers { counts[[header.height, header.width], default: 0] += 1 }
        let best = counts.max { left, right in
            (left.value, left.key[0] * left.key[1], left.key[0])
                < (right.value, right.key[0] * right.key[1], right.key[0])
        }
        return (best?.key[0] ?? 1, best?.key[1] ?? 1)
    }

    private func images(_ pictures: [Picture], _ shape: Shape) throws -> LabelledImages {
        let size = shape.count
        let pixels = try [UInt8](unsafeUninitializedCapacity: pictures.count * size) { buffer, count in
            for picture in pictures {
                let image = try Image(contentsOf: picture.path)
                let framed = (shape.dimensions[2] == 1 ? image.grey : image.colour)
                    .fitted(width: shape.dimensions[1], height: shape.dimensions[0])
                framed.pixels.withUnsafeBufferPointer { source in
                    for index in 0..<size { buffer.initializeElement(at: count + index, to: source[index]) }
                }
                count += size
            }
        }
        let sizes = shape.dimensions[2] == 1 ? Array(shape.dimensions.prefix(2)) : shape.dimensions
        return try LabelledImages(
            images: Tensor(shape: Shape([pictures.count] + sizes), storage: .uint8(pixels)),
            labels: Tensor(shape: [pictures.count], storage: .int32(pictures.map { Int32($0.label) })),
            classNames: classNames)
    }
}
