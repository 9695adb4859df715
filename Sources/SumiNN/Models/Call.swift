/// One use of an entry: what goes in. Several calls of one entry share its weights.
package final class Call {
    package let entry: Entry
    package let inputs: [SymbolicTensor]

    package init(_ entry: Entry, _ inputs: [SymbolicTensor]) {
        self.entry = entry
        self.inputs = inputs
    }

    package var isInput: Bool { entry.inputSettings != nil }
}

extension Entry {
    /// The entry's output for one or several inputs. Every call shares its weights.
    public func callAsFunction(_ inputs: SymbolicTensor...) -> SymbolicTensor { self(inputs) }

    /// The entry's output for a list of inputs: `Concatenate()([a, b])`.
    public func callAsFunction(_ inputs: [SymbolicTensor]) -> SymbolicTensor {
        SymbolicTensor(call: Call(self, inputs))
    }

    /// All outputs, of a nested model or a layer that has several.
    public func outputs(_ inputs: [SymbolicTensor]) -> [SymbolicTensor] {
        let call = Call(self, inputs)
        let count = model?.network?.outputs.count ?? layer?.outputCount ?? 1
        return (0..<count).map { SymbolicTensor(call: call, index: $0) }
    }
}

extension AnyLayer {
    /// The layer's output for one or several inputs, as a new entry with weights of its own.
    ///
    /// A layer is a value. To share weights between calls, make an entry of it first: `Dense(8).shared()`, or with a
    /// name, `Dense(8).named("twin")`.
    public func callAsFunction(_ inputs: SymbolicTensor...) -> SymbolicTensor { Entry(self)(inputs) }

    /// The layer's output for a list of inputs, as a new entry: `Concatenate()([a, b])`.
    public func callAsFunction(_ inputs: [SymbolicTensor]) -> SymbolicTensor { Entry(self)(inputs) }

    /// All outputs of the layer, as a new entry: `let states = LSTM(8, returnState: true).outputs([x])`.
    public func outputs(_ inputs: [SymbolicTensor]) -> [SymbolicTensor] { Entry(self).outputs(inputs) }
}
