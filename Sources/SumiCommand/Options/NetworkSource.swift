import ArgumentParser
import Sumi
import SumiArchive
import SumiNN

/// A network by its name, or by a file with what Keras' `to_json` writes.
enum NetworkSource: ExpressibleByArgument, CustomStringConvertible {
    case named(NetworkName)
    case file(String)

    init?(argument: String) {
        if let name = NetworkName(rawValue: argument) {
            self = .named(name)
        } else if argument.hasSuffix(".json") {
            self = .file(argument)
        } else {
            return nil
        }
    }

    static let allValueStrings = NetworkName.allCases.map(\.rawValue) + ["FILE.json"]
    static let defaultCompletionKind = CompletionKind.file(extensions: ["json"])

    var defaultValueDescription: String { description }

    /// What it is called: the name, or the file's path.
    var description: String {
        switch self {
        case .named(let name): name.rawValue
        case .file(let path): path
        }
    }

    /// The network; one from a file has the input and outputs that the file says.
    ///
    /// - Throws: where the file cannot be read, or holds no network.
    func model(inputShape: [Int], classes: Int, dropout: Double? = nil) throws -> Model {
        switch self {
        case .named(let name): return name.model(inputShape: inputShape, classes: classes, dropout: dropout)
        case .file(let path):
            guard dropout == nil else {
                throw ToolError("--dropout goes with the networks that have a name; \(path) has its own rates")
            }
            let file = try FileSource(path)
            guard file.size <= Self.largestFile else {
                throw ToolError("\(path): too large for a network's description")
            }
            do {
                return try Model.fromJSON(String(decoding: try file.bytes(file.size), as: UTF8.self))
            } catch {
                throw ToolError("\(path): \(error)")
            }
        }
    }

    private static let largestFile = 64 << 20
}
