import SumiGraph
import SumiTensor

/// A weight of a model and its present value.
public struct ModelWeight {
    package let weight: Weight
    package let storage: WeightValue
    /// Whether training changes it, as things stand now; `compile` makes it take effect.
    public let isTrainable: Bool

    /// As `cnn/conv2d/kernel`.
    public var path: String { weight.path }
    /// As `kernel`.
    public var name: String { weight.name }
    /// The size of each axis.
    public var shape: Shape { weight.shape }

    /// The present value.
    public func value() throws -> Tensor { try storage.read() }
}

extension Model {
    /// All weights, ordered by layer and within it as it declares them.
    ///
    /// - Throws: what keeps the model from being built.
    public var weights: [ModelWeight] {
        get throws {
            let built = try ensureBuilt(for: [])
            return zip(built.weights, built.values).map { weight, value in
                ModelWeight(
                    weight: weight, storage: value, isTrainable: !weight.isStatistic && !isFrozen(weight.path))
            }
        }
    }

    /// The values of all weights, in the order of ``weights``: Keras' `get_weights`.
    public func getWeights() throws -> [Tensor] { try ensureBuilt(for: []).values.map { try $0.read() } }

    /// Gives all weights new values, in the order of ``weights``: Keras' `set_weights`.
    ///
    /// - Throws: ``ModelError`` where the number or a shape differs; nothing is changed then.
    public func setWeights(_ values: [Tensor]) throws {
        let built = try ensureBuilt(for: [])
        try Self.set(Array(zip(built.weights, built.values)), to: values, place: place)
    }

    /// The values of one layer's weights.
    public func getWeights(ofLayer name: String) throws -> [Tensor] {
        try weights(ofLayer: name).map { try $0.1.read() }
    }

    /// Gives the weights of one layer new values, in the order in which it declares them.
    public func setWeights(_ values: [Tensor], ofLayer name: String) throws {
        try Self.set(try weights(ofLayer: name), to: values, place: "\(place), layer \"\(name)\"")
    }

    /// The weights of one layer with their values.
    package func weights(ofLayer name: String) throws -> [(Weight, WeightValue)] {
        let built = try ensureBuilt(for: [])
        _ = try layer(named: name)
        let start = (pathPrefix.isEmpty ? name : "\(pathPrefix)/\(name)") + "/"
        return zip(built.weights, built.values).filter { $0.0.path.hasPrefix(start) }
    }

    private static func set(_ weights: [(Weight, WeightValue)], to values: [Tensor], place: String) throws {
        guard values.count == weights.count else {
            throw ModelError(place: place, "\(values.count) values are given for \(weights.count) weights")
        }
        for ((weight, _), value) in zip(weights, values) where value.shape != weight.shape {
            throw ModelError(
                place: place,
                "weight \"\(weight.path)\" is of shape \(weight.shape) and its new value of \(value.shape)")
        }
        for ((_, storage), value) in zip(weights, values) { storage.write(value.inFloat32) }
    }

    /// Whether an entry around the weight is frozen: now, or as `trainable` has noted it.
    package func isFrozen(_ path: String, _ trainable: [ObjectIdentifier: Bool]? = nil) -> Bool {
        var parts = path.split(separator: "/").map(String.init)[...]
        if !pathPrefix.isEmpty { parts = parts.dropFirst() }
        var model: Model? = self
        while let name = parts.popFirst(), let inside = model {
            guard let entry = inside.layers.first(where: { inside.name(of: $0) == name }) else { return false }
            if !(trainable?[ObjectIdentifier(entry)] ?? entry.trainable) { return true }
            model = entry.model
        }
        return false
    }

    /// How many numbers the weights hold.
    public func countParameters() throws -> Int { try ensureBuilt(for: []).weights.reduce(0) { $0 + $1.shape.count } }
}

extension Tensor {
    /// The same numbers as float32.
    package var inFloat32: Tensor {
        elementType == .float32 ? self : Tensor(shape: shape, doubles: doubles, elementType: .float32)
    }
}
