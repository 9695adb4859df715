/// The calls between a model's inputs and outputs, in the order in which they can be computed.
package final class Network {
    package let inputs: [SymbolicTensor]
    package let outputs: [SymbolicTensor]
    /// Inputs first, each call after those it reads.
    package let calls: [Call]
    /// Every entry once, in Keras' order of a functional model: the farther from the outputs, the earlier.
    package let entries: [Entry]
    private let names: EntryNames
    /// How far each call is from the outputs.
    package let depths: [ObjectIdentifier: Int]
    /// What is wrong with the model's structure; told when it is built.
    package let fault: String?

    /// - Parameter entries: their order, where it is given (Sequential); Keras' functional order otherwise.
    package init(inputs: [SymbolicTensor], outputs: [SymbolicTensor], entries: [Entry]? = nil) {
        let (inputs, outputs, inputFault) = Self.withOwnInputs(inputs, outputs)
        self.inputs = inputs
        self.outputs = outputs
        let walk = NetworkWalk(inputs: inputs, outputs: outputs)
        calls = walk.calls
        depths = walk.callDepths
        self.entries = entries ?? walk.orderedEntries()
        names = EntryNames(self.entries)
        fault = inputFault ?? walk.fault ?? names.fault
    }

    /// A model may begin at what a layer makes: inputs of the same sizes take those places, and what follows is called
    /// anew, with the same weights.
    private static func withOwnInputs(
        _ inputs: [SymbolicTensor], _ outputs: [SymbolicTensor]
    ) -> (inputs: [SymbolicTensor], outputs: [SymbolicTensor], fault: String?) {
        if inputs.allSatisfy(\.call.isInput) { return (inputs, outputs, nil) }
        var replacements: [SymbolicTensor: SymbolicTensor] = [:]
        var fault: String?
        for input in inputs {
            guard !input.call.isInput else { continue }
            do {
                replacements[input] = SymbolicTensor(shape: Array(try input.shape().dropFirst()))
            } catch {
                fault = "\(error)"
            }
        }
        var calls: [ObjectIdentifier: Call] = [:]
        func replaced(_ tensor: SymbolicTensor) -> SymbolicTensor {
            replacements[tensor]
                ?? SymbolicTensor(call: calls[ObjectIdentifier(tensor.call)] ?? tensor.call, index: tensor.index)
        }
        for call in NetworkWalk(inputs: inputs, outputs: outputs).calls where !call.isInput {
            calls[ObjectIdentifier(call)] = Call(call.entry, call.inputs.map(replaced))
        }
        return (inputs.map(replaced), outputs.map(replaced), fault)
    }

    /// The entry's name in this model.
    package func name(of entry: Entry) -> String { names.name(of: entry) }

    /// The inputs that `outputs` depend on, in the order in which they were made.
    package static func inputs(behind outputs: [SymbolicTensor]) -> [SymbolicTensor] {
        NetworkWalk(inputs: [], outputs: outputs).calls.filter(\.isInput).map { SymbolicTensor(call: $0) }
            .sorted { $0.entry.serial < $1.entry.serial }
    }
}
