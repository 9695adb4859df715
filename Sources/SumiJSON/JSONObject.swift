/// The members of a JSON object, in their order. Two objects are equal where their members are, in any order.
public struct JSONObject: Sendable {
    /// The keys, in order.
    public private(set) var keys: [String] = []
    private var values: [String: JSON] = [:]

    /// An object without members.
    public init() {}

    /// The member `key`. A new member comes last; `nil` removes a member.
    public subscript(key: String) -> JSON? {
        get { values[key] }
        set {
            let isThere = values[key] != nil
            values[key] = newValue
            if newValue != nil, !isThere { keys.append(key) }
            if newValue == nil, isThere { keys.removeAll { $0 == key } }
        }
    }

    /// How many members there are.
    public var count: Int { keys.count }
    /// Whether there are none.
    public var isEmpty: Bool { keys.isEmpty }

    /// Keys and values in their order.
    public var members: [(key: String, value: JSON)] {
        keys.compactMap { key in values[key].map { (key, $0) } }
    }
}

extension JSONObject: Hashable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool { left.values == right.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        for (key, value) in elements { self[key] = value }
    }
}
