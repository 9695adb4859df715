import SumiJSON

/// A layer inside another one's settings, as Keras keeps it: with its own name and trainability.
package struct WrappedLayer: Codable, Sendable {
    package var layer: any AnyLayer
    /// What the paths of its weights begin with.
    package var name: String
    package var isTrainable: Bool

    /// - Parameter name: Keras' automatic one where it is `nil`.
    package init(_ layer: some AnyLayer, name: String? = nil, isTrainable: Bool = true) {
        self.layer = layer
        self.name = name ?? type(of: layer).className.snakeCased
        self.isTrainable = isTrainable
    }

    package init(from decoder: any Decoder) throws {
        let entry = try LayerRegistry.make(configuration: try ConfigurationValue(from: decoder).json)
        self.init(entry.layer, name: entry.name, isTrainable: entry.isTrainable)
    }

    package func encode(to encoder: any Encoder) throws {
        let json = try LayerRegistry.configuration(of: layer, name: name, isTrainable: isTrainable)
        try ConfigurationValue(json: json).encode(to: encoder)
    }
}
