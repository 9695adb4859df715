import SumiArchive
import SumiTensor

/// The binary version of CIFAR-10: five files of images to train and one to test, in a folder or in one tar archive.
///
/// A record is a byte for the class, then the red, the green and the blue bytes, each plane row by row.
package struct CIFARFiles: Sendable {
    package var name: String
    /// What the set is called in commands, and in code.
    package var command: String
    package var symbol: String
    /// The name of its folder.
    package var folder: String
    package var classNames: [String]
    package var recordsPerFile: Int

    package static let side = 32
    private static let planeSize = side * side
    private static let recordSize = 1 + 3 * planeSize
    private static let trainNames = (1...5).map { "data_batch_\($0).bin" }
    private static let testName = "test_batch.bin"
    package static let fileNames = trainNames + [testName]

    private var fileSize: Int { recordsPerFile * Self.recordSize }

    /// Loads the set from the first of `folders` that holds any of its files. Where they are incomplete or damaged,
    /// another folder is not tried: the mistake would stay hidden.
    package func load(from folders: DataFolders) throws -> ImageClassificationSet {
        var pickled: String?
        for root in folders.roots {
            if let place = place(in: root) { return try load(from: place) }
            pickled = pickled ?? Self.pickled(in: root)
        }
        if let pickled {
            throw DataError(
                "\(pickled) is Keras' copy of \(name), which holds pickled Python objects: only Python can read it. "
                    + "Sumi reads the binary version: " + folders.advice(folder, command: command, symbol: symbol),
                isNotFound: true)
        }
        let places = folders.roots.map { "\($0)/\(folder)" }.joined(separator: ", ")
        throw DataError(
            "\(name) was not found. Looked for data_batch_1.bin to data_batch_5.bin and test_batch.bin (packed or not) "
                + "in: \(places), and for cifar-10-binary.tar.gz beside each. "
                + folders.advice(folder, command: command, symbol: symbol),
            isNotFound: true)
    }

    /// Loads the set from a folder with its files, or from the archive of them.
    package func load(from path: String) throws -> ImageClassificationSet {
        if !Directory.exists(path), FileSource.exists(path) { return try load(archive: path) }
        let missing = Self.fileNames.filter { Self.path(of: $0, in: path) == nil }
        let archive = "\(path)/cifar-10-binary.tar.gz"
        if missing.count == Self.fileNames.count, FileSource.exists(archive) { return try load(archive: archive) }
        guard missing.isEmpty else {
            if missing.count == Self.fileNames.count, let pickled = Self.pickled(in: path) {
                throw DataError(
                    "\(pickled) is Keras' copy of \(name), which holds pickled Python objects: only Python can read "
                        + "it. `sumi data fetch \(command)` fetches the binary version")
            }
            throw DataError(
                "\(name): \(path) holds no \(missing.joined(separator: ", ")) (packed or not): complete the folder")
        }
        return try set { name in
            guard let path = Self.path(of: name, in: path) else { throw DataError("\(path) holds no \(name)") }
            return try content(path)
        }
    }

    private func load(archive path: String) throws -> ImageClassificationSet {
        let file = try FileSource(path)
        let isPacked = try FileSource(path).bytes(2) == [0x1F, 0x8B]
        // Twice the six files leave room for headers and a few words to read.
        let tar = Tar(isPacked ? try GzipSource(file) : file, limit: 12 * fileSize + 1 << 20)
        var files: [String: [UInt8]] = [:]
        while let entry = try tar.next() {
            let name = entry.name.split(separator: "/").last.map(String.init) ?? ""
            guard entry.isFile, Self.fileNames.contains(name) else { continue }
            guard files[name] == nil, entry.size == fileSize else {
                throw DataError("\(path): \(entry.name) is there twice or not of \(fileSize) bytes: fetch it again")
            }
            files[name] = try tar.content(limit: fileSize)
        }
        return try set { name in
            guard let bytes = files[name] else {
                throw DataError("\(path) holds no \(name): it is not the binary version of \(self.name)")
            }
            return (path, bytes)
        }
    }

    private func content(_ path: String) throws -> (place: String, bytes: [UInt8]) {
        let file = try FileSource(path)
        let isPacked = try FileSource(path).bytes(2) == [0x1F, 0x8B]
        let source: any ByteSource = isPacked ? try GzipSource(file) : file
        let bytes = try source.bytes(fileSize)
        let hasMore = try !source.bytes(1).isEmpty
        guard bytes.count == fileSize, !hasMore else {
            throw DataError(
                "\(path): holds \(hasMore ? "more than \(fileSize)" : "\(bytes.count)") bytes instead of the "
                    + "\(fileSize) of \(recordsPerFile) images: it is incomplete or another file, fetch it again")
        }
        return (path, bytes)
    }

    private func set(
        _ file: (String) throws -> (place: String, bytes: [UInt8])
    ) throws -> ImageClassificationSet {
        func part(_ names: [String]) throws -> LabelledImages {
            let count = names.count * recordsPerFile
            var pixels = [UInt8](repeating: 0, count: count * 3 * Self.planeSize)
            var labels: [UInt8] = []
            labels.reserveCapacity(count)
            for (index, name) in names.enumerated() {
                let (place, bytes) = try file(name)
                let start = index * recordsPerFile
                let found = stride(from: 0, to: bytes.count, by: Self.recordSize).map { bytes[$0] }
                if let odd = found.firstIndex(where: { $0 >= classNames.count }) {
                    throw DataError(
                        "\(place), record \(odd): class \(found[odd]) of \(classNames.count): the file is damaged, "
                            + "fetch it again")
                }
                labels += found
                interleave(bytes, into: &pixels, at: start * 3 * Self.planeSize)
            }
            return try LabelledImages(
                images: Tensor(shape: [count, Self.side, Self.side, 3], storage: .uint8(pixels)),
                labels: Tensor(shape: [count], storage: .uint8(labels)), classNames: classNames)
        }
        return try ImageClassificationSet(name: name, train: part(Self.trainNames), test: part([Self.testName]))
    }

    /// Planes of one colour each become pixels of three bytes.
    private func interleave(_ bytes: [UInt8], into pixels: inout [UInt8], at start: Int) {
        let plane = Self.planeSize
        bytes.withUnsafeBufferPointer { bytes in
            pixels.withUnsafeMutableBufferPointer { pixels in
                var target = start
                for record in 0..<recordsPerFile {
                    let source = record * Self.recordSize + 1
                    for pixel in source..<source + plane {
                        pixels[target] = bytes[pixel]
                        pixels[target + 1] = bytes[pixel + plane]
                        pixels[target + 2] = bytes[pixel + 2 * plane]
                        target += 3
                    }
                }
            }
        }
    }

    // MARK: Places

    /// Where the set lies below `root`: a folder with any of its files, or the archive of them.
    private func place(in root: String) -> String? {
        let folders = ["\(root)/\(folder)", "\(root)/cifar-10-batches-bin", "\(root)/\(folder)/cifar-10-batches-bin"]
        let archives = ["\(root)/cifar-10-binary.tar.gz", "\(root)/\(folder)/cifar-10-binary.tar.gz"]
        return folders.first { folder in Self.fileNames.contains { Self.path(of: $0, in: folder) != nil } }
            ?? archives.first(where: FileSource.exists)
    }

    private static func path(of name: String, in folder: String) -> String? {
        ["\(folder)/\(name)", "\(folder)/\(name).gz"].first(where: FileSource.exists)
    }

    /// Keras' own copy below `root`, as its versions 2 and 3 leave it.
    private static func pickled(in root: String) -> String? {
        [
            "cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py", "cifar-10-batches-py-target",
            "cifar-10-batches-py.tar.gz", "cifar-10-python.tar.gz", "cifar-10/cifar-10-batches-py",
            "cifar-10/cifar-10-python.tar.gz", "data_batch_1",
        ].map { "\(root)/\($0)" }.first(where: FileSource.exists)
    }
}
