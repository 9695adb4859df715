/// A number, or a list of them.
public enum NumberOrList: Hashable, Sendable, Codable {
    /// One number.
    case number(Double)
    /// Several.
    case list([Double])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .list(try container.decode([Double].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        }
    }
}
