/// What a step makes of a weight before others read it: each is kept until the weight changes.
enum DerivedLayout: Hashable {
    /// The elements as they are: of a value that is computed from weights.
    case plain(bytes: Int)
    /// The elements in the order of the products.
    case packed(PackLayout)
    /// The kernel's values at Winograd's points.
    case winograd(WinogradKernelLayout)

    var bytes: Int {
        switch self {
        case .plain(let bytes): bytes
        case .packed(let layout): layout.bytes
        case .winograd(let layout): layout.bytes
        }
    }
}
