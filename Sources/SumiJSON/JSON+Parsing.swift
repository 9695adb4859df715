extension JSON {
    /// Reads one JSON text. `NaN`, `Infinity` and `-Infinity` are numbers, as Python writes them.
    ///
    /// - Throws: ``JSONError``, with the line and column, for what is no JSON, and for lists and objects nested more
    ///   than ``maximumDepth`` deep.
    public init(parsing text: some StringProtocol) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }

    /// Reads one JSON text in UTF-8.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes)
        self = try parser.document()
    }

    /// How deep lists and objects may be nested in each other.
    public static let maximumDepth = 256
}

/// Recursive descent over UTF-8.
private struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error("there is more after the end of the value") }
        return value
    }

    private func error(_ message: String) -> JSONError {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        return JSONError("JSON, line \(line), column \(column): \(message)")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Goes past `word` if it stands here.
    private mutating func take(_ word: StaticString) -> Bool {
        let isHere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if isHere { position += word.utf8CodeUnitCount }
        return isHere
    }

    private mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case nil: throw error("the text ends where a value should stand")
        default: break
        }
        if take("null") { return .null }
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        if take("NaN") { return .number(.nan) }
        if take("Infinity") { return .number(.infinity) }
        if take("-Infinity") { return .number(-.infinity) }
        return try number()
    }

    private mutating func nested(_ body: (inout JSONParser) throws(JSONError) -> JSON) throws(JSONError) -> JSON {
        guard depth < JSON.maximumDepth else { throw error("nested more than \(JSON.maximumDepth) deep") }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        skipSpace()
        if take("]") { return .array([]) }
        while true {
            elements.append(try value())
            skipSpace()
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("a list goes on with \",\" or ends with \"]\"") }
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        var object = JSONObject()
        skipSpace()
        if take("}") { return .object(object) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a key should stand here, in quotes") }
            let key = try string()
            skipSpace()
            guard take(":") else { throw error("a \":\" should stand between key and value") }
            object[key] = try value()
            skipSpace()
            if take("}") { return .object(object) }
            guard take(",") else { throw error("an object goes on with \",\" or ends with \"}\"") }
        }
    }

    // MARK: Numbers

    private mutating func digits() -> Int {
        let start = position
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        _ = take("-")
        let isZeroFirst = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || whole > 1 && !isZeroFirst else {
            position = start
            throw error("this is no value")
        }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard digits() > 0 else { throw error("digits should follow the point") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("-") { _ = take("+") }
            guard digits() > 0 else { throw error("digits should follow the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text) else { throw error("the number \(text) cannot be read") }
        return .number(value)
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var units: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw error("the string that ends here is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): units += try escape()
            case 0..<0x20: throw error("a string holds a control character; write it as \\u00…")
            default: units.append(byte)
            }
        }
        throw error("the text ends within a string")
    }

    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard let byte = next else { throw error("the text ends within a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw error("there is no escape \\\(Character(Unicode.Scalar(byte)))")
        }
    }

    /// The character of `\uXXXX`, or of two of them that form a pair. Half a pair reads as U+FFFD.
    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        let end = position
        guard take("\\u") else { return replacement }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second) else {
            position = end
            return replacement
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits should follow \\u")
            }
            value = value << 4 + UInt32(digit)
            position += 1
        }
        return value
    }
}
