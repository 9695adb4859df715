/// What `evaluate` returns: loss and metrics, by name or in Keras' order.
///
/// `score.loss`, `score.accuracy`, `score["accuracy"]` and `score[1]`; the loss is `score[0]`. What is not there reads
/// as NaN.
@dynamicMemberLookup
public struct Score: Hashable, Sendable {
    /// The names in Keras' order: the loss first.
    public let names: [String]
    /// The values, in the order of the names.
    public let values: [Double]

    package init(_ logs: [(name: String, value: Double)]) {
        names = logs.map(\.name)
        values = logs.map(\.value)
    }

    /// The value of this name; NaN where there is none.
    public subscript(name: String) -> Double { names.firstIndex(of: name).map { values[$0] } ?? .nan }
    /// The value at this place, the loss at 0; NaN where there is none.
    public subscript(index: Int) -> Double { values.indices.contains(index) ? values[index] : .nan }
    /// `score.accuracy`; a name in Swift's case stands for Keras': `score.topKCategoricalAccuracy`.
    public subscript(dynamicMember name: String) -> Double {
        let value = self[name]
        return value.isNaN ? self[name.snakeCased] : value
    }

    /// Names with values, as a dictionary.
    public var dictionary: [String: Double] { Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first }) }
}

extension Score: CustomStringConvertible {
    public var description: String {
        zip(names, values).map { "\($0): \(formatted($1, "%.4f"))" }.joined(separator: " - ")
    }
}
