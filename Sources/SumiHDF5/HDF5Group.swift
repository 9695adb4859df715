/// A folder of an HDF5 file.
public struct HDF5Group {
    let file: HDF5File
    /// The path from the root: `/model_weights/dense`.
    public let path: String
    let messages: [HeaderMessage]
    let tree: Int
    let heap: Int

    /// The attributes in the order of the file.
    public var attributes: [(name: String, value: HDF5Value)] {
        get throws(HDF5Error) { try file.attributes(messages, path).map { (name: $0.0, value: $0.1) } }
    }

    /// The attribute `name`, if there is one.
    public func attribute(_ name: String) throws(HDF5Error) -> HDF5Value? {
        try attributes.first { $0.name == name }?.value
    }

    /// The names in this group, in byte order.
    public var names: [String] {
        get throws(HDF5Error) { try links().map(\.name) }
    }

    /// What `name` stands for, or `nil` where there is no such name.
    public func object(_ name: String) throws(HDF5Error) -> HDF5Object? {
        let place = path == "/" ? "/\(name)" : "\(path)/\(name)"
        guard let link = try links().first(where: { $0.name == name }) else { return nil }
        guard !link.isSoft else { throw .unsupported("a soft link in an HDF5 file (\(place))") }
        return try file.object(at: link.header, path: place)
    }

    /// The group at a path below this one, its parts divided by `/`; `nil` where there is none.
    public func group(_ path: String) throws(HDF5Error) -> HDF5Group? {
        var group = self
        for part in path.split(separator: "/") {
            guard let object = try group.object(String(part)) else { return nil }
            guard case .group(let next) = object else {
                throw HDF5Error("\(group.path)/\(part) is a data set, not a group")
            }
            group = next
        }
        return group
    }

    /// The data set at a path below this group; `nil` where there is none.
    public func dataset(_ path: String) throws(HDF5Error) -> HDF5Dataset? {
        let parts = path.split(separator: "/")
        guard let last = parts.last, let group = try group(parts.dropLast().joined(separator: "/")) else { return nil }
        guard let object = try group.object(String(last)) else { return nil }
        guard case .dataset(let dataset) = object else {
            throw HDF5Error("\(group.path)/\(last) is a group, not a data set")
        }
        return dataset
    }
}

extension HDF5Group {
    private struct Link {
        var name: String
        var header: Int
        var isSoft: Bool
    }

    /// More names than any model has; a damaged tree must end.
    private static let largestCount = 1 << 20

    /// All links: the leaves of the group's B-tree, names in its heap.
    private func links() throws(HDF5Error) -> [Link] {
        let names = try heapData()
        var links: [Link] = []
        var visited: Set<Int> = []
        var stack = [tree]
        while let address = stack.popLast() {
            guard visited.insert(address).inserted, visited.count + links.count < Self.largestCount else {
                throw HDF5Error("damaged HDF5 metadata: the tree of \(path) holds a node twice or too many")
            }
            var reader = try file.reader(at: address, "a tree node of \(path)")
            if let signature = try? reader.take(4), signature.elementsEqual("SNOD".utf8) {
                try reader.skip(2)
                for _ in 0..<(try reader.short()) {
                    let nameOffset = try reader.length()
                    let header = try reader.offset()
                    let kind = try reader.word()
                    try reader.skip(20)
                    var name = try ByteReader(names, at: nameOffset, "the names of \(path)")
                    links.append(
                        Link(name: try name.zeroTerminatedText(), header: header ?? .max, isSoft: kind == 2))
                }
                continue
            }
            reader = try file.reader(at: address, "a tree node of \(path)")
            try reader.expect("TREE")
            guard try reader.byte() == 0 else { throw HDF5Error("damaged HDF5 metadata: a wrong tree in \(path)") }
            try reader.skip(1)
            let count = try reader.short()
            try reader.skip(16)
            var children: [Int] = []
            for _ in 0..<count {
                try reader.skip(8)
                children.append(try reader.length())
            }
            stack += children.reversed()
        }
        return links
    }

    private func heapData() throws(HDF5Error) -> ArraySlice<UInt8> {
        var reader = try file.reader(at: heap, "the names of \(path)")
        try reader.expect("HEAP")
        try reader.skip(4)
        let size = try reader.length()
        try reader.skip(8)
        var data = try file.reader(at: try reader.length(), "the names of \(path)")
        return try data.take(size)
    }
}
