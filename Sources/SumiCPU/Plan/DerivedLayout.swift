/// What a step makes of a weight before products read it: each is kept until the weight changes.
enum DerivedLayout: Hashable {
    /// The elements in the order of the products.
    case packed(PackLayout)
    /// The kernel's values at Winograd's points.
    case winograd(WinogradKernelLayout)

    var bytes: Int {
        switch self {
        case .packed(let layout): layout.bytes
        case .winograd(let layout): layout.bytes
        }
    }
}
