import SumiArchive

/// One stage that a chunk passed through when it was written.
enum HDF5Filter: Hashable {
    case deflate
    /// All first bytes of the elements, then all second ones, ….
    case shuffle
    /// Four bytes of checksum at the end.
    case fletcher32

    /// The filters of a pipeline message, in the order of writing.
    static func list(_ body: ArraySlice<UInt8>, _ path: String) throws(HDF5Error) -> [HDF5Filter] {
        var reader = try ByteReader(body, "the filters of \(path)")
        let version = try reader.byte()
        guard version == 1 || version == 2 else { throw .unsupported("HDF5 filter version \(version)") }
        let count = try reader.byte()
        if version == 1 { try reader.skip(6) }
        var filters: [HDF5Filter] = []
        for _ in 0..<count {
            let identifier = try reader.short()
            let nameLength = version == 2 && identifier < 256 ? 0 : try reader.short()
            try reader.skip(2)
            let values = try reader.short()
            try reader.skip(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength)
            try reader.skip(4 * values + (version == 1 && values % 2 == 1 ? 4 : 0))
            switch identifier {
            case 1: filters.append(.deflate)
            case 2: filters.append(.shuffle)
            case 3: filters.append(.fletcher32)
            case 32000: throw .unsupported("LZF compression (\(path))")
            default: throw .unsupported("HDF5 filter \(identifier) (\(path))")
            }
        }
        return filters
    }

    /// What `data` was before this stage; `size` bytes once all are undone.
    func undo(_ data: [UInt8], elementSize: Int, size: Int, _ path: String) throws(HDF5Error) -> [UInt8] {
        switch self {
        case .deflate:
            do {
                // The checksum may still follow what deflate held.
                return try Deflate.inflate(data, format: .zlib, limit: size + 4)
            } catch { throw HDF5Error("\(path): damaged compressed data (\(error))") }
        case .shuffle:
            let count = data.count / elementSize
            var result = data
            for byte in 0..<elementSize {
                for index in 0..<count { result[index * elementSize + byte] = data[byte * count + index] }
            }
            return result
        case .fletcher32:
            guard data.count >= 4 else { throw HDF5Error("\(path): a chunk without its checksum") }
            let content = data.dropLast(4)
            let stored = data.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let sum = Self.fletcher32(content)
            // Old versions of the library swapped the bytes of each half.
            let swapped = (sum & 0x00FF_00FF) << 8 | (sum & 0xFF00_FF00) >> 8
            guard stored == sum || stored == swapped else {
                throw HDF5Error("\(path): the checksum of a chunk is wrong")
            }
            return Array(content)
        }
    }

    /// Fletcher's checksum over big-endian 16-bit words, as the HDF5 library forms it.
    static func fletcher32(_ data: ArraySlice<UInt8>) -> UInt32 {
        var (low, high): (UInt32, UInt32) = (0, 0)
        var index = data.startIndex
        while index + 1 < data.endIndex {
            low = (low + UInt32(data[index]) << 8 + UInt32(data[index + 1])) % 65535
            high = (high + low) % 65535
            index += 2
        }
        if index < data.endIndex {
            low = (low + UInt32(data[index]) << 8) % 65535
            high = (high + low) % 65535
        }
        return high << 16 | low
    }
}
