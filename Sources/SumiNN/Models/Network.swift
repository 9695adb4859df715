/// The calls between a model's inputs and outputs, in the order in which they can be computed.
package final class Network {
    package let inputs: [SymbolicTensor]
    package let outputs: [SymbolicTensor]
    /// Inputs first, each call after those it reads.
    package let calls: [Call]
    /// Every entry once, in Keras' order of a functional model: the farther from the outputs, the earlier.
    package let entries: [Entry]
    /// Each entry's name in this model.
    private var names: [ObjectIdentifier: String] = [:]
    /// How far each call is from the outputs.
    package private(set) var depths: [ObjectIdentifier: Int] = [:]
    /// What is wrong with the model's structure; told when it is built.
    package private(set) var fault: String?

    /// - Parameter entries: their order, where it is given (Sequential); Keras' functional order otherwise.
    package init(inputs: [SymbolicTensor], outputs: [SymbolicTensor], entries: [Entry]? = nil) {
        self.inputs = inputs
        self.outputs = outputs
        let walk = NetworkWalk(inputs: inputs, outputs: outputs)
        calls = walk.calls
        depths = walk.callDepths
        self.entries = entries ?? walk.orderedEntries()
        fault = walk.fault
        nameEntries()
    }

    package func name(of entry: Entry) -> String { names[ObjectIdentifier(entry)] ?? entry.name }

    /// The inputs that `outputs` depend on, in the order in which they were made.
    package static func inputs(behind outputs: [SymbolicTensor]) -> [SymbolicTensor] {
        NetworkWalk(inputs: [], outputs: outputs).calls.filter(\.isInput).map { SymbolicTensor(call: $0) }
            .sorted { $0.entry.serial < $1.entry.serial }
    }

    /// Keras' automatic names, counted within this model in the order in which the entries were made. An entry keeps
    /// the name of the first model it was part of, unless it is taken.
    private func nameEntries() {
        var taken: Set<String> = []
        for entry in entries {
            guard let name = entry.givenName ?? entry.earlierName else { continue }
            if taken.insert(name).inserted {
                names[ObjectIdentifier(entry)] = name
            } else if entry.givenName != nil {
                fault = fault ?? "two layers are named \"\(name)\": names tell layers apart, give them different ones"
            }
        }
        var counts: [String: Int] = [:]
        for entry in entries.sorted(by: { $0.serial < $1.serial }) where names[ObjectIdentifier(entry)] == nil {
            let base = entry.inputSettings == nil ? entry.className.snakeCased : "input_layer"
            var name: String
            repeat {
                let count = counts[base, default: 0]
                name = count == 0 ? base : "\(base)_\(count)"
                counts[base] = count + 1
            } while !taken.insert(name).inserted
            names[ObjectIdentifier(entry)] = name
            entry.setAutomaticName(name)
        }
        for entry in entries where name(of: entry).isEmpty || name(of: entry).contains("/") {
            fault = fault ?? "a layer is named \"\(name(of: entry))\": a name is not empty and holds no \"/\""
        }
    }
}
