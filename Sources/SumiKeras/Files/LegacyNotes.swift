import SumiHDF5
import SumiJSON
import SumiNN

/// A model's notes in a `.h5` file: a group of its own, which Keras does not look at.
enum LegacyNotes {
    static let group = "sumi"

    static func node(_ notes: ModelNotes) throws -> HDF5Node {
        var children: [WeightStore.Child] = []
        if !notes.trainingTensors.isEmpty {
            // The tensors keep their types as a safetensors file within this one.
            let bytes = try notes.encodedTensors()
            let value = HDF5Value(shape: [bytes.count], elements: .raw(bytes[...], .integer(size: 1, isSigned: false)))
            children.append(("tensors", .dataset(value)))
        }
        return .group(attributes: [("notes", HDF5Value(notes.json.description))], children: children)
    }

    static func read(_ group: HDF5Group) throws -> ModelNotes {
        guard let text = try group.attribute("notes")?.text else { return ModelNotes() }
        var bytes: [UInt8]?
        if let dataset = try group.dataset("tensors"), case .raw(let content, _) = try dataset.read().elements {
            bytes = Array(content)
        }
        return try ModelNotes(json: try JSON(parsing: text), encodedTensors: bytes)
    }
}
