import SumiHDF5
import SumiTensor
import Testing

/// What is written reads back as it was.
@Suite struct HDF5RoundTripTests {
    private func file(_ node: HDF5Node) throws -> HDF5Group { try HDF5File(node.fileBytes()).root }

    @Test("numbers of every type keep their elements", arguments: ElementType.allCases)
    func numbers(_ type: ElementType) throws {
        let values = Tensor(shape: [2, 3], doubles: [0, 1, 1, 0, 1, 0], elementType: type)
        let root = try file(.group(children: [("x", .dataset(HDF5Value(values)))]))
        let read = try #require(try root.dataset("x")).read().tensor()
        #expect(read.shape == [2, 3])
        #expect(read.doubles == [0, 1, 1, 0, 1, 0])
    }

    @Test("scalars, 64-bit counters and empty arrays are kept")
    func scalars() throws {
        let empty = Tensor(shape: [0], storage: .float64([]))
        let root = try file(
            .group(
                attributes: [("names", HDF5Value(empty))],
                children: [
                    ("count", .dataset(HDF5Value(1 << 40))),
                    ("rate", .dataset(HDF5Value(Tensor(shape: [], storage: .float32([0.5]))))),
                ]))
        #expect(try root.dataset("count")?.read().integers == [1 << 40])
        #expect(try root.dataset("rate")?.read().tensor() == Tensor(shape: [], storage: .float32([0.5])))
        #expect(try root.attribute("names")?.shape == [0])
    }

    @Test("large data among small is kept, whatever its length, and is a part of the file of its own")
    func largeData() throws {
        func bytes(_ count: Int) -> Tensor {
            Tensor(shape: [count], storage: .uint8((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }))
        }
        let values = [3, 1 << 16, 70001, 0, (1 << 16) - 1, 1 << 17].map(bytes)
        let node = HDF5Node.group(
            children: values.enumerated().map {
                ("\($0)", .dataset(HDF5Value($1), attributes: [("n", HDF5Value("x"))]))
            })
        let root = try file(node)
        for (index, value) in values.enumerated() {
            let dataset = try #require(try root.dataset("\(index)"))
            #expect(try dataset.read().tensor().doubles == value.doubles, "\(index)")
            #expect(try dataset.attributes.first?.value.text == "x")
        }
        let sizes = try node.fileParts().map(\.count)
        for size in [1 << 16, 70001, 1 << 17] { #expect(sizes.contains(size), "\(sizes)") }
    }

    @Test("texts of any length and script are kept, in attributes and data sets")
    func texts() throws {
        let long = String(repeating: "墨 ink ", count: 20000)
        let root = try file(
            .group(
                attributes: [("config", HDF5Value(long)), ("list", HDF5Value(["", "b", "größer"]))],
                children: [("t", .dataset(HDF5Value(["one", "two"]), attributes: [("unit", HDF5Value("cm"))]))]))
        #expect(try root.attribute("config")?.text == long)
        #expect(try root.attribute("list")?.texts == ["", "b", "größer"])
        let dataset = try #require(try root.dataset("t"))
        #expect(try dataset.read().texts == ["one", "two"])
        #expect(try dataset.attributes.first?.value.text == "cm")
    }

    @Test("groups of any size list their names in byte order", arguments: [0, 1, 8, 9, 256, 300, 3000])
    func manyNames(_ count: Int) throws {
        let children = (0..<count).map { index in
            (name: "layer_\(index)", node: HDF5Node.group(attributes: [("index", HDF5Value(Int64(index)))]))
        }
        let root = try file(.group(children: children))
        #expect(try root.names == children.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        if count > 0 {
            #expect(try root.group("layer_\(count - 1)")?.attribute("index")?.integers == [Int64(count - 1)])
        }
        #expect(try root.group("missing") == nil)
    }

    @Test("paths lead through groups; a group is no data set")
    func paths() throws {
        let inner = HDF5Node.group(children: [("kernel", .dataset(HDF5Value(Int64(7))))])
        let root = try file(.group(children: [("a", .group(children: [("b", inner)]))]))
        #expect(try root.dataset("a/b/kernel")?.read().integers == [7])
        #expect(try root.dataset("a/x/kernel") == nil)
        #expect(throws: HDF5Error("/a/b is a group, not a data set")) { try root.dataset("a/b") }
        #expect(throws: HDF5Error("/a/b/kernel is a data set, not a group")) { try root.group("a/b/kernel/c") }
    }

    @Test("what HDF5 cannot hold is refused")
    func refused() {
        let pair = HDF5Node.group(children: [("a", .group()), ("a", .group())])
        #expect(throws: HDF5Error("/: two children are named a")) { try pair.fileBytes() }
        #expect(throws: HDF5Error.self) { try HDF5Node.group(children: [("a/b", .group())]).fileBytes() }
        #expect(throws: HDF5Error.self) { try HDF5Node.dataset(HDF5Value("text")).fileBytes() }
        let large = Tensor(shape: [20000], storage: .float32([Float](repeating: 1, count: 20000)))
        #expect(throws: HDF5Error.self) { try HDF5Node.group(attributes: [("x", HDF5Value(large))]).fileBytes() }
    }
}
