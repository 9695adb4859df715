import SumiTensor

/// The types of elements in safetensors files that tensors can have.
enum SafetensorsKind: String {
    case bool = "BOOL"
    case uint8 = "U8"
    case int8 = "I8"
    case int16 = "I16"
    case uint16 = "U16"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int32 = "I32"
    case uint32 = "U32"
    case float32 = "F32"
    case float64 = "F64"
    case int64 = "I64"
    case uint64 = "U64"

    init(_ type: ElementType) {
        self =
            switch type {
            case .bool: .bool
            case .uint8: .uint8
            case .int32: .int32
            case .uint32: .uint32
            case .float16: .float16
            case .bfloat16: .bfloat16
            case .float32: .float32
            case .float64: .float64
            }
    }

    /// Bytes one element takes.
    var size: Int {
        switch self {
        case .bool, .uint8, .int8: 1
        case .int16, .uint16, .float16, .bfloat16: 2
        case .int32, .uint32, .float32: 4
        case .float64, .int64, .uint64: 8
        }
    }

    /// The elements in `bytes`, which must be a multiple of ``size``.
    func storage(_ bytes: [UInt8]) throws -> Tensor.Storage {
        switch self {
        case .bool:
            if let index = bytes.firstIndex(where: { $0 > 1 }) {
                throw ArchiveError("\(bytes[index]) at index \(index) is neither true nor false")
            }
            return .bool(bytes.map { $0 == 1 })
        case .uint8: return .uint8(bytes)
        case .int8: return .int32(bytes.map { Int32(Int8(bitPattern: $0)) })
        case .int16: return .int32(Self.words(bytes, Int16.self).map(Int32.init))
        case .uint16: return .int32(Self.words(bytes, UInt16.self).map(Int32.init))
        case .float16: return .float16(Self.words(bytes))
        case .bfloat16: return .bfloat16(Self.words(bytes))
        case .int32: return .int32(Self.words(bytes))
        case .uint32: return .uint32(Self.words(bytes))
        case .float32: return .float32(Self.words(bytes, UInt32.self).map { Float(bitPattern: $0) })
        case .float64: return .float64(Self.words(bytes, UInt64.self).map { Double(bitPattern: $0) })
        case .int64: return .int32(try Self.checked(Self.words(bytes, Int64.self)))
        case .uint64: return .int32(try Self.checked(Self.words(bytes, UInt64.self)))
        }
    }

    private static func words<Word: FixedWidthInteger>(_ bytes: [UInt8], _: Word.Type = Word.self) -> [Word] {
        let size = MemoryLayout<Word>.size
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / size).map {
                Word(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Word.self))
            }
        }
    }

    private static func checked(_ numbers: [some FixedWidthInteger]) throws -> [Int32] {
        try numbers.enumerated().map { index, number in
            guard let small = Int32(exactly: number) else {
                throw ArchiveError("\(number) at index \(index) does not fit int32, as which whole numbers are read")
            }
            return small
        }
    }
}
