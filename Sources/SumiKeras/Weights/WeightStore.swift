import SumiHDF5
import SumiNN
import SumiTensor

/// The layout of Keras 3's `.weights.h5`: `layers/<class>[_n]/vars/0, 1, …`, counted for each class in the order of the
/// layers, the names of layers only as attributes.
enum WeightStore {
    /// Each layer with the name of its group.
    static func named(_ layers: [StoredLayer]) -> [(name: String, layer: StoredLayer)] {
        var counts: [String: Int] = [:]
        return layers.map { layer in
            let base = layer.className.snakeCased
            let count = counts[base, default: 0]
            counts[base] = count + 1
            return (count == 0 ? base : "\(base)_\(count)", layer)
        }
    }

    // MARK: Writing

    typealias Child = (name: String, node: HDF5Node)

    /// `vars`, with the name that a reader is told.
    static func variables(_ values: [HDF5Value], name: String) -> Child {
        (
            "vars",
            .group(
                attributes: name.isEmpty ? [] : [("name", HDF5Value(name))],
                children: values.enumerated().map { ("\($0)", .dataset($1)) })
        )
    }

    static func layersGroup(_ layers: [StoredLayer]) throws -> Child {
        ("layers", .group(children: try named(layers).map { ($0, .group(children: try children($1))) }))
    }

    private static func children(_ layer: StoredLayer) throws -> [Child] {
        if layer.entry.model != nil { return [try layersGroup(layer.layers), variables([], name: layer.name)] }
        var own: [HDF5Value] = []
        var children: [Child] = []
        for part in layer.parts {
            let values = try part.weights.compactMap { try $0.read().map { HDF5Value($0) } }
            if part.path.isEmpty { own = values } else { insert(values, at: part.path[...], into: &children) }
        }
        children.append(variables(own, name: layer.name))
        return children
    }

    private static func insert(_ values: [HDF5Value], at path: ArraySlice<String>, into children: inout [Child]) {
        guard let first = path.first else {
            children.append(variables(values, name: ""))
            return
        }
        let index = children.firstIndex { $0.name == first } ?? children.count
        if index == children.count { children.append((first, .group())) }
        guard case .group(let attributes, var inner) = children[index].node else { return }
        insert(values, at: path.dropFirst(), into: &inner)
        children[index].node = .group(attributes: attributes, children: inner)
    }

    // MARK: Reading

    /// Collects the values of `layers` from `group`, which holds a group `layers`.
    ///
    /// - Parameter place: how errors name the model.
    static func read(_ layers: [StoredLayer], in group: HDF5Group?, place: String, into loading: inout WeightLoading)
        throws
    {
        let store = try group?.group("layers")
        for (name, layer) in named(layers) where !layer.weights.isEmpty {
            let layerPlace = "\(place), layer \"\(layer.name)\""
            let found = try store?.group(name)
            if layer.entry.model != nil {
                try read(layer.layers, in: found, place: layerPlace, into: &loading)
                continue
            }
            try loading.layer(layerPlace) {
                guard let found else {
                    throw WeightMismatch(message: "the file has no weights of it (there is no layers/\(name))")
                }
                return try layer.parts.flatMap { try values($0, in: found) }
            }
        }
    }

    private static func values(_ part: StoredLayer.Part, in group: HDF5Group) throws
        -> [(weight: StoredWeight, value: Tensor)]
    {
        let path = part.path + ["vars"]
        let variables = try group.group(path.joined(separator: "/"))
        let count = try variables?.names.count ?? 0
        guard let variables, count == part.weights.count else {
            throw WeightMismatch(message: "it has \(part.weights.count) weights, and the file \(count) of it")
        }
        return try part.weights.enumerated().map { index, weight in
            guard let dataset = try variables.dataset("\(index)") else {
                throw WeightMismatch(message: "the file has no weight \(index) (\"\(weight.weight.name)\") of it")
            }
            return (weight, try WeightLoading.value(dataset, of: weight))
        }
    }
}
