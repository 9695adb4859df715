import SumiTensor

/// Why a NumPy array file cannot be read.
public struct NumPyError: Error, Equatable, CustomStringConvertible {
    public var description: String

    /// An error that says what is wrong.
    public init(_ description: String) { self.description = description }
}

/// Arrays as `numpy.save` and `numpy.savez` write them.
///
/// Source: NumPy's `numpy.lib.format`, versions 1 to 3.
public enum NumPy {
    /// The array in a `.npy` file.
    ///
    /// 64-bit and 16-bit whole numbers become int32 where they fit, else float64. Big-endian and Fortran-ordered arrays,
    /// objects and texts are refused by name.
    public static func array(_ bytes: [UInt8], _ name: String = "the array") throws -> Tensor {
        guard bytes.count >= 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
            throw NumPyError("\(name) is not a NumPy array: it does not begin with \\x93NUMPY")
        }
        let wide = bytes[6] >= 2
        let start = wide ? 12 : 10
        guard bytes.count >= start else { throw NumPyError("\(name): the header is cut off") }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - start else { throw NumPyError("\(name): the header is cut off") }
        let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
        guard let type = text("'descr':", in: header), let shape = shape(in: header) else {
            throw NumPyError("\(name): the header \(header.prefix(100)) is not understood")
        }
        guard header.contains("'fortran_order': False") || shape.rank < 2 else {
            throw NumPyError("\(name) is in Fortran order; save it with numpy.ascontiguousarray")
        }
        return try tensor(Array(bytes[(start + length)...]), type, shape, name)
    }

    /// The arrays of a `.npz` file by name.
    public static func arrays(_ bytes: [UInt8], named names: [String]) throws -> [String: Tensor] {
        let archive = try ZipArchive(bytes)
        var arrays: [String: Tensor] = [:]
        for name in names {
            guard archive.contains("\(name).npy") else {
                let found = archive.members.map { $0.name.replacing(".npy", with: "") }.prefix(20)
                throw NumPyError("the archive has no array \(name); it has \(found.joined(separator: ", "))")
            }
            arrays[name] = try array(archive.read("\(name).npy"), name)
        }
        return arrays
    }

    /// What stands in quotes after `key`.
    private static func text(_ key: String, in header: String) -> String? {
        guard let range = header.firstRange(of: key) else { return nil }
        let parts = header[range.upperBound...].split(separator: "'", omittingEmptySubsequences: false)
        return parts.count > 1 ? String(parts[1]) : nil
    }

    private static func shape(in header: String) -> Shape? {
        guard let range = header.firstRange(of: "'shape':"),
            let open = header[range.upperBound...].firstIndex(of: "("),
            let close = header[open...].firstIndex(of: ")")
        else { return nil }
        let parts = header[header.index(after: open)..<close].split(separator: ",")
            .map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        let sizes = parts.compactMap { Int($0) }
        let shape = Shape(sizes)
        return sizes.count == parts.count && shape.isValid ? shape : nil
    }

    private static func tensor(_ data: [UInt8], _ type: String, _ shape: Shape, _ name: String) throws -> Tensor {
        guard let kind = type.dropFirst().first, let size = Int(type.dropFirst(2)), type.first != ">" || size == 1,
            "fiub".contains(kind), [1, 2, 4, 8].contains(size), kind != "f" || size > 1
        else { throw NumPyError("\(name) has elements of type \(type), which are not read") }
        guard data.count == shape.count * size else {
            throw NumPyError(
                "\(name): \(data.count) bytes of data where the shape \(shape) takes \(shape.count * size)")
        }
        func values<T>(_: T.Type) -> [T] {
            data.withUnsafeBytes { raw in
                (0..<shape.count).map { raw.loadUnaligned(fromByteOffset: $0 * size, as: T.self) }
            }
        }
        func whole<T: BinaryInteger>(_ list: [T]) -> Tensor {
            let small = list.compactMap { Int32(exactly: $0) }
            return small.count == list.count
                ? Tensor(shape: shape, storage: .int32(small))
                : Tensor(shape: shape, storage: .float64(list.map { Double($0) }))
        }
        return switch (kind, size) {
        case ("f", 2): Tensor(shape: shape, storage: .float16(values(UInt16.self)))
        case ("f", 4): Tensor(shape: shape, storage: .float32(values(Float.self)))
        case ("f", _): Tensor(shape: shape, storage: .float64(values(Double.self)))
        case ("b", _): Tensor(shape: shape, storage: .bool(data.map { $0 != 0 }))
        case ("u", 1): Tensor(shape: shape, storage: .uint8(data))
        case ("u", 2): whole(values(UInt16.self))
        case ("u", 4): Tensor(shape: shape, storage: .uint32(values(UInt32.self)))
        case ("u", _): whole(values(UInt64.self))
        case (_, 1): whole(values(Int8.self))
        case (_, 2): whole(values(Int16.self))
        case (_, 4): Tensor(shape: shape, storage: .int32(values(Int32.self)))
        default: whole(values(Int64.self))
        }
    }
}
