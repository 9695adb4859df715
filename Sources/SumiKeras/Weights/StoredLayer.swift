import SumiNN

/// One layer of a model as files hold it: its own weights, or those of the model that it is.
struct StoredLayer {
    /// Weights that files keep in one list: those of the layer itself, or of a part of it, such as a recurrent cell.
    struct Part {
        /// Keras' attribute names on the way to the part: `cell`; empty for the layer itself.
        var path: [String]
        /// In Keras' order: trained ones, then statistics.
        var weights: [StoredWeight]
    }

    let entry: Entry
    let name: String
    let className: String
    var parts: [Part] = []
    /// The layers of a nested model.
    var layers: [StoredLayer] = []

    /// All weights below, in the order in which Keras lists a layer's variables.
    var weights: [StoredWeight] { parts.flatMap(\.weights) + layers.flatMap(\.weights) }

    /// Keras' order in its older files: what is trained, as things stand, before what is not.
    var weightsTrainedFirst: [StoredWeight] {
        let marked = marked(isFrozen: false)
        return marked.filter(\.isTrained).map(\.weight) + marked.filter { !$0.isTrained }.map(\.weight)
    }

    private func marked(isFrozen: Bool) -> [(weight: StoredWeight, isTrained: Bool)] {
        let isFrozen = isFrozen || !entry.trainable
        return parts.flatMap(\.weights).map { ($0, !isFrozen && !$0.weight.isStatistic) }
            + layers.flatMap { $0.marked(isFrozen: isFrozen) }
    }
}

extension StoredLayer {
    /// The layers of `model` in Keras' order, with the weights that a trace of it has found.
    static func layers(of model: Model, _ probe: NetworkProbe) -> [StoredLayer] {
        var byEntry: [ObjectIdentifier: [StoredWeight]] = [:]
        for (weight, home) in zip(probe.weights, probe.homes) {
            let stored = StoredWeight(weight: weight, entry: home.entry, path: home.path)
            byEntry[ObjectIdentifier(home.entry), default: []].append(stored)
        }
        return layers(of: model, &byEntry)
    }

    /// A layer that several models share is stored once, where it is met first.
    private static func layers(of model: Model, _ byEntry: inout [ObjectIdentifier: [StoredWeight]]) -> [StoredLayer] {
        var layers: [StoredLayer] = []
        for entry in model.layers {
            var layer = StoredLayer(entry: entry, name: model.name(of: entry), className: entry.className)
            if let inner = entry.model {
                layer.layers = Self.layers(of: inner, &byEntry)
            } else {
                layer.parts = parts(byEntry.removeValue(forKey: ObjectIdentifier(entry)) ?? [], of: entry)
            }
            layers.append(layer)
        }
        return layers
    }

    private static func parts(_ weights: [StoredWeight], of entry: Entry) -> [Part] {
        var parts: [Part] = []
        for weight in weights {
            let path = weight.path.split(separator: "/").dropLast().map { attribute(String($0), of: entry) }
            if let index = parts.firstIndex(where: { $0.path == path }) {
                parts[index].weights.append(weight)
            } else {
                parts.append(Part(path: path, weights: [weight]))
            }
        }
        for index in parts.indices {
            let weights = parts[index].weights
            parts[index].weights =
                weights.filter { !$0.weight.isStatistic } + weights.filter { $0.weight.isStatistic }
        }
        return parts
    }

    /// The attribute of a Keras layer that holds the part with this name.
    private static func attribute(_ part: String, of entry: Entry) -> String {
        switch part {
        case "lstm_cell", "gru_cell", "simple_rnn_cell": return "cell"
        case "query", "key", "value", "attention_output":
            return part == "attention_output" ? "output_dense" : "\(part)_dense"
        default: break
        }
        switch entry.className {
        case "Bidirectional": return part.hasPrefix("backward") ? "backward_layer" : "forward_layer"
        case "TimeDistributed": return "layer"
        default: return part
        }
    }
}
