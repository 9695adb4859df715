import SumiJSON
import SumiTensor

extension Safetensors {
    /// Reads the file at `path`. 64-bit whole numbers become `int32` and are refused where they do not fit; 8 and 16 bits
    /// become `int32`.
    ///
    /// - Throws: ``ArchiveError`` where the file is missing or damaged, or holds a type of element that tensors do not have.
    public init(contentsOf path: String) throws {
        let file = try FileSource(path)
        try self.init(file, size: file.size)
    }

    /// Reads a file in memory.
    public init(parsing bytes: [UInt8]) throws { try self.init(MemorySource(bytes), size: bytes.count) }

    private init(_ source: any ByteSource, size: Int) throws {
        let place = source.name
        let lengthField = try source.bytes(8)
        let length = lengthField.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        guard lengthField.count == 8, length <= UInt64(max(size - 8, 0)) else {
            throw ArchiveError("\(place): the header is longer than the file: it is incomplete or no safetensors file")
        }
        guard length <= Safetensors.longestHeader else {
            throw ArchiveError(
                "\(place): the header has \(length) bytes, more than the \(Safetensors.longestHeader) allowed")
        }
        let header: JSON
        do {
            header = try JSON(parsing: source.bytes(Int(length)))
        } catch let error as JSONError {
            throw ArchiveError("\(place): the header is no JSON: \(error)")
        }
        guard let members = header.object?.members else {
            throw ArchiveError("\(place): the header is no JSON object")
        }
        let parts = try members.filter { $0.key != Safetensors.metadataKey }.map {
            try Part(name: $0.key, description: $0.value, place: place)
        }
        try self.init(
            Part.read(parts, from: source, size: size - 8 - Int(length)),
            metadata: Self.metadata(header[Safetensors.metadataKey], place))
    }

    private static func metadata(_ value: JSON?, _ place: String) throws -> [String: String] {
        guard let value else { return [:] }
        var texts: [String: String] = [:]
        for (key, text) in value.object?.members ?? [] { texts[key] = text.string }
        guard let object = value.object, texts.count == object.count else {
            throw ArchiveError("\(place): \(metadataKey) must hold texts only")
        }
        return texts
    }
}

/// Where in the file a tensor lies, by the header.
private struct Part {
    var name: String
    var place: String
    var kind: SafetensorsKind
    var shape: Shape
    var start: Int
    var end: Int

    init(name: String, description: JSON, place: String) throws {
        self.name = name
        self.place = "\(place): tensor \"\(name)\""
        guard let type = description["dtype"]?.string, let sizes = description["shape"]?.array,
            let offsets = description["data_offsets"]?.array?.compactMap(\.integer), offsets.count == 2
        else { throw ArchiveError("\(self.place): dtype, shape or data_offsets are missing or not understood") }
        guard let kind = SafetensorsKind(rawValue: type) else {
            throw ArchiveError("\(self.place): elements of type \(type) are not supported")
        }
        let dimensions = sizes.compactMap(\.integer)
        self.kind = kind
        shape = Shape(dimensions)
        (start, end) = (offsets[0], offsets[1])
        guard dimensions.count == sizes.count, (try? shape.checkSizes(for: name)) != nil else {
            throw ArchiveError("\(self.place): the shape \(shape) is not possible")
        }
        // The shape is small enough for the product, the offsets may be any numbers.
        let (size, overflow) = end.subtractingReportingOverflow(start)
        guard start >= 0, !overflow, size == shape.count * kind.size else {
            throw ArchiveError(
                "\(self.place): the offsets \(start) to \(end) do not fit \(shape.count) elements of \(kind.size) bytes"
            )
        }
    }

    /// The tensors of all parts, which must fill `size` bytes of the source without gaps, in the order of `parts`.
    static func read(_ parts: [Part], from source: any ByteSource, size: Int) throws -> [Safetensors.Entry] {
        let order = parts.indices.sorted { (parts[$0].start, parts[$0].end, $0) < (parts[$1].start, parts[$1].end, $1) }
        var position = 0
        for part in order.map({ parts[$0] }) {
            guard part.start == position, part.end <= size else {
                throw ArchiveError(
                    part.end > size
                        ? "\(part.place) ends at byte \(part.end) of \(size): the file is incomplete"
                        : "\(part.place) begins at byte \(part.start), not at \(position): tensors must follow each other"
                )
            }
            position = part.end
        }
        guard position == size else {
            throw ArchiveError("\(source.name): \(size - position) bytes at the end belong to no tensor")
        }
        var tensors: [Int: Tensor] = [:]
        for index in order { tensors[index] = try parts[index].tensor(from: source) }
        return parts.indices.compactMap { index in
            tensors[index].map { Safetensors.Entry(name: parts[index].name, tensor: $0) }
        }
    }

    private func tensor(from source: any ByteSource) throws -> Tensor {
        let bytes = try source.bytes(end - start)
        guard bytes.count == end - start else { throw ArchiveError("\(place): the file ended while it was read") }
        do {
            return Tensor(shape: shape, storage: try kind.storage(bytes))
        } catch {
            throw ArchiveError("\(place): \(error)")
        }
    }
}
