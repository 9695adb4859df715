import SumiJSON

/// The layers that a file can name: one row for each class.
public enum LayerRegistry {
    /// What is known of a class besides its type.
    package struct Row: Sendable {
        /// The layer with Keras' defaults. Made anew for each use: some defaults are the task's.
        package var prototype: @Sendable () -> any AnyLayer & Codable
        /// Settings that have no default.
        package var required: Set<String> = []
        /// Keys of older files, and what they are called now.
        package var renamed: [String: String] = [:]
        /// Settings that can only have this value here; any other is refused by name.
        package var fixed: [String: JSON] = [:]
        /// Settings that may be one number or a list, which are not the same: `axis: [1]` stays a list.
        package var lists: Set<String> = []
        /// Settings that follow from others where a file does not have them.
        package var derived: Set<String> = []
        /// Whether Keras' constructor does not take `trainable`, and its configuration has the element type as a name.
        package var omitsTrainable = false
        /// Keys of older files that say nothing for this class.
        package var unused: Set<String> = []
    }

    /// A layer as a file describes it.
    public struct Entry: Sendable {
        /// The layer with its settings.
        public var layer: any AnyLayer
        /// The name it has in its model.
        public var name: String?
        /// Whether its weights are trained.
        public var isTrainable: Bool
    }

    /// Keras' names of all classes.
    public static let classNames: [String] = rows.keys.sorted()

    /// The layer that `configuration` describes: `{"class_name": "Dense", "config": {"units": 10, …}}`.
    ///
    /// Settings that are missing have Keras' defaults; what older and newer versions of Keras write is understood.
    /// - Throws: ``ConfigurationError`` for a class that is not known, a required setting that is missing, and a setting
    ///   that is not known and says something.
    public static func make(configuration: JSON) throws -> Entry {
        var className = ""
        var config = JSONObject()
        guard let name = configuration["class_name"]?.string else {
            throw ConfigurationError("a layer takes a \"class_name\", and here is \(configuration.kind)")
        }
        className = name.split(separator: ">").last.map(String.init) ?? name
        switch configuration["config"] {
        case .object(let object)?: config = object
        case nil: break
        case let other?: throw ConfigurationError(place: "layer (\(className))", "its \"config\" is \(other.kind)")
        }
        let layerName = config["name"]?.string
        let place = "layer " + (layerName.map { "\"\($0)\" " } ?? "") + "(\(className))"
        guard let row = rows[className] else {
            throw ConfigurationError(place: place, "there is no layer of this class")
        }
        do {
            return Entry(
                layer: try layer(row, config), name: layerName, isTrainable: config["trainable"]?.bool ?? true)
        } catch let error as ConfigurationError {
            throw error.inside(place)
        }
    }

    /// The configuration that ``make(configuration:)`` reads, as Keras writes it.
    ///
    /// - Throws: ``ConfigurationError`` where the layer's type is not one of the registry's.
    public static func configuration(of layer: any AnyLayer, name: String? = nil, isTrainable: Bool = true) throws
        -> JSON
    {
        let className = type(of: layer).className
        guard let row = rows[className], let coded = layer as? any AnyLayer & Codable else {
            throw ConfigurationError(place: "layer (\(className))", "only Keras' own layers can be written to a file")
        }
        var config = JSONObject()
        if let name { config["name"] = .string(name) }
        if row.omitsTrainable {
            config["dtype"] = "float32"
        } else {
            config["trainable"] = .bool(isTrainable)
            config["dtype"] = KerasSettings.json("DTypePolicy", module: "keras", ["name": "float32"])
        }
        for (key, value) in try settings(of: coded).members { config[key] = value }
        return KerasSettings.json(className, module: "keras.layers", config)
    }

    /// The settings of a layer, without what belongs to its entry.
    static func settings(of layer: some Encodable) throws -> JSONObject {
        let json =
            try (layer as? Activation).map { ["activation": $0.configuration] } ?? ConfigurationEncoder.encode(layer)
        return json.object ?? [:]
    }

    // MARK: Reading

    /// Keys that belong to the entry, or say nothing here.
    private static let ignored: Set<String> = [
        "name", "trainable", "dtype", "batch_input_shape", "batch_shape", "build_config", "autocast", "input_shape",
        "input_dim", "input_dtype", "shared_object_id", "registered_name", "module", "implementation",
    ]

    private static func layer(_ row: Row, _ config: JSONObject) throws -> any AnyLayer {
        let prototype = row.prototype()
        let standards = try settings(of: prototype)
        var settings = standards
        for key in row.required.union(row.derived) { settings[key] = nil }
        for (writtenKey, value) in config.members {
            if standards[writtenKey] == nil, ignored.contains(writtenKey) || row.unused.contains(writtenKey) {
                continue
            }
            let key = standards[writtenKey] == nil ? row.renamed[writtenKey] ?? writtenKey : writtenKey
            if let standard = standards[key] {
                settings[key] = row.lists.contains(key) ? value : fitted(value, like: standard)
            } else if let expected = row.fixed[key] {
                guard value == expected || value.isNull || value.double != nil && value.double == expected.double else {
                    throw ConfigurationError(place: key, "is \(value); only \(expected) is supported")
                }
            } else if !value.isNull {
                throw ConfigurationError(place: key, "there is no such setting (it is \(value))")
            }
        }
        for key in row.required.sorted() where settings[key] == nil {
            throw ConfigurationError(place: key, "is required and missing")
        }
        return try decode(like: prototype, .object(settings))
    }

    private static func decode<T: AnyLayer & Codable>(like prototype: T, _ json: JSON) throws -> any AnyLayer {
        guard T.self == Activation.self else { return try ConfigurationDecoder.decode(T.self, from: json) }
        do {
            return try Activation(configuration: json["activation"] ?? .null)
        } catch let error as ConfigurationError {
            throw error.inside("activation")
        }
    }

    /// A file may have one number where Keras now writes one for each axis, and a list of one where it writes a number.
    private static func fitted(_ value: JSON, like standard: JSON) -> JSON {
        switch (value, standard) {
        case (.integer, .array(let elements)):
            return .array(elements.isEmpty ? [value] : elements.map { fitted(value, like: $0) })
        case (.array(let values), .array(let elements)) where values.count == elements.count:
            return .array(zip(values, elements).map { fitted($0, like: $1) })
        case (.array(let values), .integer) where values.count == 1: return values[0]
        default: return value
        }
    }
}
