import Foundation
import SumiJSON

/// A program in Python that judges what Sumi computes: `Tests/Partners/NAME.py`, run by the interpreter that
/// `SUMI_PARTNER_PYTHON` names. It reads JSON from a file and prints JSON.
package struct Partner {
    package let name: String

    package init(_ name: String) { self.name = name }

    /// The interpreter, with the packages of `Tests/Partners/requirements.txt`; tests are skipped where there is none.
    package static var python: String? {
        let path = ProcessInfo.processInfo.environment["SUMI_PARTNER_PYTHON"] ?? ""
        return path.isEmpty ? nil : path
    }

    /// What the program prints when it is given `question`.
    package func ask(_ question: JSON, arguments: [String] = []) throws -> JSON {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sumi-partner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "question.json")
        let output = folder.appending(path: "answer.json")
        try Data("\(question)".utf8).write(to: input)
        try Data().write(to: output)
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Partners/\(name).py")
        let process = Process()
        process.executableURL = URL(filePath: Self.python ?? "")
        process.arguments = [script.path, input.path] + arguments
        let handle = try FileHandle(forWritingTo: output)
        process.standardOutput = handle
        process.standardError = FileHandle.standardError
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw FixtureError("Tests/Partners/\(name).py ended with status \(process.terminationStatus)")
        }
        return try JSON(parsing: [UInt8](try Data(contentsOf: output)))
    }
}
