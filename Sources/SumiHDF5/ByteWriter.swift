/// Collects little-endian numbers.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: Int, size: Int) {
        for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }

    /// Zeros up to the next multiple of `size`.
    mutating func align(to size: Int) {
        bytes += [UInt8](repeating: 0, count: (size - bytes.count % size) % size)
    }

    mutating func text(_ text: String) { bytes += Array(text.utf8) }
}
