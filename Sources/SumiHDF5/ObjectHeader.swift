import SumiTensor

/// One message of an object header.
struct HeaderMessage {
    var kind: Int
    var body: ArraySlice<UInt8>

    static let dataspace = 0x01, linkInfo = 0x02, datatype = 0x03, link = 0x06, externalFiles = 0x07, layout = 0x08
    static let filters = 0x0B, attribute = 0x0C, continuation = 0x10, symbolTable = 0x11, attributeInfo = 0x15
}

extension HDF5File {
    /// The messages of a version 1 object header with all its continuations.
    func messages(at address: Int, path: String) throws(HDF5Error) -> [HeaderMessage] {
        var reader = try reader(at: address, "the object header of \(path)")
        let version = try reader.byte()
        guard version == 1 else {
            let isNewer = version == UInt8(ascii: "O")
            throw isNewer
                ? .unsupported("an HDF5 object header of version 2")
                : HDF5Error("damaged HDF5 metadata: no object header of \(path) at \(address)")
        }
        try reader.skip(1)
        let count = try reader.short()
        try reader.skip(4)
        let size = try reader.word()
        try reader.skip(4)
        var blocks = [try reader.take(size)]
        var messages: [HeaderMessage] = []
        while let block = blocks.popLast() {
            var reader = try ByteReader(block, "the object header of \(path)")
            while reader.remaining >= 8, messages.count < count {
                let kind = try reader.short()
                let size = try reader.short()
                let flags = try reader.byte()
                try reader.skip(3)
                let body = try reader.take(size)
                guard flags & 2 == 0 else { throw .unsupported("a shared HDF5 message") }
                messages.append(HeaderMessage(kind: kind, body: body))
                if kind == HeaderMessage.continuation {
                    // Each continuation uses up one of at most 65,535 messages, so a loop of them ends.
                    var place = try ByteReader(body, "a continuation of \(path)")
                    var next = try self.reader(at: place.length(), "a continuation of \(path)")
                    blocks.append(try next.take(place.length()))
                }
            }
        }
        return messages
    }

    /// The group or data set whose header lies at `address`.
    func object(at address: Int, path: String) throws(HDF5Error) -> HDF5Object {
        let messages = try messages(at: address, path: path)
        if let table = messages.first(where: { $0.kind == HeaderMessage.symbolTable }) {
            var reader = try ByteReader(table.body, "the symbol table of \(path)")
            return .group(
                HDF5Group(
                    file: self, path: path, messages: messages, tree: try reader.length(), heap: try reader.length()))
        }
        if messages.contains(where: { $0.kind == HeaderMessage.linkInfo || $0.kind == HeaderMessage.link }) {
            throw .unsupported("the new style of HDF5 groups (\(path))")
        }
        guard messages.contains(where: { $0.kind == HeaderMessage.layout }) else {
            throw HDF5Error("damaged HDF5 metadata: \(path) is neither a group nor a data set")
        }
        return .dataset(try HDF5Dataset(file: self, path: path, messages: messages))
    }

    /// A dataspace message: the shape, `nil` for a space without elements.
    static func shape(_ body: ArraySlice<UInt8>, _ path: String) throws(HDF5Error) -> Shape? {
        var reader = try ByteReader(body, "the shape of \(path)")
        let version = try reader.byte()
        guard version == 1 || version == 2 else { throw .unsupported("HDF5 dataspace version \(version)") }
        let rank = try reader.byte()
        _ = try reader.byte()
        let kind = try reader.byte()
        if version == 1 { try reader.skip(4) }
        if version == 2, kind == 2 { return nil }
        guard rank <= 32 else { throw HDF5Error("damaged HDF5 metadata: \(path) has \(rank) axes") }
        var sizes: [Int] = []
        for _ in 0..<rank { sizes.append(try reader.length()) }
        let shape = Shape(sizes)
        guard shape.isValid else {
            throw HDF5Error("\(path) declares the shape \(shape), more than any memory holds")
        }
        return shape
    }

