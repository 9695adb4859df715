/// A colour: red, green and blue in 0 to 1.
public struct Color: Hashable, Sendable {
    /// How much red, 0 to 1.
    public var red: Double
    /// How much green, 0 to 1.
    public var green: Double
    /// How much blue, 0 to 1.
    public var blue: Double

    /// A colour of so much red, green and blue, 0 to 1.
    public init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// A colour by its digits: `Color(0x1F77B4)`.
    public init(_ digits: UInt32) {
        self.init(
            red: Double(digits >> 16 & 255) / 255, green: Double(digits >> 8 & 255) / 255,
            blue: Double(digits & 255) / 255)
    }

    static let white = Color(0xFFFFFF)
    static let black = Color(0x000000)

    /// A colour between this one and another.
    func mixed(with other: Color, _ share: Double) -> Color {
        func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
        return Color(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    }

    /// How bright it looks, in 0 to 1.
    var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    var bytes: [UInt8] { [red, green, blue].map { UInt8(min(max($0, 0), 1) * 255 + 0.5) } }
}
