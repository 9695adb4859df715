import Sumi
import SumiArchive
import SumiReport

/// The run that a CSV file holds, or that a model's file tells of.
func trainingRun(path: String) throws -> TrainingRun {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let bytes: [UInt8]
    do {
        if try isModel(path) { return try trainingRun(of: path, name: name) }
        bytes = try FileSource(path).bytes(16 << 20)
    } catch let error as ArchiveError {
        throw ToolError("the history \"\(path)\" cannot be read: \(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ToolError("the history \"\(path)\" is neither text nor a model")
    }
    return try TrainingRun(csv: text, name: name.lowercased().hasSuffix(".csv") ? String(name.dropLast(4)) : name)
}

/// Whether the file begins as a zip archive or an HDF5 file does.
private func isModel(_ path: String) throws -> Bool {
    let start = try FileSource(path).bytes(4)
    return start == [0x50, 0x4B, 0x03, 0x04] || start == [0x89, 0x48, 0x44, 0x46]
}

private func trainingRun(of path: String, name: String) throws -> TrainingRun {
    let notes = try Model.load(path, compile: false).notes
    guard let run = TrainingRun(notes, name: name) else {
        throw ToolError(
            "the model \"\(path)\" does not say how it was trained: sumi's own files do, those of Keras do not")
    }
    return run
}
