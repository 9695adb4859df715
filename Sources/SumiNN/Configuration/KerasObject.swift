import SumiJSON

/// A setting that Keras writes as an object of its own, `{"class_name": "L2", "config": {"l2": 0.01}}`, or as a string.
///
/// Its conformance to `Codable` follows; it works with ``ConfigurationEncoder`` and ``ConfigurationDecoder`` only.
public protocol KerasObject: Codable {
    /// - Throws: ``ConfigurationError``.
    init(configuration: JSON) throws
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

/// A piece of configuration that passes through the encoder and decoder as it is.
package struct ConfigurationValue: Codable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? JSONDecoding else {
            throw ConfigurationError("settings are read by Sumi's own decoder only")
        }
        json = decoder.json
    }

    package func encode(to encoder: any Encoder) throws {
        guard let encoder = encoder as? JSONEncoding else {
            throw ConfigurationError("settings are written by Sumi's own encoder only")
        }
        encoder.box.value = json
    }
}

/// The class and settings of a Keras object in any of its spellings: `"l2"`, `{"class_name": …, "config": …}`.
package struct KerasObjectParts {
    package var className: String
    package var config: JSONObject
    /// Whether only a name was given, so that all settings are the defaults.
    package var isBare: Bool

    /// - Parameter kind: what is read, for errors: "an initializer".
    package init(_ json: JSON, _ kind: String) throws {
        switch json {
        case .string(let name): (className, config, isBare) = (name, [:], true)
        case .object(let object):
            guard let name = object["class_name"]?.string else {
                throw ConfigurationError("\(kind) takes a \"class_name\"")
            }
            switch object["config"] {
            case .object(let config)?: (className, self.config, isBare) = (name, config, false)
            case .string(let function)? where name == "function": (className, config, isBare) = (function, [:], true)
            case nil, .null?: (className, config, isBare) = (name, [:], true)
            case let other?: throw ConfigurationError("\(kind) \"\(name)\": its \"config\" is \(other.kind)")
            }
        default: throw ConfigurationError("\(kind) is a name or an object, and here \(json.kind)")
        }
        if let last = className.split(separator: ">").last { className = String(last) }
        for ignored in ["dtype", "name", "input_axes", "output_axes"] { config[ignored] = nil }
    }

    /// The number `key`, or `standard` where it is missing or null.
    package mutating func number(_ key: String, _ standard: Double) throws -> Double {
        guard let value = take(key) else { return standard }
        guard let number = value.double else {
            throw ConfigurationError(place: key, "should be a number, and is \(value.kind)")
        }
        return number
    }

    package mutating func string(_ key: String, _ standard: String) throws -> String {
        guard let value = take(key) else { return standard }
        guard let string = value.string else {
            throw ConfigurationError(place: key, "should be a string, and is \(value.kind)")
        }
        return string
    }

    package mutating func integer(_ key: String) throws -> Int? {
        guard let value = take(key) else { return nil }
        guard let number = value.integer else {
            throw ConfigurationError(place: key, "should be a whole number, and is \(value.kind)")
        }
        return number
    }

    package mutating func integers(_ key: String, _ standard: [Int]) throws -> [Int] {
        guard let value = take(key) else { return standard }
        if let number = value.integer { return [number] }
        let numbers = value.array?.compactMap(\.integer)
        guard let numbers, numbers.count == value.array?.count else {
            throw ConfigurationError(place: key, "should be a whole number or a list of them")
        }
        return numbers
    }

    /// Takes a key out; nil where it is missing or null.
    package mutating func take(_ key: String) -> JSON? {
        let value = config[key]
        config[key] = nil
        return value?.isNull == true ? nil : value
    }

    /// Refuses settings that nothing has taken.
    package func finish() throws {
        for (key, value) in config.members where !value.isNull {
            throw ConfigurationError(place: className, "there is no setting \"\(key)\" (\(value))")
        }
    }

    /// The object that Keras writes.
    package static func json(_ module: String, _ className: String, _ config: JSONObject) -> JSON {
        .object([
            "module": .string(module), "class_name": .string(className), "config": .object(config),
            "registered_name": nil,
        ])
    }
}
