import Sumi
import SumiArchive
import SumiReport

/// The run that a CSV file holds.
func trainingRun(path: String) throws -> TrainingRun {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let bytes: [UInt8]
    do { bytes = try FileSource(path).bytes(16 << 20) } catch {
        throw ToolError("the history \"\(path)\" cannot be read: \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ToolError("the history \"\(path)\" is no text")
    }
    return try TrainingRun(csv: text, name: name.lowercased().hasSuffix(".csv") ? String(name.dropLast(4)) : name)
}