    /// The attributes among `messages`, in the order of the file.
    func attributes(_ messages: [HeaderMessage], _ path: String) throws(HDF5Error) -> [(String, HDF5Value)] {
        var attributes: [(String, HDF5Value)] = []
        for message in messages where message.kind == HeaderMessage.attribute {
            var reader = try ByteReader(message.body, "an attribute of \(path)")
            let version = try reader.byte()
            guard (1...3).contains(version) else { throw .unsupported("HDF5 attribute version \(version)") }
            try reader.skip(1)
            let sizes = (try reader.short(), try reader.short(), try reader.short())
            if version == 3 { try reader.skip(1) }
            func part(_ size: Int) throws(HDF5Error) -> ArraySlice<UInt8> {
                let part = try reader.take(size)
                if version == 1 { try reader.skip((8 - size % 8) % 8) }
                return part
            }
            let name = String(decoding: try part(sizes.0).prefix { $0 != 0 }, as: UTF8.self)
            var typeReader = try ByteReader(try part(sizes.1), "attribute \(name) of \(path)")
            let space = try part(sizes.2)
            let type = try HDF5Type(&typeReader)
            let shape = try Self.shape(space, "attribute \(name) of \(path)") ?? [0]
            let size = try byteCount(shape, type, "attribute \(name) of \(path)", available: reader.remaining)
            let value = try value(Array(try reader.take(size))[...], type, shape, "attribute \(name) of \(path)")
            attributes.append((name, value))
        }
        return attributes
    }

    /// `shape.count` elements of `type`, if so many bytes can be there.
    func byteCount(_ shape: Shape, _ type: HDF5Type, _ path: String, available: Int) throws(HDF5Error) -> Int {
        let (size, overflow) = shape.count.multipliedReportingOverflow(by: type.size)
        guard !overflow, size <= available else {
            throw HDF5Error("\(path) declares the shape \(shape), but only \(available) bytes are stored")
        }
        return size
    }

    /// Stored bytes as elements; texts of variable length are fetched from the global heap.
    func value(
        _ bytes: ArraySlice<UInt8>, _ type: HDF5Type, _ shape: Shape, _ path: String
    ) throws(HDF5Error) -> HDF5Value {
        switch type {
        case .integer, .float, .opaque, .enumeration: return HDF5Value(shape: shape, elements: .raw(bytes, type))
        case .fixedText(let size):
            var texts: [String] = []
            for index in 0..<shape.count {
                let start = bytes.startIndex + index * size
                let element = bytes[start..<start + size]
                texts.append(String(decoding: element.prefix { $0 != 0 }, as: UTF8.self))
            }
            return HDF5Value(shape: shape, elements: .texts(texts))
        case .variableText:
            var texts: [String] = []
            var total = 0
            var reader = try ByteReader(bytes, path)
            for _ in 0..<shape.count {
                let length = try reader.word()
                let collection = try reader.offset()
                let index = try reader.word()
                // Many elements may name one text; together they must stay within reason.
                total += length
                guard total <= Self.largestTexts else { throw HDF5Error("\(path) holds more text than is plausible") }
                texts.append(try length == 0 ? "" : text(collection ?? 0, index, length, path))
            }
            return HDF5Value(shape: shape, elements: .texts(texts))
        }
    }

    /// The texts of one attribute together: far beyond any model's configuration.
    private static let largestTexts = 1 << 30

    /// The text with number `index` in the global heap collection at `address`.
    private func text(_ address: Int, _ index: Int, _ length: Int, _ path: String) throws(HDF5Error) -> String {
        var reader = try reader(at: address, "the texts of \(path)")
        try reader.expect("GCOL")
        try reader.skip(4)
        let size = try reader.length()
        let end = address + min(size, bytes.count - address)
        while reader.position + 16 <= end {
            let found = try reader.short()
            try reader.skip(6)
            let count = try reader.length()
            if found == 0 { break }
            let body = try reader.take(count)
            if found == index {
                guard length <= count else { break }
                guard let text = String(validating: body.prefix(length), as: UTF8.self) else {
                    throw HDF5Error("\(path) is not valid UTF-8")
                }
                return text
            }
            try reader.skip((8 - count % 8) % 8)
        }
        throw HDF5Error("damaged HDF5 metadata: a text of \(path) is missing")
    }
}
