import SumiTensor

/// What is to be written: a group with its names, or a data set.
public indirect enum HDF5Node: Sendable {
    case group(attributes: [(name: String, value: HDF5Value)] = [], children: [(name: String, node: HDF5Node)] = [])
    case dataset(HDF5Value, attributes: [(name: String, value: HDF5Value)] = [])

    /// The largest message of an object header; Keras splits longer lists of names.
    public static let largestAttribute = 64512

    /// The whole file: superblock 0, symbol-table groups, contiguous data, texts of variable length in one heap.
    ///
    /// - Throws: ``HDF5Error`` where two children share a name, a name is empty or holds `/` or a zero byte, or an
    ///   attribute is larger than ``largestAttribute``.
    public func fileBytes() throws(HDF5Error) -> [UInt8] { Array(try fileParts().joined()) }

    /// The whole file in parts, one after the other. Large data is not copied: weights may be most of what there is in
    /// memory.
    ///
    /// - Throws: as ``fileBytes()``.
    public func fileParts() throws(HDF5Error) -> [[UInt8]] {
        var writer = FileWriter()
        return try writer.write(self)
    }
}

/// Writes children before their group, so that every address is known when it is needed.
private struct FileWriter {
    /// The parts after the superblock that are complete, and how far they reach in the file.
    private var parts: [[UInt8]] = []
    private var partsEnd = FileWriter.superblockSize
    /// What follows them.
    private var file = ByteWriter()
    /// Where each text lies in the heap, in the order in which values use them.
    private var texts: [(collection: Int, index: Int, length: Int)] = []
    private var nextText = 0
    /// Symbol nodes hold twice this many names; chosen so that no group needs a second level of its tree.
    private var leafK = 4

    private static let undefined = -1
    /// A tree node has room for twice this many symbol nodes; the library's own default.
    private static let internalK = 16
    private static let superblockSize = 96
    /// Data of so many bytes is a part of its own.
    private static let largeData = 1 << 16

