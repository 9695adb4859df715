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
        self.inputs = inputs
        self.outputs = outputs
        let walk = NetworkWalk(inputs: inputs, outputs: outputs)
        calls = walk.calls
        depths = walk.callDepths
        self.entries = entries ?? walk.orderedEntries()
        names = EntryNames(self.entries)
        fault = walk.fault ?? names.fault
    }

    /// The entry's name in this model.
    package func name(of entry: Entry) -> String { names.name(of: entry) }

    /// The inputs that `outputs` depend on, in the order in which they were made.
    package static func inputs(behind outputs: [SymbolicTensor]) -> [SymbolicTensor] {
        NetworkWalk(inputs: [], outputs: outputs).calls.filter(\.isInput).map { SymbolicTensor(call: $0) }
            .sorted { $0.entry.serial < $1.entry.serial }
    }
}
