import SumiArchive
import SumiData
import SumiHDF5
import SumiImages
import SumiJSON
import SumiNN
import SumiTensor

/// Finds out what a file is by its first bytes, and describes what is in it.
enum FileInspection {
    /// More than any file that this program writes, and little enough to be read whole.
    private static let largestFile = 1 << 32

    /// - Throws: where the file is missing, empty, damaged, or of no kind that is known.
    static func report(of path: String) throws -> FileReport {
        let file = try FileSource(path)
        guard file.size > 0 else { throw ToolError("\(path): the file is empty") }
        let head = try file.bytes(min(file.size, 16))
        let size = Self.size(file.size)
        switch head {
        case _ where head.starts(with: [0x50, 0x4B]): return try archive(path, size)
        case _ where head.starts(with: hdf5Signature): return try hdf5(path, size)
        case _ where head.starts(with: [0x93] + Array("NUMPY".utf8)):
            let array = try NumPy.array(try whole(path), path)
            return FileReport(
                title: "\(path): a NumPy array, \(size)",
                facts: ["\(array.elementType) of shape \(array.shape)"])
        case _ where head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0, 0]): return try idx(path, size)
        case _ where head.starts(with: [0x89, 0x50, 0x4E, 0x47]) || head.starts(with: [0xFF, 0xD8]):
            return try image(path, size)
        case _ where isSafetensors(head, size: file.size): return try safetensors(path, size)
        default:
            // An HDF5 file may begin behind 512 bytes, or 1024, and so on.
            if let report = try? hdf5(path, size) { return report }
            throw ToolError(
                "\(path): is none of the files that are known: .keras, .h5, safetensors, .npz, .npy, IDX, PNG, JPEG")
        }
    }

    private static let hdf5Signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func whole(_ path: String) throws -> [UInt8] {
        let file = try FileSource(path)
        guard file.size <= largestFile else { throw ToolError("\(path): larger than 4 GiB, which is not read whole") }
        return try file.bytes(file.size)
    }

    static func size(_ bytes: Int) -> String {
        if bytes < 1000 { return "\(bytes) bytes" }
        return bytes < 1_000_000
            ? formatted(Double(bytes) / 1e3, "%.1f") + " kB" : formatted(Double(bytes) / 1e6, "%.1f") + " MB"
    }

    // MARK: Kinds

    private static func archive(_ path: String, _ size: String) throws -> FileReport {
        let archive: ZipArchive
        do { archive = try ZipArchive(try whole(path)) } catch { throw ToolError("\(path): \(error)") }
        do {
            if archive.contains("config.json"), archive.contains("model.weights.h5") {
                return try KerasFileInspection.archive(archive, title: "\(path): a Keras model file (.keras), \(size)")
            }
            let names = archive.members.map(\.name)
            if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".npy") }) {
                var report = FileReport(title: "\(path): NumPy arrays (.npz), \(size)")
                report.rows = try names.map { name in
                    let array = try NumPy.array(try archive.read(name, limit: largestFile), name)
                    return .init(
                        name: String(name.dropLast(4)), type: array.elementType.rawValue, shape: array.shape)
                }
                return report
            }
            return FileReport(
                title: "\(path): a zip archive that is no Keras model, \(size)",
                facts: archive.members.map { "\($0.name)  \(self.size($0.size))" })
        } catch {
            throw ToolError("\(path): \(error)")
        }
    }

    private static func hdf5(_ path: String, _ size: String) throws -> FileReport {
        do {
            let file = try HDF5File(try whole(path))
            return try KerasFileInspection.hdf5(file, path: path, size: size)
        } catch let error as HDF5Error {
            throw ToolError("\(path): \(error)")
        }
    }

    private static func idx(_ path: String, _ size: String) throws -> FileReport {
        let tensor = try IDXFile.read(path)
        return FileReport(
            title: "\(path): an IDX file, \(size)", facts: ["\(tensor.elementType) of shape \(tensor.shape)"])
    }

    private static func image(_ path: String, _ size: String) throws -> FileReport {
        let image = try Image(contentsOf: path)
        return FileReport(
            title: "\(path): an image, \(size)",
            facts: ["\(image.width) x \(image.height) pixels, \(image.channels == 1 ? "grey" : "colour")"])
    }

    private static func isSafetensors(_ head: [UInt8], size: Int) -> Bool {
        guard head.count >= 9 else { return false }
        let length = head[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return length <= UInt64(size) && head[8] == UInt8(ascii: "{")
    }

    private static func safetensors(_ path: String, _ size: String) throws -> FileReport {
        let file = try Safetensors(contentsOf: path)
        return FileReport(
            title: "\(path): safetensors, \(size)",
            facts: file.metadata.sorted { $0.key < $1.key }.map { "\($0.key): \(String($0.value.prefix(200)))" },
            rows: file.entries.map {
                .init(name: $0.name, type: $0.tensor.elementType.rawValue, shape: $0.tensor.shape)
            })
    }
}
