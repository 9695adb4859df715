import SumiJSON
import SumiTensor

/// What a ``Resumable`` callback keeps: values, and tensors by name. Both come back from a file with the same bits.
public struct ResumeState: Equatable, Sendable {
    /// As a rule an object.
    public var values: JSON
    /// Tensors by name.
    public var tensors: [String: Tensor]

    /// A state of these values and tensors.
    public init(_ values: JSON = .object([:]), tensors: [String: Tensor] = [:]) {
        self.values = values
        self.tensors = tensors
    }

    /// The value `key`.
    public subscript(key: String) -> JSON? { values[key] }

    /// The number `key` that counts something; 0 where it is missing or no such number. A file may hold anything.
    public func count(_ key: String) -> Int { min(max(values[key]?.integer ?? 0, 0), Int(Int32.max)) }
}
