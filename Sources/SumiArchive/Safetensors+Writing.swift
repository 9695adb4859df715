import SumiJSON
import SumiTensor

extension Safetensors {
    /// Writes the file at `path`, in place of one that may be there, whole or not at all.
    ///
    /// - Throws: ``ArchiveError`` where two tensors have one name, or the file cannot be written.
    public func write(to path: String) throws {
        let order = try writingOrder()
        let header = try header(order)
        try AtomicFile.write((-1..<order.count).lazy.map { $0 < 0 ? header : elements(order[$0]) }, to: path)
    }

    /// The bytes of the file.
    public func encoded() throws -> [UInt8] {
        let order = try writingOrder()
        return order.reduce(into: try header(order)) { $0 += elements($1) }
    }

    /// Wide elements first, so that each tensor begins at a multiple of its element's size.
    private func writingOrder() throws -> [Int] {
        var names: Set<String> = [Safetensors.metadataKey]
        for entry in entries where !names.insert(entry.name).inserted {
            throw ArchiveError("safetensors: two tensors cannot both be called \"\(entry.name)\"")
        }
        return entries.indices.sorted {
            (-entries[$0].tensor.elementType.size, $0) < (-entries[$1].tensor.elementType.size, $1)
        }
    }

    /// The length field and the header, filled with spaces to a multiple of 8 bytes.
    private func header(_ order: [Int]) throws -> [UInt8] {
        var offsets: [Int: (start: Int, end: Int)] = [:]
        var position = 0
        for index in order {
            let tensor = entries[index].tensor
            offsets[index] = (position, position + tensor.count * tensor.elementType.size)
            position += tensor.count * tensor.elementType.size
        }
        var members = JSONObject()
        if !metadata.isEmpty {
            var texts = JSONObject()
            for (key, text) in metadata.sorted(by: { $0.key < $1.key }) { texts[key] = .string(text) }
            members[Safetensors.metadataKey] = .object(texts)
        }
        for (index, entry) in entries.enumerated() {
            let (start, end) = offsets[index] ?? (0, 0)
            members[entry.name] = .object([
                "dtype": .string(SafetensorsKind(entry.tensor.elementType).rawValue),
                "shape": .array(entry.tensor.shape.dimensions.map { .integer($0) }),
                "data_offsets": .array([.integer(start), .integer(end)]),
            ])
        }
        var text = Array(JSON.object(members).description.utf8)
        guard text.count <= Safetensors.longestHeader - 8 else {
            throw ArchiveError("safetensors: the header would have \(text.count) bytes, more than readers allow")
        }
        text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
        return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
    }

    /// The bytes of one tensor's elements, which lie in memory as they are written.
    private func elements(_ index: Int) -> [UInt8] {
        #if _endian(little)
            entries[index].tensor.storage.withUnsafeBytes { [UInt8]($0) }
        #else
            #error("Safetensors files are little-endian.")
        #endif
    }
}
