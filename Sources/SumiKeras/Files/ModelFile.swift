import SumiArchive
import SumiHDF5
import SumiNN

/// A file with a model or weights in it, told apart by its content and not by its name.
enum ModelFile {
    case archive(ZipArchive)
    case hdf5(HDF5Group)

    /// More than any model's file has.
    private static let largestSize = 1 << 35
    /// More than any model's configuration has.
    static let largestConfiguration = 1 << 26

    /// Reads the file at `path`.
    ///
    /// - Throws: what is wrong with it: it is missing, empty, damaged, or something else.
    init(_ path: String) throws {
        let source = try FileSource(path)
        guard source.size <= Self.largestSize else {
            throw ArchiveError("the file has \(source.size) bytes; more than \(Self.largestSize) are not read")
        }
        try self.init(bytes: try source.bytes(source.size))
    }

    init(bytes: [UInt8]) throws {
        if bytes.isEmpty { throw ArchiveError("the file is empty") }
        if let zip = try? ZipArchive(bytes) {
            self = .archive(zip)
        } else if let file = try Self.hdf5(bytes) {
            self = .hdf5(try file.root)
        } else {
            // Neither, or a damaged one of either: the archive's reader says why.
            self = .archive(try ZipArchive(bytes))
        }
    }

    /// `nil` where the bytes do not even begin like an HDF5 file.
    private static func hdf5(_ bytes: [UInt8]) throws -> HDF5File? {
        let start: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
        do {
            return try HDF5File(bytes)
        } catch {
            if bytes.starts(with: start) { throw error }
            return nil
        }
    }
}

/// Runs `body`, whose errors then begin with the file's path.
func inFile<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch {
        let text = "\(error)"
        throw ModelError(place: text.hasPrefix("\(path): ") ? "" : path, text)
    }
}
