import Foundation
import SumiArchive
import SumiData
import SumiTensor
import Testing

@Suite("MNIST and Fashion-MNIST")
struct ImageSetTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private static let names = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]

    /// Writes a set of 12 images to train and 5 to test, of 4 x 4 pixels; label `i` is `i % 10`.
    private func writeSet(to place: String, packed: Bool = true, leavingOut missing: String? = nil) throws {
        for (index, name) in Self.names.enumerated() where name != missing {
            let count = index < 2 ? 12 : 5
            let file =
                index % 2 == 0
                ? idx(8, [UInt32(count), 4, 4], (0..<count * 16).map { UInt8($0) })
                : idx(8, [UInt32(count)], (0..<count).map { UInt8($0 % 10) })
            let bytes = packed ? try Gzip.compress(file) : file
            try folder.write(bytes, to: "\(place)/\(name)\(packed ? ".gz" : "")")
        }
    }

    private func folders(_ variables: [String: String]) -> DataFolders { DataFolders { variables[$0] } }

    @Test("a set is found in SUMI_DATA, in Keras' folder and in the cache, packed or not")
    func places() throws {
        try writeSet(to: "own/mnist")
        try writeSet(to: "home/.keras/datasets/fashion-mnist")
        try writeSet(to: "home/.cache/sumi/mnist", packed: false)
        try writeSet(to: "xdg/sumi/mnist", packed: false)
        let home = folder.path + "/home"
        for variables in [
            ["SUMI_DATA": folder.path + "/own", "HOME": home], ["HOME": home],
            ["HOME": "/nowhere", "XDG_CACHE_HOME": folder.path + "/xdg"], ["SUMI_DATA": folder.path + "/own"],
            ["SUMI_DATA": "", "HOME": home], ["SUMI_DATA": folder.path, "HOME": home],
        ] {
            let set = try MNIST.files.load(from: folders(variables))
            #expect(set.train.count == 12 && set.test.count == 5)
            #expect(set.train.images.shape == [12, 4, 4] && set.train.images.elementType == .uint8)
            #expect(set.train.labels.scalars(as: Int.self) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
            #expect(set.classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"])
        }
        let fashion = try FashionMNIST.files.load(from: folders(["HOME": home]))
        #expect(fashion.classNames[9] == "Ankle boot")
        #expect(try MNIST.load(from: folder.path + "/own/mnist").name == "MNIST")
    }

    @Test("parts of a set, and what a model takes")
    func parts() throws {
        try writeSet(to: "mnist")
        let train = try MNIST.load(from: folder.path + "/mnist").train
        #expect(train.inputs.shape == [12, 4, 4, 1] && train.inputShape == [4, 4, 1])
        #expect(train.inputs.scalars(as: UInt8.self) == train.images.scalars(as: UInt8.self))
        #expect(train.prefix(3).count == 3 && train.prefix(3).labels.scalars(as: Int.self) == [0, 1, 2])
        #expect(train.dropFirst(10).images.scalars(as: Int.self) == Array(160..<192))
        #expect(train.prefix(100) == train && train.prefix(-1).count == 0 && train.dropFirst(99).count == 0)
    }

    @Test("a set that is nowhere: the message says where was looked and what to do")
    func missing() {
        let text = message { try MNIST.files.load(from: folders(["SUMI_DATA": "/a", "HOME": "/h"])) }
        #expect(text.contains("MNIST was not found"))
        #expect(text.contains("/a/mnist, /h/.keras/datasets/mnist, /h/.cache/sumi/mnist"))
        #expect(text.contains("`sumi data fetch mnist` fetches it"))
        #expect(text.contains("in code `import SumiDownload` and `try await MNIST.download()`"))
        #expect(text.contains("Or put its files into /a/mnist"))
        let without = message { try FashionMNIST.files.load(from: folders([:])) }
        #expect(without.contains("`sumi data fetch fashion-mnist`"))
        #expect(without.contains("set SUMI_DATA to a folder that holds fashion-mnist"))
    }

    @Test("an incomplete set is told apart from a missing one, and no other is taken instead", arguments: names)
    func incomplete(name: String) throws {
        try writeSet(to: "own/mnist", leavingOut: name)
        try writeSet(to: "home/.keras/datasets/mnist")
        let variables = ["SUMI_DATA": folder.path + "/own", "HOME": folder.path + "/home"]
        let text = message { try MNIST.files.load(from: folders(variables)) }
        #expect(text.contains("own/mnist holds no \(name)"))
    }

    @Test("a damaged file is named, whichever it is", arguments: names)
    func damaged(name: String) throws {
        try writeSet(to: "mnist")
        let file = try #require(FileManager.default.contents(atPath: "\(folder.path)/mnist/\(name).gz"))
        try folder.write(Array(file.dropLast(3)), to: "mnist/\(name).gz")
        let text = message { try MNIST.files.load(from: folders(["SUMI_DATA": folder.path])) }
        #expect(text.contains("/mnist/\(name).gz: the gzip data end too early"))
    }

    @Test(
        "files that do not belong together are refused",
        arguments: [
            ("train-labels-idx1-ubyte", idx(8, [11], [UInt8](repeating: 1, count: 11)), "12 images, but 11 labels"),
            ("t10k-labels-idx1-ubyte", idx(8, [5], [0, 1, 10, 3, 4]), "label 10 at index 2 is none of the 10 classes"),
            ("train-images-idx3-ubyte", idx(8, [12, 16], [UInt8](repeating: 0, count: 192)), "[count, height, width]"),
            ("train-labels-idx1-ubyte", idx(9, [12], [UInt8](repeating: 255, count: 12)), "label -1 at index 0"),
            ("train-labels-idx1-ubyte", idx(13, [1], [0, 0, 0, 0]), "labels must be uint8"),
            ("t10k-images-idx3-ubyte", idx(8, [5, 4, 3], [UInt8](repeating: 0, count: 60)), "they must be equal"),
            ("t10k-labels-idx1-ubyte", idx(8, [5, 1], [0, 1, 2, 3, 4]), "labels must be uint8"),
        ] as [(String, [UInt8], String)])
    func mismatch(name: String, file: [UInt8], reason: String) throws {
        try writeSet(to: "mnist", packed: false)
        try folder.write(file, to: "mnist/\(name)")
        #expect(message { try MNIST.load(from: folder.path + "/mnist") }.contains(reason))
    }

    @Test("a set without images is refused")
    func empty() throws {
        try writeSet(to: "mnist", packed: false)
        try folder.write(idx(8, [0, 4, 4], []), to: "mnist/t10k-images-idx3-ubyte")
        try folder.write(idx(8, [0], []), to: "mnist/t10k-labels-idx1-ubyte")
        #expect(message { try MNIST.load(from: folder.path + "/mnist") }.contains("neither may be empty"))
    }

    /// A `.npy` file of bytes, as `numpy.save` writes it.
    private func npy(_ shape: String, _ content: [UInt8]) -> [UInt8] {
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': \(shape), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + content
    }

    @Test("Keras' mnist.npz is read where there are no IDX files")
    func arrays() throws {
        var archive = ZipWriter()
        try archive.add("x_train.npy", npy("(3, 2, 2)", Array(0..<12)), isCompressed: true)
        try archive.add("y_train.npy", npy("(3,)", [7, 8, 9]))
        try archive.add("x_test.npy", npy("(1, 2, 2)", [1, 2, 3, 4]))
        try archive.add("y_test.npy", npy("(1,)", [5]))
        let bytes = archive.archive()
        try folder.write(bytes, to: ".keras/datasets/mnist.npz")
        let variables = ["HOME": folder.path]
        let set = try MNIST.files.load(from: folders(variables))
        #expect(set.train.images.scalars(as: Int.self) == Array(0..<12) && set.train.inputShape == [2, 2, 1])
        #expect(set.test.labels.scalars(as: Int.self) == [5])
        try folder.write(Array(bytes.dropLast(9)), to: ".keras/datasets/mnist.npz")
        #expect(message { try MNIST.files.load(from: folders(variables)) }.contains("/.keras/datasets/mnist.npz: "))
        #expect(message { try FashionMNIST.files.load(from: folders(variables)) }.contains("was not found"))
        try writeSet(to: ".keras/datasets/mnist")
        #expect(try MNIST.files.load(from: folders(variables)).train.count == 12)
    }

    static let hasRealData = DataFolders.variable("SUMI_DATA").map { !$0.isEmpty } ?? false

    @Test("the real sets have their published numbers", .enabled(if: hasRealData, "SUMI_DATA is not set"))
    func realData() throws {
        let mnist = try MNIST.load()
        #expect(mnist.train.images.shape == [60000, 28, 28] && mnist.test.images.shape == [10000, 28, 28])
        #expect(
            try mnist.train.labels.binCount().scalars(as: Int.self)
                == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
        #expect(
            try mnist.test.labels.binCount().scalars(as: Int.self)
                == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
        #expect(try mnist.train.labels.prefix(5).scalars(as: Int.self) == [5, 0, 4, 1, 9])
        let fashion = try FashionMNIST.load()
        #expect(try fashion.train.labels.binCount().scalars(as: Int.self) == [Int](repeating: 6000, count: 10))
        #expect(try fashion.test.labels.binCount().scalars(as: Int.self) == [Int](repeating: 1000, count: 10))
    }
}
