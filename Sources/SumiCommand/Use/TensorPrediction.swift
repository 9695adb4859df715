import Sumi
import SumiArchive
import SumiNN

/// A model run on the tensors of one file, its outputs written to another.
struct TensorPrediction {
    let model: Model
    let input: String
    let output: String
    let force: Bool

    /// Inputs go by the names of the model's inputs where the file has them, else by their order.
    func run() throws {
        if FileSource.exists(output), !force {
            throw ToolError("\(output) is already there: give another name, or --force to replace it")
        }
        let file = try Safetensors(contentsOf: input)
        let names = model.inputs.map { model.name(of: $0.entry) }
        let byName = names.compactMap { file[$0] }
        let tensors = byName.count == names.count ? byName : file.entries.map(\.tensor)
        guard tensors.count == names.count else {
            throw ToolError(
                "\(input) holds \(file.entries.count) tensors; \(model.place) takes \(names.count): "
                    + names.map { "\"\($0)\"" }.joined(separator: ", "))
        }
        let outputs = try model.predict(tensors, verbose: 0)
        var entries: [Safetensors.Entry] = []
        for (index, tensor) in outputs.enumerated() {
            let name = model.outputNames[index]
            let isTaken = entries.contains { $0.name == name }
            entries.append(.init(name: isTaken ? "\(name)_\(index)" : name, tensor: tensor))
        }
        try Safetensors(entries).write(to: output)
        for entry in entries { print("\(output): \(printable(entry.name)) \(entry.tensor.shape)") }
    }
}
