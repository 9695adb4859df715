import SumiArchive
import SumiNN
import SumiTensor

extension ImageClassificationSet {
    /// A data set of one's own.
    ///
    /// - Parameter path: one of
    ///   - an IDX file of images, with the labels beside it (`…images-idx3…` and `…labels-idx1…`), packed with gzip or not; where
    ///     its name holds `train`, the files with `t10k` or `test` in its place are the part to test;
    ///   - an `.npz` file with `x_train`, `y_train`, `x_test` and `y_test`, or with `x` and `y`;
    ///   - a CSV file, one image a line: the label, then the values 0...255 row by row; where its name
    ///     holds `train`, the file with `test` in its place is the part to test, if it has labels;
    ///   - a folder with such files, or with those of MNIST or CIFAR-10.
    ///
    /// The shape of the images and the number of classes follow from the data. Without a part to test, a tenth is put aside:
    /// ``splitting(_:name:framing:)``. Folders of pictures are read by `loadDataset` of the product SumiImages.
    ///
    /// - Throws: ``DataError``, `ArchiveError` or `NumPyError` where there is nothing of the kind, or it is damaged.
    public static func load(path: String) throws -> ImageClassificationSet {
        guard Directory.exists(path) else { return try load(file: path) }
        if let set = try load(folder: path) { return set }
        throw DataError(
            "\(path) is a folder without IDX, .npz or CSV files. A folder of pictures is read by loadDataset of the "
                + "product SumiImages, and by the program `sumi`")
    }

    private static func load(file path: String) throws -> ImageClassificationSet {
        let start = try FileSource(path).bytes(4)
        if start.starts(with: [0x50, 0x4B]) { return try ArrayImages.load(path) }
        if path.hasSuffix(".tar.gz") || path.hasSuffix(".tar") { return try CIFAR10.load(from: path) }
        let isPacked = start.starts(with: [0x1F, 0x8B])
        let content = isPacked ? try GzipSource(FileSource(path)).bytes(4) : start
        guard !content.isEmpty else { throw DataError("\(path) is empty: it is no data set") }
        if content.starts(with: [0, 0]) { return try IDXPair.load(path) }
        guard content.allSatisfy({ (0x20...0x7E).contains($0) || [9, 10, 13, 0xEF, 0xBB, 0xBF].contains($0) }) else {
            throw DataError("\(path) is neither an IDX, an .npz nor a CSV file")
        }
        return try CSVImages.load(path)
    }

    /// The set in a folder of data files; `nil` where it holds none.
    package static func load(folder path: String) throws -> ImageClassificationSet? {
        let names = try Directory.names(path)
        func file(_ isWanted: (String) -> Bool) -> String? { names.first(where: isWanted).map { "\(path)/\($0)" } }
        if names.contains(where: { $0.contains("data_batch_1") || $0 == "cifar-10-binary.tar.gz" }) {
            return try CIFAR10.load(from: path)
        }
        if let images = file({ $0.contains("train") && $0.contains("images") && $0.contains("idx") }) {
            return try IDXPair.load(images)
        }
        let others = names.filter { name in [".npz", ".csv", ".csv.gz"].contains { name.hasSuffix($0) } }
        guard let name = others.first(where: { $0.contains("train") }) ?? others.first else { return nil }
        guard others.count == 1 || name.contains("train") else {
            throw DataError("\(path) holds \(others.joined(separator: ", ")): name the one to use")
        }
        return try load(file: "\(path)/\(name)")
    }

    /// A set of a part to learn from and perhaps one to test, its name and framing as the data suggest.
    package static func made(
        _ path: String, train: LabelledImages, test: LabelledImages?
    ) throws -> ImageClassificationSet {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let framing = ImageFraming.suiting(train)
        guard let test else { return try splitting(train, name: name, framing: framing) }
        return try ImageClassificationSet(name: name, train: train, test: test, framing: framing)
    }

    /// The classes of numbered labels: as many as the largest asks for.
    static func classNames(_ labels: [Tensor], _ place: String) throws -> [String] {
        let all = labels.flatMap { $0.scalars(as: Int.self) }
        let largest = all.max() ?? 0
        guard largest < mostClasses, (all.min() ?? 0) >= 0 else {
            throw DataError(
                "\(place): labels are from \(all.min() ?? 0) to \(largest); they must be 0...\(mostClasses - 1)")
        }
        return (0...largest).map(String.init)
    }

    package static let mostClasses = 65536

    /// `path` with the last `train` of its file's name replaced, `nil` where it holds none.
    static func testPaths(_ path: String) -> [String] {
        guard let range = path.ranges(of: "train").last, !path[range.upperBound...].contains("/") else { return [] }
        return ["t10k", "test"].map { path.replacingCharacters(in: range, with: $0) }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
