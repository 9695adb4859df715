import SumiJSON

/// The settings of one Keras object (an initializer, a loss, an optimizer, a schedule …), read key by key.
///
/// Keras writes such an object as `{"module": …, "class_name": "Adam", "config": {…}, "registered_name": …}`, or as its name
/// alone. A key that is not there takes its default; ``finish()`` finds those that nobody has read.
package struct KerasSettings {
    /// `Adam`; what stands before a `>` (a package) is left out.
    package let className: String
    private let kind: String
    private let values: JSONObject
    private var readKeys: Set<String> = ["name", "dtype", "input_axes", "output_axes"]
    /// Whether only a name was given, so that every setting is the default.
    package var isBare: Bool { values.isEmpty }

    /// - Parameter kind: for errors: `optimizer`.
    package init(_ json: JSON, kind: String) throws(ConfigurationError) {
        self.kind = kind
        if let name = json.string {
            className = name
            values = JSONObject()
            return
        }
        guard let name = json["class_name"]?.string else {
            throw ConfigurationError(
                place: kind, "a name or an object with a \"class_name\" should stand here, not \(json.kind)")
        }
        // Keras writes a plain function as {"class_name": "function", "config": "mean_squared_error"}.
        if let function = json["config"]?.string {
            className = function
            values = JSONObject()
        } else {
            className = name.split(separator: ">").last.map(String.init) ?? name
            values = json["config"]?.object ?? JSONObject()
        }
    }

    package func error(_ message: String) -> ConfigurationError {
        ConfigurationError(place: "\(kind) \"\(className)\"", message)
    }

    /// The value of `key`; `nil` where it is null or missing.
    package mutating func value(_ key: String) -> JSON? {
        readKeys.insert(key)
        guard let value = values[key], !value.isNull else { return nil }
        return value
    }

    /// The keys that say something and that nobody has read.
    package var unreadKeys: [String] {
        values.members.filter { !readKeys.contains($0.key) && !$0.value.isNull }.map(\.key)
    }

    package func contains(_ key: String) -> Bool { values[key] != nil }

    /// Keys that say nothing to us.
    package mutating func ignore(_ keys: String...) { readKeys.formUnion(keys) }

    private mutating func read<Value>(
        _ key: String, as expected: String, _ convert: (JSON) -> Value?
    ) throws(ConfigurationError) -> Value? {
        guard let json = value(key) else { return nil }
        guard let value = convert(json) else {
            throw error("\"\(key)\" is \(json.kind); it should be \(expected)")
        }
        return value
    }

    package mutating func double(_ key: String) throws(ConfigurationError) -> Double? {
        try read(key, as: "a number", \.double)
    }

    package mutating func integer(_ key: String) throws(ConfigurationError) -> Int? {
        try read(key, as: "a whole number", \.integer)
    }

    package mutating func bool(_ key: String) throws(ConfigurationError) -> Bool? {
        try read(key, as: "true or false", \.bool)
    }

    package mutating func string(_ key: String) throws(ConfigurationError) -> String? {
        try read(key, as: "a string", \.string)
    }

    /// One of the names of a closed set.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("\"\(key)\" is \"\(text)\"; it should be one of \(names)")
        }
        return choice
    }

    /// A list of numbers, or a single one.
    package mutating func doubles(_ key: String) throws(ConfigurationError) -> [Double]? {
        try read(key, as: "a number or a list of numbers") { json in
            json.double.map { [$0] } ?? json.array.flatMap { Self.all($0.map(\.double)) }
        }
    }

    /// A list of whole numbers, or a single one.
    package mutating func integers(_ key: String) throws(ConfigurationError) -> [Int]? {
        try read(key, as: "a whole number or a list of them") { json in
            json.integer.map { [$0] } ?? json.array.flatMap { Self.all($0.map(\.integer)) }
        }
    }

    private static func all<Value>(_ values: [Value?]) -> [Value]? {
        let found = values.compactMap { $0 }
        return found.count == values.count ? found : nil
    }

    package func required<Value>(_ value: Value?, _ key: String) throws(ConfigurationError) -> Value {
        guard let value else { throw error("\"\(key)\" is missing") }
        return value
    }

    /// - Throws: where there is a key that was not read and says something.
    package func finish() throws(ConfigurationError) {
        if !unreadKeys.isEmpty {
            throw error(
                "the settings hold \(unreadKeys.map { "\"\($0)\"" }.joined(separator: ", ")), which it does not have")
        }
    }

    /// What Keras writes for an object.
    package static func json(_ className: String, module: String, _ config: JSONObject) -> JSON {
        [
            "module": .string(module), "class_name": .string(className), "config": .object(config),
            "registered_name": nil,
        ]
    }

    package static func json(_ className: String, module: String, _ members: [(String, JSON)]) -> JSON {
        var config = JSONObject()
        for (key, value) in members { config[key] = value }
        return json(className, module: module, config)
    }
}

extension JSON {
    init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
    init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }
}
