import SumiJSON

/// Reads a functional model's configuration: its layers, and which of their calls each call reads.
struct FunctionalReader {
    /// One output of one call of a layer.
    private struct Reference: Hashable {
        var layer: String
        var node: Int
        var output: Int

        /// The same, where the calls of some layers are counted from another number than 0.
        func counted(from first: [String: Int]) -> Reference {
            Reference(layer: layer, node: node - first[layer, default: 0], output: output)
        }
    }

    private let config: JSON

    init(_ config: JSON) { self.config = config }

    func model() throws -> Model {
        guard let layers = config["layers"]?.array else {
            throw ConfigurationError("a functional model takes a list of \"layers\"")
        }
        var entries: [String: Entry] = [:]
        var waiting: [(name: String, nodes: [[Reference]])] = []
        for layer in layers {
            let entry = try Model.entry(layer)
            guard let name = layer["name"]?.string ?? layer["config"]?["name"]?.string else {
                throw ConfigurationError("a layer has no \"name\"")
            }
            guard entries.updateValue(entry.named(name), forKey: name) == nil else {
                throw ConfigurationError("two layers are named \"\(name)\"")
            }
            waiting.append((name, try nodes(of: layer, name)))
        }
        let firstCalls = try firstCalls(waiting)
        for index in waiting.indices {
            waiting[index].nodes = waiting[index].nodes.map { $0.map { $0.counted(from: firstCalls) } }
        }
        let calls = try connect(waiting, entries)
        func tensors(_ key: String) throws -> [SymbolicTensor] {
            try ends(key).map { end in
                let end = end.counted(from: firstCalls)
                guard let list = calls[end.layer], list.indices.contains(end.node) else {
                    throw ConfigurationError(place: key, "there is no call \(end.node) of a layer \"\(end.layer)\"")
                }
                return SymbolicTensor(call: list[end.node], index: end.output)
            }
        }
        return Model(
            inputs: try tensors("input_layers"), outputs: try tensors("output_layers"), name: config["name"]?.string)
    }

    /// Layers whose calls are counted from 1: Keras 2 counts the one that a nested model was made with, and does not list
    /// it. Then the number of the last call is one beyond those that are listed.
    private func firstCalls(_ layers: [(name: String, nodes: [[Reference]])]) throws -> [String: Int] {
        var used: [String: Set<Int>] = [:]
        let read = layers.flatMap { $0.nodes.flatMap(\.self) }
        for reference in try read + ends("input_layers") + ends("output_layers") {
            used[reference.layer, default: []].insert(reference.node)
        }
        var first: [String: Int] = [:]
        for (name, nodes) in layers where !nodes.isEmpty {
            let numbers = used[name] ?? []
            if numbers.contains(nodes.count), numbers.min() == 1, numbers.max() == nodes.count { first[name] = 1 }
        }
        return first
    }

    /// Makes each layer's calls as soon as what they read is there.
    private func connect(_ layers: [(name: String, nodes: [[Reference]])], _ entries: [String: Entry]) throws
        -> [String: [Call]]
    {
        var calls: [String: [Call]] = [:]
        var waiting = layers
        while !waiting.isEmpty {
            var rest: [(name: String, nodes: [[Reference]])] = []
            var isStuck = true
            for (name, nodes) in waiting {
                guard let entry = entries[name] else { continue }
                if entry.inputSettings != nil {
                    calls[name] = [Call(entry, [])]
                    isStuck = false
                    continue
                }
                var nodes = nodes[...]
                while let node = nodes.first,
                    node.allSatisfy({ calls[$0.layer]?.indices.contains($0.node) ?? false })
                {
                    let inputs = node.compactMap { source in
                        calls[source.layer].map { SymbolicTensor(call: $0[source.node], index: source.output) }
                    }
                    calls[name, default: []].append(Call(entry, inputs))
                    nodes = nodes.dropFirst()
                    isStuck = false
                }
                if !nodes.isEmpty { rest.append((name, Array(nodes))) }
            }
            if isStuck, let first = rest.first {
                let missing = first.nodes[0].first { !(calls[$0.layer]?.indices.contains($0.node) ?? false) }
                throw ConfigurationError(
                    place: "layer \"\(first.name)\"",
                    "reads call \(missing?.node ?? 0) of \"\(missing?.layer ?? "")\", which nothing makes")
            }
            waiting = rest
        }
        return calls
    }

    // MARK: Reading references

    /// What each call of a layer reads.
    private func nodes(of layer: JSON, _ name: String) throws -> [[Reference]] {
        let place = "layer \"\(name)\", inbound_nodes"
        guard let nodes = layer["inbound_nodes"]?.array else {
            throw ConfigurationError(place: place, "is missing: it lists what the layer reads")
        }
        return try nodes.map { node in
            var found: [Reference] = []
            if let arguments = node["args"] {
                try collect(arguments, into: &found, place)
                var others: [Reference] = []
                for (key, value) in node["kwargs"]?.object?.members ?? [] {
                    others = []
                    try collect(value, into: &others, place)
                    if !others.isEmpty || value.bool == true {
                        throw ConfigurationError(place: place, "the call's argument \"\(key)\" is not supported")
                    }
                }
            } else {
                try collectOld(node, into: &found, place)
            }
            guard !found.isEmpty else { throw ConfigurationError(place: place, "a call reads nothing") }
            return found
        }
    }

    /// Keras 3: tensors anywhere in the arguments, as objects with a `keras_history`.
    private func collect(_ json: JSON, into found: inout [Reference], _ place: String) throws {
        if json["class_name"]?.string == "__keras_tensor__" {
            found.append(try reference(json["config"]?["keras_history"] ?? .null, place))
        } else {
            for element in json.array ?? [] { try collect(element, into: &found, place) }
            for (_, value) in json.object?.members ?? [] { try collect(value, into: &found, place) }
        }
    }

    /// Keras 2: `[["conv2d", 0, 0, {}], …]`.
    private func collectOld(_ json: JSON, into found: inout [Reference], _ place: String) throws {
        guard let list = json.array else {
            throw ConfigurationError(place: place, "should be a list, not \(json.kind)")
        }
        if list.first?.string != nil {
            found.append(try reference(json, place))
        } else {
            for element in list { try collectOld(element, into: &found, place) }
        }
    }

    private func reference(_ json: JSON, _ place: String) throws -> Reference {
        guard let list = json.array, list.count >= 3, let layer = list[0].string, let node = list[1].integer,
            let output = list[2].integer, node >= 0, output >= 0
        else {
            throw ConfigurationError(place: place, "a reference is a layer's name, a call and an output, not \(json)")
        }
        return Reference(layer: layer, node: node, output: output)
    }

    /// `["image", 0, 0]`, or a list or dictionary of such.
    private func ends(_ key: String) throws -> [Reference] {
        guard let json = config[key] else { throw ConfigurationError(place: key, "is missing") }
        if let object = json.object { return try object.members.map { try reference($0.value, key) } }
        if json[0]?.string != nil { return [try reference(json, key)] }
        return try (json.array ?? []).map { try reference($0, key) }
    }
}
