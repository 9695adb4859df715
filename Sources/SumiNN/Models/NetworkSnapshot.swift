import SumiGraph
import SumiTensor

/// A network as it was at one moment, as a value: it can be traced on any thread, and changes of its model do not
/// reach it.
package struct NetworkSnapshot: Sendable {
    private enum Content {
        /// The model's input of this number.
        case input(Int)
        case layer(any AnyLayer)
        case network(NetworkSnapshot)
    }

    private struct Source {
        /// The place of the call that makes it.
        var call: Int
        /// Which of that call's outputs it is.
        var output: Int
    }

    private struct Call {
        var name: String
        var content: Content
        var sources: [Source]
        /// The entry's place among its siblings, and how often it was called before: what random numbers follow from.
        var index: Int
        var number: Int
        var isTrainable: Bool
    }

    private var calls: [Call] = []
    private var outputs: [Source] = []

    /// - Parameter trainable: what was trainable when the model was compiled.
    package init(_ network: Network, trainable: [ObjectIdentifier: Bool]) throws {
        let context = NetworkContext(trainable: trainable)
        let layers = network.entries.filter { $0.inputSettings == nil }
        let indices = Dictionary(uniqueKeysWithValues: layers.enumerated().map { (ObjectIdentifier($1), $0) })
        var places: [ObjectIdentifier: Int] = [:]
        var counts: [ObjectIdentifier: Int] = [:]
        func sources(_ tensors: [SymbolicTensor]) -> [Source] {
            tensors.map { Source(call: places[ObjectIdentifier($0.call)] ?? 0, output: $0.index) }
        }
        for (index, input) in network.inputs.enumerated() {
            places[ObjectIdentifier(input.call)] = calls.count
            calls.append(
                Call(
                    name: network.name(of: input.entry), content: .input(index), sources: [], index: 0, number: 0,
                    isTrainable: true))
        }
        for call in network.calls where places[ObjectIdentifier(call)] == nil {
            let entry = ObjectIdentifier(call.entry)
            let content: Content =
                switch call.entry.content {
                case .layer(let layer): .layer(layer)
                case .model(let model): .network(try NetworkSnapshot(model.assembled(for: []), trainable: trainable))
                case .input:
                    throw ModelError("input \"\(network.name(of: call.entry))\" is not among the model's inputs")
                }
            places[ObjectIdentifier(call)] = calls.count
            calls.append(
                Call(
                    name: network.name(of: call.entry), content: content, sources: sources(call.inputs),
                    index: indices[entry] ?? 0, number: counts[entry, default: 0],
                    isTrainable: context.isTrainable(call.entry)))
            counts[entry, default: 0] += 1
        }
        outputs = sources(network.outputs)
    }

    /// The outputs for `inputs`, one for each of the network's inputs.
    ///
    /// - Parameter place: how errors name the model.
    package func trace(_ inputs: [TracedTensor], in scope: Scope, place: String) -> [TracedTensor] {
        let outerPlace = scope.trace.place
        defer { scope.trace.place = outerPlace }
        var values: [[TracedTensor]] = []
        func value(_ source: Source) -> TracedTensor {
            source.call < values.count && source.output < values[source.call].count
                ? values[source.call][source.output] : scope.failed
        }
        for call in calls {
            let child = scope.child(call.name, index: call.index, call: call.number, isTrainable: call.isTrainable)
            let place = "\(place), layer \"\(call.name)\""
            scope.trace.place = place
            switch call.content {
            case .input(let index): values.append(index < inputs.count ? [inputs[index]] : [scope.failed])
            case .layer(let layer): values.append(layer.traceWithMasks(call.sources.map(value), in: child))
            case .network(let network):
                values.append(network.trace(call.sources.map(value), in: child, place: place))
            }
            if scope.trace.failure != nil { break }
        }
        return outputs.map(value)
    }
}
