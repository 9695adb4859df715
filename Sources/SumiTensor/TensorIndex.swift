/// What can stand between the brackets of a tensor: a whole number, a range, a stride, a list of places, a mask, a new
/// axis.
///
/// ```swift
/// try x[0]                                   // the first row
/// try x[-1, 2..<5]                           // of the last row, three columns
/// try x[..., 0]                              // the first of the last axis
/// try x[stride(from: 0, to: 10, by: 2)]      // every second of ten rows
/// try x[[3, 1, 4]]                           // rows by a list; a tensor of whole numbers does the same
/// try x[y .== 3]                             // the rows where a mask is true
/// try x[0..., .newAxis]                      // an axis of size 1 after the first
/// try x[.slice(1, -1), .slice(step: -1)]     // NumPy's x[1:-1, ::-1]
/// ```
///
/// Negative numbers count from the end. Ranges are cut at the tensor's end, as NumPy's are; a single place outside is an
/// error.
public protocol TensorIndex: Sendable {
    /// What this index selects along its axis.
    var selection: TensorSelection { get }
}

/// What a ``TensorIndex`` selects.
public enum TensorSelection: Sendable {
    /// One place; the axis goes away.
    case place(Int)
    /// From `start` to before `end` in steps of `step`; `nil` is the tensor's own start or end.
    case range(start: Int?, end: Int?, step: Int = 1)
    /// Places a fixed step apart.
    case steps(any Sequence<Int> & Sendable)
    /// Places one by one. Only one axis at a time can be selected so.
    case places([Int])
    /// The places where a tensor of `bool` is true, of as many axes as it has.
    case mask(Tensor)
    /// An axis of size 1 that was not there.
    case newAxis
    /// All axes that no other index speaks of.
    case remaining
}

extension Int: TensorIndex {
    public var selection: TensorSelection { .place(self) }
}

extension Range: TensorIndex where Bound == Int {
    public var selection: TensorSelection { .range(start: lowerBound, end: upperBound) }
}

extension ClosedRange: TensorIndex where Bound == Int {
    public var selection: TensorSelection { .range(start: lowerBound, end: end(through: upperBound)) }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
    public var selection: TensorSelection { .range(start: lowerBound, end: nil) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
    public var selection: TensorSelection { .range(start: nil, end: upperBound) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
    public var selection: TensorSelection { .range(start: nil, end: end(through: upperBound)) }
}

/// The place after `last`; `nil`, the tensor's end, after -1, which is the last place.
private func end(through last: Int) -> Int? { last == -1 || last == .max ? nil : last + 1 }

extension StrideTo: TensorIndex where Element == Int {
    public var selection: TensorSelection { .steps(self) }
}

extension StrideThrough: TensorIndex where Element == Int {
    public var selection: TensorSelection { .steps(self) }
}

extension Array: TensorIndex where Element == Int {
    public var selection: TensorSelection { .places(self) }
}

/// A tensor of `bool` is a mask, one of whole numbers a list of places.
extension Tensor: TensorIndex {
    public var selection: TensorSelection { elementType == .bool ? .mask(self) : .places(scalars(as: Int.self)) }
}

/// What has no Swift type of its own: `.newAxis`, `.remaining` and `.slice`.
public struct AxisIndex: TensorIndex {
    /// What is taken along the axis.
    public let selection: TensorSelection
}

extension TensorIndex where Self == AxisIndex {
    /// An axis of size 1.
    public static var newAxis: AxisIndex { AxisIndex(selection: .newAxis) }

    /// All axes that no other index speaks of.
    public static var remaining: AxisIndex { AxisIndex(selection: .remaining) }

    /// NumPy's `start:end:step`. Unlike in Swift's ranges, the end may count from the tensor's end whatever the start is, and
    /// a negative step goes backwards.
    public static func slice(_ start: Int? = nil, _ end: Int? = nil, step: Int = 1) -> AxisIndex {
        AxisIndex(selection: .range(start: start, end: end, step: step))
    }
}
