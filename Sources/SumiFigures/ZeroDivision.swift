/// What a figure is where it would be 0 divided by 0: the precision of a class that was never predicted.
public enum ZeroDivision: Hashable, Sendable {
    /// 0, silently.
    case zero
    /// 1.
    case one
    /// Not a number; averages leave it out.
    case nan

    package var value: Double {
        switch self {
        case .zero: 0
        case .one: 1
        case .nan: .nan
        }
    }
}
