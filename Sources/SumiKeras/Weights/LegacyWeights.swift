import SumiHDF5
import SumiNN
import SumiTensor

/// The layout of Keras' older `.h5`: a group for each layer by its name, `weight_names` with the paths of its data sets
/// in order.
enum LegacyWeights {
    // MARK: Writing

    static func group(_ layers: [StoredLayer]) throws -> HDF5Node {
        var children: [WeightStore.Child] = []
        for layer in layers {
            let weights = layer.weightsTrainedFirst
            let values = try weights.compactMap { weight in
                try weight.read().map { (name: weight.weight.path, value: HDF5Value($0)) }
            }
            children.append((layer.name, node(values)))
        }
        children.append(("top_level_model_weights", node([])))
        return .group(
            attributes: LegacyNames.write("layer_names", layers.map(\.name)) + kerasAttributes, children: children)
    }

    static var kerasAttributes: [(name: String, value: HDF5Value)] {
        [("backend", HDF5Value("tensorflow")), ("keras_version", HDF5Value(writtenKerasVersion))]
    }

    /// A group with data sets at the paths that their names are.
    static func node(_ values: [(name: String, value: HDF5Value)]) -> HDF5Node {
        var children: [WeightStore.Child] = []
        for (name, value) in values {
            insert(.dataset(value), at: name.split(separator: "/").map(String.init)[...], into: &children)
        }
        return .group(attributes: LegacyNames.write("weight_names", values.map(\.name)), children: children)
    }

    private static func insert(_ node: HDF5Node, at path: ArraySlice<String>, into children: inout [WeightStore.Child])
    {
        guard let first = path.first else { return }
        if path.count == 1 {
            children.append((first, node))
            return
        }
        let index = children.firstIndex { $0.name == first } ?? children.count
        if index == children.count { children.append((first, .group())) }
        guard case .group(let attributes, var inner) = children[index].node else { return }
        insert(node, at: path.dropFirst(), into: &inner)
        children[index].node = .group(attributes: attributes, children: inner)
    }

    // MARK: Reading

    /// Collects the values of `layers` from `group`: layers that have weights, in order, whatever their names.
    static func read(_ layers: [StoredLayer], in group: HDF5Group, place: String, into loading: inout WeightLoading)
        throws
    {
        guard let names = try LegacyNames.read("layer_names", of: group) else {
            throw HDF5Error(
                "\(group.path) has no attribute layer_names: it does not say in which order its layers come")
        }
        var stored: [(group: HDF5Group, weights: [String])] = []
        for name in names {
            guard let layer = try group.group(name) else {
                throw HDF5Error("\(group.path) has no group \"\(name)\", which its layer_names list")
            }
            let weights = try LegacyNames.read("weight_names", of: layer) ?? []
            if !weights.isEmpty { stored.append((layer, weights)) }
        }
        let own = layers.filter { !$0.weights.isEmpty }
        guard own.count == stored.count else {
            throw ModelError(
                place: place, "the model has \(own.count) layers with weights, and the file \(stored.count)")
        }
        for (layer, found) in zip(own, stored) {
            try loading.layer("\(place), layer \"\(layer.name)\"") {
                let weights = layer.weightsTrainedFirst
                guard weights.count == found.weights.count else {
                    throw WeightMismatch(
                        message: "it has \(weights.count) weights, and the file \(found.weights.count) of it "
                            + "(\(found.weights.joined(separator: ", ")))")
                }
                return try zip(weights, found.weights).map { weight, name in
                    guard let dataset = try found.group.dataset(name) else {
                        throw WeightMismatch(message: "the file has no data set \(found.group.path)/\(name)")
                    }
                    return (weight, try WeightLoading.value(dataset, of: weight))
                }
            }
        }
    }
}
