/// A JSON value, as Keras writes it: NaN and the infinities are numbers, and members keep their order.
public enum JSON: Hashable, Sendable {
    /// Nothing.
    case null
    /// True or false.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// Any other number, NaN and the infinities included.
    case number(Double)
    /// A text.
    case string(String)
    /// A list of values.
    case array([JSON])
    /// Values by name.
    case object(JSONObject)
}

extension JSON {
    /// The member `key` of an object; `nil` where there is none, or this is no object.
    public subscript(key: String) -> JSON? { object?[key] }

    /// The element at `index` of an array; `nil` where there is none, or this is no array.
    public subscript(index: Int) -> JSON? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// True or false; `nil` where this is something else.
    public var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// A whole number, also one that is written as `3.0`.
    public var integer: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// A number; the strings "NaN", "Infinity" and "-Infinity" count too.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .string("NaN"): .nan
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        default: nil
        }
    }

    /// The text; `nil` where this is something else.
    public var string: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    /// The elements; `nil` where this is no array.
    public var array: [JSON]? {
        if case .array(let value) = self { return value }
        return nil
    }

    /// The members; `nil` where this is no object.
    public var object: JSONObject? {
        if case .object(let value) = self { return value }
        return nil
    }

    /// What kind of value this is, for errors: "a string".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
}
