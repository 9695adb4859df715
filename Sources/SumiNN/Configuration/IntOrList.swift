/// A whole number, or one for each axis: `kernelSize: 3`, `kernelSize: [3, 5]`.
public protocol IntOrList: Sendable {
    /// The numbers; a single one where one was given.
    var list: [Int] { get }
}

extension Int: IntOrList {
    public var list: [Int] { [self] }
}

extension [Int]: IntOrList {
    public var list: [Int] { self }
}

extension IntOrList {
    /// One number for each of `count` axes: a single one counts for all.
    func repeated(_ count: Int) -> [Int] { list.count == 1 ? Array(repeating: list[0], count: count) : list }
}
