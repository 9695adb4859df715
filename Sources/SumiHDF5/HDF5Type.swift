/// What one element of a data set or attribute is.
public indirect enum HDF5Type: Hashable, Sendable {
    case integer(size: Int, isSigned: Bool, isBigEndian: Bool = false)
    /// IEEE 754 of 2, 4 or 8 bytes.
    case float(size: Int, isBigEndian: Bool = false)
    /// Text of exactly `size` bytes, padded with zeros or spaces.
    case fixedText(size: Int)
    /// Text of any length, kept in the file's global heap.
    case variableText
    /// `size` bytes that HDF5 gives no meaning (Keras keeps bfloat16 so).
    case opaque(size: Int, tag: String)
    /// Whole numbers with names; h5py keeps bool so.
    case enumeration(base: HDF5Type)

    /// Bytes of one element where it is stored.
    public var size: Int {
        switch self {
        case .integer(let size, _, _), .float(let size, _), .fixedText(let size), .opaque(let size, _): size
        case .variableText: 16
        case .enumeration(let base): base.size
        }
    }
}

extension HDF5Type {
    private static let unsupportedClasses = [
        2: "a time", 4: "a bit field", 6: "a compound type", 7: "an object reference", 10: "an array type",
    ]

    /// Reads a datatype message.
    init(_ reader: inout ByteReader) throws(HDF5Error) {
        let head = try reader.byte()
        let bits = Int(try reader.number(3))
        let size = try reader.word()
        switch head & 0x0F {
        case 0:
            try reader.skip(4)
            guard [1, 2, 4, 8].contains(size) else { throw .unsupported("an integer of \(size) bytes") }
            self = .integer(size: size, isSigned: bits & 8 != 0, isBigEndian: bits & 1 != 0)
        case 1:
            self = try Self.float(&reader, bits: bits, size: size)
        case 3:
            guard size > 0 else { throw HDF5Error("\(reader.subject): a text type of size 0") }
            self = .fixedText(size: size)
        case 5:
            let tag = try reader.take(bits & 0xFF)
            guard size > 0 else { throw HDF5Error("\(reader.subject): an opaque type of size 0") }
            self = .opaque(size: size, tag: String(decoding: tag.prefix { $0 != 0 }, as: UTF8.self))
        case 8: self = .enumeration(base: try HDF5Type(&reader))
        case 9:
            guard bits & 0x0F == 1, size == 16 else { throw .unsupported("a sequence of variable length") }
            self = .variableText
        case let other: throw .unsupported(Self.unsupportedClasses[other] ?? "datatype class \(other)")
        }
    }

    /// Only IEEE 754: sign first, then exponent, then fraction.
    private static func float(_ reader: inout ByteReader, bits: Int, size: Int) throws(HDF5Error) -> HDF5Type {
        let offset = try reader.short()
        let precision = try reader.short()
        let exponent = (try reader.byte(), try reader.byte())
        let fraction = (try reader.byte(), try reader.byte())
        let bias = try reader.word()
        let isStandard =
            switch size {
            case 2: exponent == (10, 5) && fraction == (0, 10) && bias == 15
            case 4: exponent == (23, 8) && fraction == (0, 23) && bias == 127
            case 8: exponent == (52, 11) && fraction == (0, 52) && bias == 1023
            default: false
            }
        guard isStandard, offset == 0, precision == size * 8, bits & 0x40 == 0 else {
            throw .unsupported("a floating-point type of \(size) bytes other than IEEE 754's")
        }
        return .float(size: size, isBigEndian: bits & 1 != 0)
    }

    /// The datatype message.
    var message: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .integer(let size, let isSigned, let isBigEndian):
            writer.head(class: 0, bits: (isSigned ? 8 : 0) | (isBigEndian ? 1 : 0), size: size)
            writer.number(0, size: 2)
            writer.number(size * 8, size: 2)
        case .float(let size, let isBigEndian):
            let (exponent, bias) = size == 2 ? (5, 15) : size == 4 ? (8, 127) : (11, 1023)
            let sign = size * 8 - 1
            writer.head(class: 1, bits: 0x20 | sign << 8 | (isBigEndian ? 1 : 0), size: size)
            writer.number(0, size: 2)
            writer.number(size * 8, size: 2)
            for byte in [sign - exponent, exponent, 0, sign - exponent] { writer.number(byte, size: 1) }
            writer.number(bias, size: 4)
        case .fixedText(let size): writer.head(class: 3, bits: 1, size: size)
        case .variableText:
            writer.head(class: 9, bits: 0x101, size: 16)
            // Its base: single characters.
            writer.head(class: 3, bits: 0x10, size: 1)
        case .opaque(let size, let tag):
            let text = Array(tag.utf8.prefix(247)) + [0]
            let padded = text + [UInt8](repeating: 0, count: (8 - text.count % 8) % 8)
            writer.head(class: 5, bits: padded.count, size: size)
            writer.bytes += padded
        case .enumeration(let base): writer.bytes += base.message
        }
        return writer.bytes
    }
}

extension ByteWriter {
    /// Class, version 1, class bits and size of a datatype message.
    fileprivate mutating func head(class: Int, bits: Int, size: Int) {
        number(0x10 | `class`, size: 1)
        number(bits, size: 3)
        number(size, size: 4)
    }
}
