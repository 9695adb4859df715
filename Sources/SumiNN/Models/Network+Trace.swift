import SumiGraph
import SumiTensor

/// What a model's trace is told besides its inputs, and what it tells.
package struct NetworkContext {
    /// Whether each entry was trainable when the model was compiled; entries that are not listed say so themselves.
    package var trainable: [ObjectIdentifier: Bool] = [:]
    /// Called for every call of the outermost model with its outputs.
    package var record: ((Call, [TracedTensor]) -> Void)?
    /// Called for every entry, nested ones too, with the path that its weights begin with.
    package var enter: ((Entry, String) -> Void)?
    /// How errors name the model: `model "digits"`.
    package var place = ""

    func isTrainable(_ entry: Entry) -> Bool { trainable[ObjectIdentifier(entry)] ?? entry.trainable }

    /// The context of a model inside of this one.
    func inside(_ place: String) -> NetworkContext {
        NetworkContext(trainable: trainable, record: nil, enter: enter, place: place)
    }
}

extension Network {
    /// The outputs for `inputs`, one for each of the network's inputs. Stops at the trace's first failure.
    package func trace(_ inputs: [TracedTensor], in scope: Scope, _ context: NetworkContext) -> [TracedTensor] {
        let trace = scope.trace
        let outerPlace = trace.place
        defer { trace.place = outerPlace }
        guard inputs.count == self.inputs.count else {
            trace.place = context.place
            trace.fail("the model takes \(self.inputs.count) inputs and receives \(inputs.count)")
            return outputs.map { _ in scope.failed }
        }
        var values: [ObjectIdentifier: [TracedTensor]] = [:]
        for (input, value) in zip(self.inputs, inputs) { values[ObjectIdentifier(input.call)] = [value] }
        var places: [ObjectIdentifier: Int] = [:]
        for (index, entry) in entries.filter({ $0.inputSettings == nil }).enumerated() {
            places[ObjectIdentifier(entry)] = index
        }
        var counts: [ObjectIdentifier: Int] = [:]
        for call in calls {
            let id = ObjectIdentifier(call.entry)
            if values[ObjectIdentifier(call)] == nil {
                let sources = call.inputs.map { source in
                    let results = values[ObjectIdentifier(source.call)] ?? []
                    return source.index < results.count ? results[source.index] : scope.failed
                }
                let child = scope.child(
                    name(of: call.entry), index: places[id] ?? 0, call: counts[id, default: 0],
                    isTrainable: context.isTrainable(call.entry))
                counts[id, default: 0] += 1
                values[ObjectIdentifier(call)] = self.trace(call, sources, in: child, context)
            }
            if trace.failure != nil { return outputs.map { _ in scope.failed } }
            context.record?(call, values[ObjectIdentifier(call)] ?? [])
        }
        return outputs.map { output in
            let results = values[ObjectIdentifier(output.call)] ?? []
            return output.index < results.count ? results[output.index] : scope.failed
        }
    }

    private func trace(
        _ call: Call, _ inputs: [TracedTensor], in scope: Scope, _ context: NetworkContext
    ) -> [TracedTensor] {
        context.enter?(call.entry, scope.path)
        let name = name(of: call.entry)
        // A layer inside a nested model is named with the model's name before it, in one breath.
        let separator = context.place.contains(", layer \"") ? "/" : ", layer \""
        let head = separator == "/" ? String(context.place.dropLast()) : context.place
        let place = "\(head)\(separator)\(name)\""
        scope.trace.place = place
        switch call.entry.content {
        case .input:
            scope.trace.fail("input \"\(name)\" is not among the model's inputs")
            return [scope.failed]
        case .layer(let layer):
            return layer.traceWithMasks(inputs, in: scope)
        case .model(let model):
            do {
                return try model.assembled(for: inputs.map(\.shape)).trace(inputs, in: scope, context.inside(place))
            } catch {
                scope.trace.fail("\(error)")
                return [scope.failed]
            }
        }
    }
}
