import CZlib
import Dispatch
import Synchronization

/// The checksum of zip and gzip.
package enum Checksum {
    /// From so many bytes on a second thread is woken: zlib takes a quarter of a millisecond for them.
    package static let large = 1 << 20

    package static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        guard bytes.count >= large else { return UInt32(truncatingIfNeeded: part(bytes)) }
        let halves = [bytes.prefix(bytes.count / 2), bytes.dropFirst(bytes.count / 2)]
        let sums = Mutex([UInt](repeating: 0, count: 2))
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            let sum = part(halves[half])
            sums.withLock { $0[half] = sum }
        }
        return sums.withLock { UInt32(truncatingIfNeeded: crc32_combine($0[0], $0[1], halves[1].count)) }
    }

    /// The checksum of parts that follow one another.
    package static func crc32(_ parts: [[UInt8]]) -> UInt32 {
        parts.reduce(0) { sum, part in
            UInt32(truncatingIfNeeded: crc32_combine(UInt(sum), UInt(crc32(part[...])), part.count))
        }
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> UInt {
        bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    }
}
