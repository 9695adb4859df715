import SumiArchive
import SumiTensor

/// IDX files, in which MNIST and sets like it are kept: a header with element type and shape, then the elements in
/// row-major order, all of it big-endian.
///
/// | code | element        | tensor    |
/// | ---  | ---            | ---       |
/// | 0x08 | unsigned byte  | `uint8`   |
/// | 0x09 | signed byte    | `int32`   |
/// | 0x0B | 16-bit integer | `int32`   |
/// | 0x0C | 32-bit integer | `int32`   |
/// | 0x0D | 32-bit float   | `float32` |
/// | 0x0E | 64-bit float   | `float64` |
///
/// Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits", section on file formats.
public enum IDXFile {
    /// The tensor in the file at `path`, which may be packed with gzip, whatever its name.
    ///
    /// - Throws: ``DataError`` or ``ArchiveError`` where the file is missing, is no IDX file, or holds fewer or more
    ///   elements than its header says.
    public static func read(_ path: String) throws -> Tensor {
        let isPacked = try FileSource(path).bytes(2) == [0x1F, 0x8B]
        let file = try FileSource(path)
        // No packed file holds more than this, whatever its header says.
        let (most, overflow) = file.size.multipliedReportingOverflow(by: isPacked ? GzipSource.largestRatio : 1)
        return try read(isPacked ? GzipSource(file) : file, mostBytes: overflow ? .max : most)
    }

    /// The tensor in `source`, which cannot hold more than `mostBytes`: what the header declares beyond is not
    /// allocated.
    package static func read(_ source: any ByteSource, mostBytes: Int) throws -> Tensor {
        let (kind, shape) = try header(source)
        let (size, overflow) = shape.count.multipliedReportingOverflow(by: kind.size)
        let complete = DataError(
            "\(source.name): the header promises \(shape) elements of \(kind.size) bytes, the file holds fewer: "
                + "it is incomplete, fetch it again")
        guard !overflow, size <= mostBytes else { throw complete }
        do {
            try shape.checkAllocatable(as: kind.elementType, for: "IDX file")
        } catch {
            throw DataError("\(source.name): \(error)")
        }
        let bytes = try source.bytes(size)
        guard bytes.count == size else { throw complete }
        guard try source.bytes(1).isEmpty else {
            throw DataError(
                "\(source.name): something follows the \(shape) elements that the header promises: the file is damaged, fetch it again"
            )
        }
        return Tensor(shape: shape, storage: kind.storage(bytes))
    }

    private static func header(_ source: any ByteSource) throws -> (ElementKind, Shape) {
        let magic = try source.bytes(4)
        guard magic.count == 4 else {
            throw DataError("\(source.name): \(magic.count) bytes are too few for an IDX file: fetch it again")
        }
        guard magic[0] == 0, magic[1] == 0, let kind = ElementKind(rawValue: magic[2]) else {
            let number = magic.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            throw DataError("\(source.name): is no IDX file: it begins with 0x\(number)")
        }
        let sizes = try source.bytes(4 * Int(magic[3]))
        guard sizes.count == 4 * Int(magic[3]) else {
            throw DataError("\(source.name): ends within its header: the file is incomplete, fetch it again")
        }
        return (kind, Shape(bigEndian(sizes, as: UInt32.self).map(Int.init)))
    }

    /// Whole numbers of some size, one after the other, the most significant byte first.
    fileprivate static func bigEndian<Number: FixedWidthInteger>(_ bytes: [UInt8], as type: Number.Type) -> [Number] {
        let size = Number.bitWidth / 8
        return bytes.withUnsafeBytes { bytes in
            (0..<bytes.count / size).map {
                Number(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Number.self))
            }
        }
    }
}

/// What one element of an IDX file is, by its code in the header.
private enum ElementKind: UInt8 {
    case uint8 = 0x08
    case int8 = 0x09
    case int16 = 0x0B
    case int32 = 0x0C
    case float32 = 0x0D
    case float64 = 0x0E

    /// Bytes one element takes in the file.
    var size: Int {
        switch self {
        case .uint8, .int8: 1
        case .int16: 2
        case .int32, .float32: 4
        case .float64: 8
        }
    }

    var elementType: ElementType {
        switch self {
        case .uint8: .uint8
        case .int8, .int16, .int32: .int32
        case .float32: .float32
        case .float64: .float64
        }
    }

    func storage(_ bytes: [UInt8]) -> Tensor.Storage {
        switch self {
        case .uint8: .uint8(bytes)
        case .int8: .int32(bytes.map { Int32(Int8(bitPattern: $0)) })
        case .int16: .int32(IDXFile.bigEndian(bytes, as: Int16.self).map(Int32.init))
        case .int32: .int32(IDXFile.bigEndian(bytes, as: Int32.self))
        case .float32: .float32(IDXFile.bigEndian(bytes, as: UInt32.self).map { Float(bitPattern: $0) })
        case .float64: .float64(IDXFile.bigEndian(bytes, as: UInt64.self).map { Double(bitPattern: $0) })
        }
    }
}
