import SumiArchive
import SumiJSON
import SumiNN

extension ModelNotes {
    /// The tensors as a safetensors file.
    func encodedTensors() throws -> [UInt8] {
        let entries = trainingTensors.sorted { $0.key < $1.key }
        return try Safetensors(entries.map { Safetensors.Entry(name: $0.key, tensor: $0.value) }).encoded()
    }

    init(json: JSON, encodedTensors: [UInt8]?) throws {
        let entries = try encodedTensors.map { try Safetensors(parsing: $0).entries } ?? []
        self.init(
            json: json,
            tensors: Dictionary(entries.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first }))
    }
}
