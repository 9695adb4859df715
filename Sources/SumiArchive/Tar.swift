/// The files of a tar archive, one after the other as they lie in it. Nothing is ever extracted to a path: an entry's
/// name is a name to compare with, whatever it says.
///
/// The old, ustar, GNU and pax forms are read. Links, devices and folders appear as entries without content.
///
/// Source: POSIX.1-2017, `pax`, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
package final class Tar {
    /// One member of the archive.
    package struct Entry: Hashable, Sendable {
        package var name: String
        /// Bytes of content.
        package var size: Int
        /// Whether it is a plain file, rather than a folder, a link or a device.
        package var isFile: Bool
    }

    private static let block = 512
    /// No name or pax header that means well is longer.
    private static let longestHeader = 1 << 20

    private let source: any ByteSource
    /// Bytes of the current entry, and of what fills its last block, that were not read yet.
    private var rest = 0
    private var padding = 0
    /// Bytes that may still be read from the source.
    private var allowance: Int

    /// - Parameter limit: the most bytes that the archive may have, once unpacked.
    package init(_ source: any ByteSource, limit: Int) {
        self.source = source
        allowance = limit
    }

    /// The next entry; what was not read of the one before is passed over. `nil` at the end.
    ///
    /// - Throws: ``ArchiveError`` where the archive is damaged, cut off, or larger than the limit.
    package func next() throws -> Entry? {
        var longName: String?
        var pax: [String: String] = [:]
        while true {
            try skip(rest + padding)
            (rest, padding) = (0, 0)
            let header = try take(Self.block)
            if header.isEmpty || header.allSatisfy({ $0 == 0 }) {
                // What is packed is known to be sound only once its end was read.
                while try !take(min(allowance, 1 << 16)).isEmpty {}
                return nil
            }
            guard header.count == Self.block else { throw cutOff }
            guard hasChecksum(header), let size = number(header[124..<136]) else {
                throw ArchiveError("\(source.name): is no tar archive, or a damaged one: fetch it again")
            }
            let kind = header[156]
            switch kind {
            case UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g"):
                guard size <= Self.longestHeader else {
                    throw ArchiveError("\(source.name): a header of \(size) bytes: the tar archive is damaged")
                }
                try enter(size)
                let text = try content(limit: Self.longestHeader)
                if kind == UInt8(ascii: "L") { longName = Self.text(text[...]) }
                if kind == UInt8(ascii: "x") { pax = Self.records(text) }
            default:
                var size = size
                if let declared = pax["size"] {
                    guard let number = Int(declared), number >= 0 else { throw cutOff }
                    size = number
                }
                // Folders and links may declare a size, and have no content.
                let hasContent = !(UInt8(ascii: "1")...UInt8(ascii: "6")).contains(kind)
                try enter(hasContent ? size : 0)
                let isFile = kind == 0 || kind == UInt8(ascii: "0") || kind == UInt8(ascii: "7")
                return Entry(name: pax["path"] ?? longName ?? name(header), size: rest, isFile: isFile)
            }
        }
    }

    /// The content of the entry that ``next()`` returned last.
    ///
    /// - Throws: ``ArchiveError`` where it has more than `limit` bytes, or is cut off.
    package func content(limit: Int) throws -> [UInt8] {
        guard rest <= limit else {
            throw ArchiveError("\(source.name): a file of \(rest) bytes where at most \(limit) are expected")
        }
        let bytes = try take(rest)
        guard bytes.count == rest else { throw cutOff }
        rest = 0
        return bytes
    }

    private var cutOff: ArchiveError {
        ArchiveError("\(source.name): the tar archive ends too early: it is incomplete, fetch it again")
    }

    private var tooLarge: ArchiveError {
        ArchiveError("\(source.name): the tar archive declares more than is expected, or is damaged: it is not used")
    }

    private func enter(_ size: Int) throws {
        guard size <= allowance else { throw tooLarge }
        rest = size
        padding = (Self.block - size % Self.block) % Self.block
    }

    private func take(_ count: Int) throws -> [UInt8] {
        guard count <= allowance else { throw tooLarge }
        allowance -= count
        return try source.bytes(count)
    }

    private func skip(_ count: Int) throws {
        var left = count
        while left > 0 {
            let part = min(left, 1 << 20)
            guard try take(part).count == part else { throw cutOff }
            left -= part
        }
    }

    // MARK: Headers

    /// The sum of all bytes, those of the sum itself read as spaces. Old programs summed signed bytes.
    private func hasChecksum(_ header: [UInt8]) -> Bool {
        var (unsigned, signed) = (0, 0)
        for (index, byte) in header.enumerated() {
            let byte = (148..<156).contains(index) ? UInt8(ascii: " ") : byte
            unsigned += Int(byte)
            signed += Int(Int8(bitPattern: byte))
        }
        let declared = number(header[148..<156])
        return declared == unsigned || declared == signed
    }

    /// A number in octal digits, or in GNU's form of large ones: a set top bit, then binary.
    private func number(_ field: ArraySlice<UInt8>) -> Int? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            let digits = [first & 0x7F] + field.dropFirst()
            guard digits.dropLast(7).allSatisfy({ $0 == 0 }) else { return nil }
            return digits.suffix(7).reduce(0) { $0 << 8 | Int($1) }
        }
        let digits = Self.text(field).filter { $0 != " " }
        return digits.isEmpty ? 0 : Int(digits, radix: 8).flatMap { $0 < 0 ? nil : $0 }
    }

    private func name(_ header: [UInt8]) -> String {
        let name = Self.text(header[0..<100])
        // ustar has a place for what stands before the name; GNU keeps times there.
        let isStandard = Array(header[257..<263]) == Array("ustar\0".utf8)
        let prefix = isStandard ? Self.text(header[345..<500]) : ""
        return prefix.isEmpty ? name : "\(prefix)/\(name)"
    }

    /// The text before the first zero.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The records of a pax header, each `length key=value\n`.
    private static func records(_ bytes: [UInt8]) -> [String: String] {
        var records: [String: String] = [:]
        var rest = bytes[...]
        while let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let length = Int(text(rest[..<space])), length > space - rest.startIndex + 1, length <= rest.count
        {
            let record = rest[(space + 1)..<(rest.startIndex + length - 1)]
            if let sign = record.firstIndex(of: UInt8(ascii: "=")) {
                records[text(record[..<sign])] = text(record[(sign + 1)...])
            }
            rest = rest.dropFirst(length)
        }
        return records
    }
}
