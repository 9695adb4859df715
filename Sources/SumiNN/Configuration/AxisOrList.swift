/// One axis or a list of them.
public enum AxisOrList: Hashable, Sendable, Codable {
    /// One axis.
    case axis(Int)
    /// Several.
    case list([Int])

    /// The axes as a list.
    public var axes: [Int] {
        switch self {
        case .axis(let axis): [axis]
        case .list(let axes): axes
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let axis = try? container.decode(Int.self) {
            self = .axis(axis)
        } else {
            self = .list(try container.decode([Int].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .axis(let axis): try container.encode(axis)
        case .list(let axes): try container.encode(axes)
        }
    }
}

extension AxisOrList {
    /// One axis where one was given, else the list.
    init(_ axis: some IntOrList) {
        self = (axis as? Int).map { .axis($0) } ?? .list(axis.list)
    }
}
