import Foundation
import SumiJSON
import SumiTensor

/// The tensors and texts of a `.safetensors` file: the length of a JSON header, the header, the elements.
struct TensorFile {
    var metadata: [String: String] = [:]
    var tensors: [String: Tensor] = [:]

    init(contentsOf file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        let place = file.lastPathComponent
        guard bytes.count >= 8 else { throw FixtureError("\(place): shorter than its length field") }
        let length = bytes[..<8].reversed().reduce(0) { $0 &<< 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else {
            throw FixtureError("\(place): the header does not fit the file")
        }
        let header = try JSON(parsing: Array(bytes[8..<8 + Int(length)]))
        let body = bytes[(8 + Int(length))...]
        for (name, entry) in header.object?.members ?? [] {
            if name == "__metadata__" {
                for (key, value) in entry.object?.members ?? [] { metadata[key] = value.string }
            } else {
                tensors[name] = try Self.tensor(entry, body, "\(place): tensor \"\(name)\"")
            }
        }
    }

    private static func tensor(_ entry: JSON, _ body: ArraySlice<UInt8>, _ place: String) throws -> Tensor {
        let sizes = entry["shape"]?.array?.compactMap(\.integer) ?? []
        let ends = entry["data_offsets"]?.array?.compactMap(\.integer) ?? []
        guard ends.count == 2, ends[0] >= 0, ends[0] <= ends[1], ends[1] <= body.count else {
            throw FixtureError("\(place): offsets \(ends) in \(body.count) bytes")
        }
        let bytes = Array(body[(body.startIndex + ends[0])..<(body.startIndex + ends[1])])
        let shape = Shape(sizes)
        switch entry["dtype"]?.string {
        case "F32": return try Tensor(shape: shape, scalars: words(bytes).map { Float(bitPattern: $0) })
        case "I32": return try Tensor(shape: shape, scalars: words(bytes).map { Int32(bitPattern: $0) })
        case "F64": return try Tensor(shape: shape, scalars: words(bytes).map { Double(bitPattern: $0) })
        case let type: throw FixtureError("\(place): elements of type \(type ?? "nothing")")
        }
    }

    private static func words<Word: FixedWidthInteger>(_ bytes: [UInt8]) -> [Word] {
        let size = MemoryLayout<Word>.size
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / size).map {
                Word(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: Word.self))
            }
        }
    }
}
