import Foundation
import SumiArchive
import SumiData
import SumiImages
import SumiTensor
import Testing

@Suite("Data sets by name or path")
struct ImageFolderTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ value: UInt8, width: Int = 6, height: Int = 4, channels: Int = 1) throws {
        let pixels = [UInt8](repeating: value, count: width * height * channels)
        try folder.write(
            Image(width: width, height: height, channels: channels, pixels: pixels).png(), to: "set/\(name)")
    }

    private func failure(_ name: String = "set") -> String {
        do { return "no error, but \(try loadDataset("\(folder.path)/\(name)"))" } catch { return "\(error)" }
    }

    @Test("folders of pictures: classes by name, a tenth of each put aside to test")
    func classes() throws {
        for index in 0..<20 { try write("dog/\(String(format: "%02d", index)).png", UInt8(100 + index)) }
        for index in 0..<3 { try write("cat/\(index).PNG", UInt8(index)) }
        try folder.write([1, 2, 3], to: "set/dog/notes.txt")
        try folder.write([1, 2, 3], to: "set/dog/.hidden.png")
        let set = try loadDataset("\(folder.path)/set/")
        #expect(set.name == "set" && set.classNames == ["cat", "dog"] && !set.hasOwnTest && set.framing == .fit)
        #expect(set.train.images.shape == [20, 4, 6] && set.test.images.shape == [3, 4, 6])
        #expect(set.test.labels.scalars(as: Int.self) == [0, 1, 1])
        #expect(set.test.images.scalars(as: Int.self)[24] == 118)
        #expect(try set.all().count == 23)
    }

    @Test("train and test; another size is fitted to that of the most, and one colour makes all colour")
    func parts() throws {
        for index in 0..<3 { try write("train/a/\(index).png", 10) }
        try write("train/b/wide.png", 50, width: 12, height: 4, channels: 3)
        try write("test/b/0.png", 60)
        let set = try loadDataset("\(folder.path)/set")
        #expect(set.hasOwnTest && set.train.images.shape == [4, 4, 6, 3] && set.test.images.shape == [1, 4, 6, 3])
        #expect(set.test.labels.scalars(as: Int.self) == [1])
        #expect(set.train.labels.scalars(as: Int.self) == [0, 0, 1, 0])
        #expect(set.train.images.scalars(as: Int.self)[144..<216].allSatisfy { $0 == 50 })
        let small = try loadDataset("\(folder.path)/set", imageSize: (height: 2, width: 2))
        #expect(small.train.inputShape == [2, 2, 3])
        try write("test/c/0.png", 60)
        #expect(failure().contains("test/c: there is no class c in"))
    }

    @Test("any stretch of the set has its share of each class: the last part, which one validates on, too")
    func spread() throws {
        for (name, count) in [("a", 40), ("b", 20), ("c", 60)] {
            for index in 0..<count { try write("train/\(name)/\(index).png", 1) }
            try write("test/\(name)/0.png", 1)
        }
        let labels = try loadDataset("\(folder.path)/set").train.labels.scalars(as: Int.self)
        for start in stride(from: 0, to: 120, by: 12) {
            let stretch = labels[start..<start + 12]
            for (label, share) in [4, 2, 6].enumerated() {
                #expect(abs(stretch.count { $0 == label } - share) <= 1, "\(stretch)")
            }
        }
    }

    @Test("a broken picture is named, and so is a folder without classes or pictures")
    func faults() throws {
        #expect(
            failure("nothing").contains("nothing\" is neither a data set (mnist, fashion-mnist, cifar10, handwriting)"))
        try folder.write([1, 2], to: "set/readme.txt")
        #expect(failure().contains("holds no folders"))
        try folder.write([1, 2], to: "set/a/readme.txt")
        #expect(failure().contains("there is no PNG or JPEG file"))
        try write("a/0.png", 1)
        try write("a/1.png", 1)
        try folder.write([1, 2], to: "set/a/broken.png")
        #expect(failure().contains("set/a/broken.png: is no picture"))
        #expect(failure("set/a/0.png").contains("is neither an IDX, an .npz nor a CSV file"))
    }

    @Test("names")
    func names() throws {
        #expect(NamedDataset.allCases.map(\.rawValue) == ["mnist", "fashion-mnist", "cifar10", "handwriting"])
        #expect(try ImageFolderTests.message { try loadDataset("mnst") }.contains("neither a data set"))
    }

    private static func message(_ body: () throws -> Any) throws -> String {
        do { return "no error, but \(try body())" } catch { return "\(error)" }
    }
}
