/// What one element of a tensor is.
public enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// What engines compute in, whole numbers with and without a sign, and true or false.
    case float32, int32, uint8, uint32, bool
    /// On the host and in the reference engine only: no engine computes in it.
    case float64
    /// Storage of files; converted to `float32` before anything is computed.
    case float16, bfloat16

    /// Bytes one element takes.
    public var size: Int {
        switch self {
        case .bool, .uint8: 1
        case .float16, .bfloat16: 2
        case .float32, .int32, .uint32: 4
        case .float64: 8
        }
    }

    /// Whether elements have digits behind the point.
    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float64, .float16, .bfloat16: true
        case .int32, .uint8, .uint32, .bool: false
        }
    }
}
