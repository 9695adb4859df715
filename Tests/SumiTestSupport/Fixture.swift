import Foundation
import SumiArchive
import SumiJSON
import SumiTensor

/// One case that was recorded with Keras: what was asked, and the tensors that came out.
///
/// The container is a `.safetensors` file whose metadata hold the case as JSON; `Tests/Fixtures/README.md` tells what
/// each family keeps there.
public struct Fixture: Sendable {
    /// `layers`, `losses`, `metrics`, `optimizers`, `schedules`, `training`.
    public let family: String
    /// `conv2d/same_k3`, within the family.
    public let id: String
    public let metadata: JSON
    public let tensors: [String: Tensor]

    /// Reads the case in `file`; `nil` where the file holds tensors but no case.
    public init?(contentsOf file: URL) throws {
        let container = try Safetensors(contentsOf: file.path)
        guard let text = container.metadata["case"] else { return nil }
        metadata = try JSON(parsing: text)
        guard let family = metadata["family"]?.string, let id = metadata["id"]?.string else { return nil }
        self.family = family
        self.id = id
        tensors = Dictionary(container.entries.map { ($0.name, $0.tensor) }) { first, _ in first }
    }

    /// `layers/conv2d`, as tolerances and exemptions name it; `schedules` where the family has no classes.
    public var group: String {
        let parts = id.split(separator: "/")
        return parts.count > 1 ? "\(family)/\(parts[0])" : family
    }

    public var tags: Set<String> { Set(strings("tags")) }

    /// The tensor `name`.
    public func tensor(_ name: String) throws -> Tensor {
        guard let tensor = tensors[name] else { throw FixtureError("\(family)/\(id) holds no tensor \"\(name)\"") }
        return tensor
    }

    /// The list of strings `key` of the case; empty where there is none.
    public func strings(_ key: String) -> [String] { metadata[key]?.array?.compactMap(\.string) ?? [] }

    /// What float32 itself costs in the tensor `name`, scaled; 0 where it was not measured.
    public func error(of name: String) -> Double { metadata["err"]?[name]?["scaled"]?.double ?? 0 }
}

/// What is wrong with a fixture, or with what runs it.
public struct FixtureError: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
