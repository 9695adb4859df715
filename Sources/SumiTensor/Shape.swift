/// The sizes of a tensor along each of its axes, outermost first.
///
/// A shape is only a description and may come from a file or a user's settings, so it can hold sizes
/// that no memory holds: ``count`` saturates instead of overflowing, and ``isValid`` tells.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// Sizes along the axes, outermost first. `[]` is a scalar.
    public let dimensions: [Int]

    /// A shape of these sizes.
    public init(_ dimensions: [Int]) { self.dimensions = dimensions }
    public init(arrayLiteral elements: Int...) { dimensions = elements }

    /// The largest size of one axis, and of a whole number in settings and files.
    public static let largestSize = Int(Int32.max)

    /// How many axes there are.
    public var rank: Int { dimensions.count }

    /// The number of elements, `Int.max` where the product does not fit.
    public var count: Int {
        var product = 1
        for size in dimensions {
            let (value, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { return dimensions.contains(0) ? 0 : .max }
            product = value
        }
        return product
    }

    /// Whether every size is in `0...largestSize` and the number of elements fits in memory addresses.
    public var isValid: Bool {
        dimensions.allSatisfy { $0 >= 0 && $0 <= Self.largestSize } && count <= Int.max >> 8
    }

    /// Elements to skip for a step along each axis in row-major order.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] &* dimensions[axis + 1]
        }
        return strides
    }

    /// `axis` counted from the front, or `nil` where there is none; negative axes count from the end.
    public func axis(_ axis: Int) -> Int? {
        let index = axis < 0 ? axis + rank : axis
        return index >= 0 && index < rank ? index : nil
    }

    public var description: String {
        "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
    }
}
