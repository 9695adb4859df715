import SumiJSON

/// A setting that Keras writes as an object of its own, `{"class_name": "L2", "config": {"l2": 0.01}}`, or as a string.
///
/// Its conformance to `Codable` follows; it works with `ConfigurationEncoder` and `ConfigurationDecoder` only.
public protocol KerasObject: Codable {
    /// - Throws: ``ConfigurationError``.
    init(configuration: JSON) throws
    /// The settings as Keras writes them.
    var configuration: JSON { get }
}

extension KerasObject {
    public init(from decoder: any Decoder) throws {
        try self.init(configuration: try decoder.singleValueContainer().decode(ConfigurationValue.self).json)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ConfigurationValue(json: configuration))
    }
}
