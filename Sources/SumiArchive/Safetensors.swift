import SumiJSON
import SumiTensor

/// Named tensors and texts, as Hugging Face's safetensors files hold them.
///
/// Source: the safetensors format, huggingface/safetensors 0.4: eight bytes with the length of a JSON header, the header,
/// then the elements of all tensors without gaps, little-endian and in row-major order.
public struct Safetensors: Sendable, Hashable {
    /// One tensor and its name.
    public struct Entry: Sendable, Hashable {
        /// What the tensor is called.
        public var name: String
        /// Its values.
        public var tensor: Tensor

        /// A tensor with a name.
        public init(name: String, tensor: Tensor) {
            self.name = name
            self.tensor = tensor
        }
    }

    /// The tensors, in the header's order.
    public var entries: [Entry]
    /// The header's `__metadata__`.
    public var metadata: [String: String]

    /// The content of a file: tensors in order, and texts by name.
    public init(_ entries: [Entry] = [], metadata: [String: String] = [:]) {
        self.entries = entries
        self.metadata = metadata
    }

    /// The tensor named `name`, `nil` where there is none.
    public subscript(name: String) -> Tensor? { entries.first { $0.name == name }?.tensor }

    /// The longest header that is read, as in the format's own library.
    static let longestHeader = 100_000_000

    static let metadataKey = "__metadata__"
}