    mutating func write(_ root: HDF5Node) throws(HDF5Error) -> [[UInt8]] {
        var all: [String] = []
        collect(root, &all)
        writeHeap(all)
        guard case .group = root else { throw HDF5Error("the root of an HDF5 file must be a group") }
        let place = try write(root, path: "/")
        var head = ByteWriter()
        head.bytes = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0, 0, 8, 8, 0]
        head.number(leafK, size: 2)
        head.number(Self.internalK, size: 2)
        head.number(0, size: 4)
        for value in [0, Self.undefined, address, Self.undefined, 0, place.header] { head.number(value, size: 8) }
        head.number(1, size: 4)
        head.number(0, size: 4)
        head.number(place.tree, size: 8)
        head.number(place.heap, size: 8)
        return [head.bytes] + parts + [file.bytes]
    }

    /// Where the next byte will lie in the file.
    private var address: Int { partsEnd + file.bytes.count }

    private mutating func addPart(_ bytes: [UInt8]) {
        parts.append(bytes)
        partsEnd += bytes.count
    }

    private mutating func add(data: ArraySlice<UInt8>) {
        if data.count < Self.largeData {
            file.bytes += data
        } else {
            addPart(file.bytes)
            file.bytes = []
            addPart(Array(data))
        }
        while address % 8 != 0 { file.bytes.append(0) }
    }

    // MARK: Texts

    private mutating func collect(_ node: HDF5Node, _ all: inout [String]) {
        switch node {
        case .dataset(let value, let attributes):
            all += value.texts ?? []
            for attribute in attributes { all += attribute.value.texts ?? [] }
        case .group(let attributes, let children):
            leafK = max(leafK, (children.count + 4 * Self.internalK - 1) / (4 * Self.internalK))
            for child in children { collect(child.node, &all) }
            for attribute in attributes { all += attribute.value.texts ?? [] }
        }
    }

    /// Global heap collections: at most 60,000 texts each (their numbers have 16 bits), at least 4 KiB.
    private mutating func writeHeap(_ all: [String]) {
        for start in stride(from: 0, to: all.count, by: 60000) {
            let address = self.address
            var body = ByteWriter()
            for (offset, text) in all[start..<min(start + 60000, all.count)].enumerated() {
                body.number(offset + 1, size: 2)
                body.number(1, size: 2)
                body.number(0, size: 4)
                body.number(text.utf8.count, size: 8)
                body.text(text)
                body.align(to: 8)
                texts.append((address, offset + 1, text.utf8.count))
            }
            let used = 16 + body.bytes.count
            let size = max(4096, used)
            file.text("GCOL")
            file.number(1, size: 4)
            file.number(size, size: 8)
            file.bytes += body.bytes
            let free = size - used
            if free >= 16 {
                // What is left is object 0; its size includes its own head.
                file.number(0, size: 8)
                file.number(free, size: 8)
            }
            file.bytes += [UInt8](repeating: 0, count: address + size - self.address)
        }
    }

    /// The stored bytes of a value.
    private mutating func data(_ value: HDF5Value) -> (bytes: ArraySlice<UInt8>, type: HDF5Type) {
        switch value.elements {
        case .raw(let bytes, let type): return (bytes, type)
        case .texts(let list):
            var writer = ByteWriter()
            for _ in list {
                let text = texts[nextText]
                nextText += 1
                writer.number(text.length, size: 4)
                writer.number(text.collection, size: 8)
                writer.number(text.index, size: 4)
            }
            return (writer.bytes[...], .variableText)
        }
    }

    // MARK: Objects

    private mutating func write(_ node: HDF5Node, path: String) throws(HDF5Error) -> (
        header: Int, tree: Int, heap: Int
    ) {
        switch node {
        case .dataset(let value, let attributes):
            let (bytes, type) = data(value)
            guard bytes.count == value.shape.count * type.size else {
                throw HDF5Error("\(path): \(bytes.count) bytes for the shape \(value.shape)")
            }
            let start = bytes.isEmpty ? Self.undefined : address
            add(data: bytes)
            var layout = ByteWriter(bytes: [3, 1])
            layout.number(start, size: 8)
            layout.number(bytes.count, size: 8)
            var messages = [
                (HeaderMessage.dataspace, Self.dataspace(value.shape)), (HeaderMessage.datatype, type.message),
                // Fill value, version 2: allocated late, written if set, the default.
                (0x05, [2, 2, 2, 1, 0, 0, 0, 0]), (HeaderMessage.layout, layout.bytes),
            ]
            messages += try attributeMessages(attributes, path)
            return (try writeHeader(messages, path), 0, 0)
        case .group(let attributes, let children):
            var entries: [(name: String, header: Int)] = []
            for child in children {
                let childPath = path == "/" ? "/\(child.name)" : "\(path)/\(child.name)"
                let isUsable = !child.name.isEmpty && !child.name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
                guard isUsable else {
                    throw HDF5Error("\(childPath): a name may not be empty nor hold / or zero bytes")
                }
                entries.append((child.name, try write(child.node, path: childPath).header))
            }
            entries.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            for (a, b) in zip(entries, entries.dropFirst()) where a.name == b.name {
                throw HDF5Error("\(path): two children are named \(a.name)")
            }
            let (tree, heap) = writeLinks(entries)
            var table = ByteWriter()
            table.number(tree, size: 8)
            table.number(heap, size: 8)
            let messages = [(HeaderMessage.symbolTable, table.bytes)] + (try attributeMessages(attributes, path))
            return (try writeHeader(messages, path), tree, heap)
        }
    }

    private static func dataspace(_ shape: Shape) -> [UInt8] {
        var writer = ByteWriter(bytes: [1, UInt8(shape.rank), 0, 0, 0, 0, 0, 0])
        for size in shape.dimensions { writer.number(size, size: 8) }
        return writer.bytes
    }

    private mutating func attributeMessages(_ attributes: [(name: String, value: HDF5Value)], _ path: String)
        throws(HDF5Error) -> [(Int, [UInt8])]
    {
        var messages: [(Int, [UInt8])] = []
        for (name, value) in attributes {
            let (bytes, type) = data(value)
            guard bytes.count == value.shape.count * type.size, bytes.count <= HDF5Node.largestAttribute else {
                throw HDF5Error("attribute \(name) of \(path): \(bytes.count) bytes, at most 64512 fit; split it")
            }
            let parts = [Array(name.utf8) + [0], type.message, Self.dataspace(value.shape)]
            var writer = ByteWriter(bytes: [1, 0])
            for part in parts { writer.number(part.count, size: 2) }
            for part in parts {
                writer.bytes += part
                writer.align(to: 8)
            }
            writer.bytes += bytes
            messages.append((HeaderMessage.attribute, writer.bytes))
        }
        return messages
    }

    private mutating func writeHeader(_ messages: [(Int, [UInt8])], _ path: String) throws(HDF5Error) -> Int {
        var body = ByteWriter()
        for (kind, bytes) in messages {
            var message = ByteWriter(bytes: bytes)
            message.align(to: 8)
            guard message.bytes.count < 1 << 16 else { throw HDF5Error("\(path): a name or attribute is too long") }
            body.number(kind, size: 2)
            body.number(message.bytes.count, size: 2)
            body.number(0, size: 4)
            body.bytes += message.bytes
        }
        let address = self.address
        file.number(1, size: 2)
        file.number(messages.count, size: 2)
        file.number(1, size: 4)
        file.number(body.bytes.count, size: 4)
        file.number(0, size: 4)
        file.bytes += body.bytes
        return address
    }

    /// The names of a group: a heap, symbol nodes of up to 2 `leafK` names, and one tree node over them.
    private mutating func writeLinks(_ entries: [(name: String, header: Int)]) -> (tree: Int, heap: Int) {
        var names = ByteWriter(bytes: [UInt8](repeating: 0, count: 8))
        var offsets: [Int] = []
        for entry in entries {
            offsets.append(names.bytes.count)
            names.text(entry.name)
            names.bytes.append(0)
            names.align(to: 8)
        }
        let heap = address
        file.text("HEAP")
        file.number(0, size: 4)
        file.number(names.bytes.count, size: 8)
        // 1 says that no part of the heap is free.
        file.number(1, size: 8)
        file.number(heap + 32, size: 8)
        file.bytes += names.bytes

        var children: [(address: Int, lastName: Int)] = []
        for start in stride(from: 0, to: entries.count, by: 2 * leafK) {
            let end = min(start + 2 * leafK, entries.count)
            children.append((address, offsets[end - 1]))
            file.text("SNOD")
            file.number(1, size: 2)
            file.number(end - start, size: 2)
            for index in start..<start + 2 * leafK {
                file.number(index < end ? offsets[index] : 0, size: 8)
                file.number(index < end ? entries[index].header : 0, size: 8)
                file.bytes += [UInt8](repeating: 0, count: 24)
            }
        }
        let tree = address
        file.text("TREE")
        file.number(0, size: 2)
        file.number(children.count, size: 2)
        file.number(Self.undefined, size: 8)
        file.number(Self.undefined, size: 8)
        file.number(0, size: 8)
        for child in children {
            file.number(child.address, size: 8)
            file.number(child.lastName, size: 8)
        }
        // The node keeps its full size: 2 K children and 2 K + 1 keys.
        file.bytes += [UInt8](repeating: 0, count: (2 * Self.internalK - children.count) * 16)
        return (tree, heap)
    }
}
