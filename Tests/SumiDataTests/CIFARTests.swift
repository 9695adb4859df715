import SumiArchive
import SumiData
import SumiTensor
import Testing

@Suite("CIFAR-10")
struct CIFARTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// CIFAR-10 with two images in each file.
    private let files: CIFARFiles = {
        var files = CIFAR10.files
        files.recordsPerFile = 2
        return files
    }()

    /// Two records: red is the file's number, green the row, blue the column; classes are the number and 9.
    private func batch(_ number: UInt8) -> [UInt8] {
        [number, 9].flatMap { label -> [UInt8] in
            [label] + [UInt8](repeating: number, count: 1024) + (0..<1024).map { UInt8($0 / 32) }
                + (0..<1024).map { UInt8($0 % 32) }
        }
    }

    private func writeSet(to place: String, packed: Bool = false) throws {
        for (index, name) in CIFARFiles.fileNames.enumerated() {
            let bytes = batch(UInt8(index + 1))
            try folder.write(packed ? Gzip.compress(bytes) : bytes, to: "\(place)/\(name)\(packed ? ".gz" : "")")
        }
    }

    /// The six files in a tar archive, as the original holds them.
    private func archive(leavingOut missing: String = "") -> [UInt8] {
        var tar: [UInt8] = []
        for (index, name) in CIFARFiles.fileNames.enumerated() where name != missing {
            tar += tarMember("cifar-10-batches-bin/\(name)", batch(UInt8(index + 1)))
        }
        return tar + [UInt8](repeating: 0, count: 1024)
    }

    private func load(_ variables: [String: String]) throws -> ImageClassificationSet {
        try files.load(from: DataFolders { variables[$0] })
    }

    @Test("it is found as files, packed files and as an archive, in all places")
    func places() throws {
        try writeSet(to: "own/cifar-10", packed: true)
        try writeSet(to: "home/.keras/datasets/cifar-10-batches-bin")
        try folder.write(Gzip.compress(archive()), to: "cache/sumi/cifar-10-binary.tar.gz")
        try folder.write(archive(), to: "other/cifar-10/cifar-10-binary.tar.gz")
        for variables in [
            ["SUMI_DATA": "\(folder.path)/own"], ["HOME": "\(folder.path)/home"],
            ["HOME": "/nowhere", "XDG_CACHE_HOME": "\(folder.path)/cache"], ["SUMI_DATA": "\(folder.path)/other"],
        ] {
            let set = try load(variables)
            #expect(set.train.images.shape == [10, 32, 32, 3] && set.test.images.shape == [2, 32, 32, 3])
            #expect(set.train.inputShape == [32, 32, 3] && set.train.inputs.shape == [10, 32, 32, 3])
            #expect(set.train.labels.scalars(as: Int.self) == [1, 9, 2, 9, 3, 9, 4, 9, 5, 9])
            #expect(set.test.labels.scalars(as: Int.self) == [6, 9])
            #expect(set.classNames[0] == "airplane" && set.classNames[9] == "truck")
            let pixel = ((3 * 32) + 7) * 32 * 3 + 11 * 3
            #expect(Array(set.train.images.scalars(as: Int.self)[pixel..<pixel + 3]) == [2, 7, 11])
        }
        #expect(try files.load(from: "\(folder.path)/own/cifar-10").train.count == 10)
        #expect(try files.load(from: "\(folder.path)/other/cifar-10").train.count == 10)
        #expect(try files.load(from: "\(folder.path)/cache/sumi/cifar-10-binary.tar.gz").test.count == 2)
    }

    @Test(
        "the copy of Keras is refused by its name, with what to do",
        arguments: [
            "cifar-10-batches-py/data_batch_1", "cifar-10-python.tar.gz", "cifar-10-batches-py.tar.gz",
            "cifar-10-batches-py-target/cifar-10-batches-py/data_batch_1",
        ])
    func pickled(name: String) throws {
        try folder.write([0x80, 2], to: "home/.keras/datasets/\(name)")
        let variables = ["HOME": "\(folder.path)/home"]
        let text = message { try load(variables) }
        #expect(text.contains(".keras/datasets/cifar-10-"))
        #expect(text.contains("pickled Python objects") && text.contains("`sumi data fetch cifar10`"))
        // Once the binary version is there, it is used.
        try writeSet(to: "home/.cache/sumi/cifar-10")
        #expect(try load(variables).train.count == 10)
    }

    @Test("missing, incomplete and damaged are told apart")
    func faults() throws {
        let variables = ["SUMI_DATA": "\(folder.path)/own", "HOME": "\(folder.path)/home"]
        let missing = message { try load(variables) }
        #expect(missing.contains("CIFAR-10 was not found") && missing.contains("sumi data fetch cifar10"))
        #expect(missing.contains("try await CIFAR10.download()"))
        try writeSet(to: "home/.cache/sumi/cifar-10")
        try folder.write(batch(1), to: "own/cifar-10/data_batch_1.bin")
        #expect(message { try load(variables) }.contains("own/cifar-10 holds no data_batch_2.bin, data_batch_3.bin"))
        try writeSet(to: "own/cifar-10")
        try folder.write(batch(3).dropLast(3073), to: "own/cifar-10/data_batch_3.bin")
        #expect(message { try load(variables) }.contains("data_batch_3.bin: holds 3073 bytes instead of the 6146"))
        try folder.write(batch(3) + [1], to: "own/cifar-10/data_batch_3.bin")
        #expect(message { try load(variables) }.contains("holds more than 6146"))
        try folder.write(batch(10), to: "own/cifar-10/data_batch_3.bin")
        #expect(message { try load(variables) }.contains("data_batch_3.bin, record 0: class 10 of 10"))
    }

    @Test("archives that are cut off, lack a file or hold it twice are not used")
    func archives() throws {
        func text(_ bytes: [UInt8]) throws -> String {
            let path = try folder.write(bytes, to: "own/cifar-10-binary.tar.gz")
            return message { try files.load(from: path) }
        }
        let whole = archive()
        #expect(try text(Array(whole.prefix(20000))).contains("ends too early"))
        #expect(try text(Array(try Gzip.compress(whole).dropLast(20))).contains("end too early"))
        #expect(try text(archive(leavingOut: "test_batch.bin")).contains("holds no test_batch.bin"))
        #expect(try text(whole.dropLast(1024) + whole).contains("is there twice"))
        #expect(try text([1, 2, 3]).contains("ends too early"))
    }

    @Test("the real set has its published numbers", .enabled(if: ImageSetTests.hasRealData, "SUMI_DATA is not set"))
    func realData() throws {
        let set = try CIFAR10.load()
        #expect(set.train.images.shape == [50000, 32, 32, 3] && set.test.images.shape == [10000, 32, 32, 3])
        #expect(try set.train.labels.binCount().scalars(as: Int.self) == [Int](repeating: 5000, count: 10))
        #expect(try set.test.labels.binCount().scalars(as: Int.self) == [Int](repeating: 1000, count: 10))
        // The first training image is a frog, its first pixel a dark grey: as Keras' x_train[0, 0, 0].
        #expect(try set.train.labels.prefix(3).scalars(as: Int.self) == [6, 9, 9])
        #expect(Array(set.train.images.scalars(as: Int.self).prefix(3)) == [59, 62, 63])
    }
}

/// A file of a tar archive: its header and its content in whole blocks.
func tarMember(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) { block.replaceSubrange(place..<place + text.utf8.count, with: text.utf8) }
    func octal(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put(octal(content.count, 11), at: 124)
    put("        ", at: 148)
    put("0", at: 156)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\0", at: 148)
    return block + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
}
