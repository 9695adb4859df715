import SumiArchive
import SumiData
import SumiTensor
import Testing

@Suite("Data sets of one's own by path")
struct PathTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func load(_ name: String) throws -> ImageClassificationSet {
        try ImageClassificationSet.load(path: "\(folder.path)/\(name)")
    }

    private func failure(_ name: String) -> String { message { try load(name) } }

    private func images(_ count: Int, _ first: Int = 0) -> [UInt8] {
        idx(8, [UInt32(count), 3, 2], (0..<count * 6).map { UInt8((first + $0) % 256) })
    }

    private func labels(_ labels: [UInt8]) -> [UInt8] { idx(8, [UInt32(labels.count)], labels) }

    // MARK: IDX

    @Test("an IDX pair by the path of its images, with and without a part to test")
    func idxPair() throws {
        try folder.write(Gzip.compress(images(12)), to: "a/my-images-idx3-ubyte.gz")
        try folder.write(labels((0..<12).map { $0 % 3 }), to: "a/my-labels-idx1-ubyte")
        let set = try load("a/my-images-idx3-ubyte.gz")
        #expect(set.classNames == ["0", "1", "2"] && set.train.inputShape == [3, 2, 1] && !set.hasOwnTest)
        #expect(set.train.count == 9 && set.test.labels.scalars(as: Int.self) == [0, 1, 2])

        try folder.write(images(4), to: "b/train-images.idx3-ubyte")
        try folder.write(labels([0, 1, 4, 0]), to: "b/train-labels.idx1-ubyte")
        try folder.write(images(2, 9), to: "b/t10k-images.idx3-ubyte")
        try folder.write(labels([5, 0]), to: "b/t10k-labels.idx1-ubyte")
        for name in ["b/train-images.idx3-ubyte", "b"] {
            let set = try load(name)
            #expect(set.hasOwnTest && set.train.count == 4 && set.test.count == 2 && set.classNames.count == 6)
            #expect(set.test.images.scalars(as: Int.self).first == 9)
        }
    }

    @Test("an IDX pair that is none: no labels, the labels' path, other numbers")
    func idxFaults() throws {
        try folder.write(images(4), to: "x-images-idx3-ubyte")
        #expect(failure("x-images-idx3-ubyte").contains("there are no labels beside it (looked for"))
        try folder.write(labels([0, 1]), to: "x-labels-idx1-ubyte")
        #expect(failure("x-images-idx3-ubyte").contains("4 images, but 2 labels"))
        #expect(failure("x-labels-idx1-ubyte").contains("its name has no \"images\""))
        try folder.write([0, 0, 8, 3, 0, 0], to: "x-images-idx3-ubyte")
        #expect(failure("x-images-idx3-ubyte").contains("ends within its header"))
    }

    // MARK: npz

    private func npy(_ type: String, _ shape: String, _ content: [UInt8]) -> [UInt8] {
        let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + content
    }

    private func write(_ arrays: [(String, [UInt8])], to name: String) throws {
        var archive = ZipWriter()
        for (name, bytes) in arrays { try archive.add("\(name).npy", bytes) }
        try folder.write(archive.archive(), to: name)
    }

    private func words(_ numbers: [UInt8]) -> [UInt8] { numbers.flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] } }

    @Test(".npz with four arrays and with two; flat rows, channels first, one-hot and 64-bit labels")
    func arrays() throws {
        try write(
            [
                ("x_train", npy("|u1", "(3, 2, 2, 3)", Array(0..<36))),
                ("y_train", npy("<i8", "(3, 1)", words([0, 2, 1]))),
                ("x_test", npy("|u1", "(1, 2, 2, 3)", Array(0..<12))), ("y_test", npy("<i8", "(1, 1)", words([3]))),
            ], to: "four.npz")
        let four = try load("four.npz")
        #expect(four.hasOwnTest && four.train.inputShape == [2, 2, 3] && four.classNames.count == 4)
        #expect(four.train.labels.scalars(as: Int.self) == [0, 2, 1])

        try write(
            [
                ("x", npy("<i8", "(4, 9)", words(Array(0..<36)))),
                ("y", npy("|u1", "(4, 2)", [1, 0, 1, 0, 0, 1, 0, 1])),
            ], to: "two.npz")
        let two = try load("two.npz")
        #expect(!two.hasOwnTest && two.train.inputShape == [3, 3, 1] && two.train.images.elementType == .uint8)
        #expect(two.train.labels.scalars(as: Int.self) == [0, 1] && two.test.count == 2)

        try write(
            [("x", npy("|u1", "(2, 3, 1, 2)", Array(0..<12))), ("y", npy("|u1", "(2,)", [0, 0]))], to: "first.npz")
        #expect(try load("first.npz").train.images.scalars(as: Int.self) == [0, 2, 4, 1, 3, 5])
        #expect(try load("first.npz").all().count == 2)
    }

    @Test(".npz that is none says which array is at fault")
    func arrayFaults() throws {
        try write([("a", npy("|u1", "(1,)", [1]))], to: "x.npz")
        #expect(failure("x.npz").contains("has the arrays a; x_train, y_train, x_test and y_test are needed"))
        try write([("x", npy("|u1", "(2, 7)", Array(0..<14))), ("y", npy("|u1", "(2,)", [0, 0]))], to: "x.npz")
        #expect(failure("x.npz").contains("x: 7 values make no square image"))
        let halves: [UInt8] = [0, 0, 0, 0, 0, 0, 0xE0, 0x3F]
        try write([("x", npy("|u1", "(1, 4)", [1, 2, 3, 4])), ("y", npy("<f8", "(1,)", halves))], to: "x.npz")
        #expect(failure("x.npz").contains("y, row 0: 0.5 is no class"))
        try write([("x", npy("|u1", "(2, 4)", Array(0..<8))), ("y", npy("|u1", "(2, 2)", [1, 1, 0, 1]))], to: "x.npz")
        #expect(failure("x.npz").contains("y, row 0: exactly one value"))
    }

    // MARK: CSV

    private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }

    @Test(
        "CSV with and without names, with other separators, line ends and spaces",
        arguments: [
            "label,pixel0,pixel1,pixel2,pixel3\n1,0,10,20,255\n0,1,2,3,4\n1,9,9,9,9\n",
            "1,0,10,20,255\r\n0,1,2,3,4\r\n1,9,9,9,9", "\u{FEFF}1;0;10;20;255\n\n0;1;2;3;4\n1;9;9;9;9\n",
            "\"label\"\t\"a\"\t\"b\"\t\"c\"\t\"d\"\n1\t0\t10\t20\t255\n0\t1\t2\t3\t4\n1\t9\t9\t9\t9\n",
            "1.0, 0, 10.0, 20, 255\n0,1,2,3,4\n1,9,9,9,9\n", "a,b,label,c,d\n0,10,1,20,255\n1,2,0,3,4\n9,9,1,9,9\n",
        ])
    func csv(text: String) throws {
        try write(text, to: "x.csv")
        let set = try load("x.csv")
        #expect(set.train.inputShape == [2, 2, 1] && set.classNames == ["0", "1"] && !set.hasOwnTest)
        #expect(set.train.images.scalars(as: Int.self) == [0, 10, 20, 255, 1, 2, 3, 4])
        #expect(set.train.labels.scalars(as: Int.self) == [1, 0] && set.test.labels.scalars(as: Int.self) == [1])
    }

    @Test("CSV: classes by text, colours, a test file with labels, and one without")
    func csvForms() throws {
        try write("dog,1,2,3,4\ncat,5,6,7,8\ndog,9,9,9,9\n", to: "names.csv")
        let names = try load("names.csv")
        #expect(names.classNames == ["cat", "dog"] && names.train.labels.scalars(as: Int.self) == [1, 0])
        try write("0,1,2,3\n0,4,5,6\n", to: "colour.csv")
        #expect(try load("colour.csv").train.inputShape == [1, 1, 3])

        try write("label,pixel1\n0,1\n1,2\n", to: "set/fashion_train.csv")
        try write("label,pixel1\n2,3\n", to: "set/fashion_test.csv")
        for name in ["set", "set/fashion_train.csv"] {
            let set = try load(name)
            #expect(set.hasOwnTest && set.train.count == 2 && set.test.count == 1 && set.classNames.count == 3)
        }
        try write("label,pixel0\n0,1\n0,2\n", to: "digits/train.csv")
        try write("pixel0\n3\n", to: "digits/test.csv")
        #expect(try !load("digits/train.csv").hasOwnTest)
        try folder.write(Gzip.compress(Array("0,1\n0,2\n".utf8)), to: "packed.csv.gz")
        #expect(try load("packed.csv.gz").all().count == 2)
    }

    @Test(
        "CSV faults name line and column",
        arguments: [
            ("0,1,2,3,4\n0,1,2,3\n", "line 2: 4 values where the lines before have 5"),
            ("0,1,2,3,4\n0,1,2,3,4,5\n", "line 2: 6 values where"),
            ("0,1,2,3,4\n\n0,1,256,3,4\n", "line 3, column 3: \"256\" is no whole number from 0 to 255"),
            ("0,1,2,3,4\n0,1,,3,4\n", "line 2, column 3: \"\" is no"),
            ("0,1,2,3,4\n0,1,0.5,3,4\n", "line 2, column 3: \"0.5\" is no"),
            ("0,1,2,3,4\n0,1,2,-3,4\n", "line 2, column 4: \"-3\" is no"),
            ("0,1,2,3,4\n,1,2,3,4\n", "line 2: the label is empty"),
            ("0,1,2,3,4,5\n", "line 1: 5 values make no square image"), ("hello\n", "line 1: 0 values"),
            ("pixel0,pixel1\n1,2\n", "no column is called label"),
            ("label,pixel0\n", "no line after that of the names"),
            ("99999999,1\n0,2\n", "the label 99999999 is too large"), ("\n\n", "holds no line"), ("", "is empty"),
            ("0,1\n1,2\n", "no class has two images"),
        ])
    func csvFaults(text: String, reason: String) throws {
        try write(text, to: "x.csv")
        #expect(failure("x.csv").contains(reason))
    }

    @Test("what is no data set at all")
    func others() throws {
        #expect(failure("nowhere").contains("cannot be opened"))
        try folder.write([0xFF, 0xD8, 0xFF, 0xE0, 1], to: "photo.jpg")
        #expect(failure("photo.jpg").contains("is neither an IDX, an .npz nor a CSV file"))
        try folder.write([1], to: "empty/readme")
        #expect(failure("empty").contains("is a folder without IDX, .npz or CSV files"))
        try write("0,1\n", to: "many/a.csv")
        try write("0,1\n", to: "many/b.csv")
        #expect(failure("many").contains("holds a.csv, b.csv: name the one to use"))
    }

    @Test("images of MNIST are to be framed as digits, clothes are not", .enabled(if: ImageSetTests.hasRealData))
    func framing() throws {
        let root = try #require(DataFolders.variable("SUMI_DATA"))
        #expect(try ImageClassificationSet.load(path: "\(root)/mnist").framing == .digit)
        #expect(try ImageClassificationSet.load(path: "\(root)/fashion-mnist").framing == .fit)
        #expect(try Handwriting.load(train: 300, test: 1).framing == .digit)
    }
}
