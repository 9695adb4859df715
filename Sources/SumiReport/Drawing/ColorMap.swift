/// Colours for numbers from 0 to 1.
public struct ColorMap: Hashable, Sendable {
    private let stops: [Color]

    /// A map through these colours, at equal distances.
    ///
    /// - Parameter stops: two or more; a single one, or none, makes a map of one colour.
    public init(_ stops: [Color]) { self.stops = stops.isEmpty ? [.black] : stops }

    private init(_ digits: [UInt32]) { self.init(digits.map { Color($0) }) }

    /// White to dark blue.
    public static let blues = ColorMap([
        0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B,
    ])
    /// White to dark green.
    public static let greens = ColorMap([
        0xF7FCF5, 0xE5F5E0, 0xC7E9C0, 0xA1D99B, 0x74C476, 0x41AB5D, 0x238B45, 0x006D2C, 0x00441B,
    ])
    /// White to brown.
    public static let oranges = ColorMap([
        0xFFF5EB, 0xFEE6CE, 0xFDD0A2, 0xFDAE6B, 0xFD8D3C, 0xF16913, 0xD94801, 0xA63603, 0x7F2704,
    ])
    /// White to dark red.
    public static let reds = ColorMap([
        0xFFF5F0, 0xFEE0D2, 0xFCBBA1, 0xFC9272, 0xFB6A4A, 0xEF3B2C, 0xCB181D, 0xA50F15, 0x67000D,
    ])
    /// White to black.
    public static let greys = ColorMap([0xFFFFFF, 0x000000])
    /// Black to white.
    public static let gray = ColorMap([0x000000, 0xFFFFFF])
    /// Dark violet through green to yellow, equally far apart for the eye.
    public static let viridis = ColorMap([
        0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725,
    ])
    /// Blue through white to red, for numbers of both signs.
    public static let blueRed = ColorMap([
        0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F,
    ])
    /// Blue, green, yellow, red: for what is laid over images.
    public static let heat = ColorMap([
        0x30123B, 0x4145AB, 0x4675ED, 0x39A2FC, 0x1BCFD4, 0x24ECA6, 0x61FC6C, 0xA4FC3B, 0xD1E834, 0xF3C63A, 0xFE9B2D,
        0xF36315, 0xD93806, 0xB11901, 0x7A0402,
    ])

    /// The maps by name, as commands know them.
    public static let named: [(name: String, map: ColorMap)] = [
        ("blues", blues), ("greens", greens), ("oranges", oranges), ("reds", reds), ("greys", greys), ("gray", gray),
        ("viridis", viridis), ("blue-red", blueRed), ("heat", heat),
    ]

    /// The colour of a number; numbers outside of 0 to 1 have that of the nearest end.
    public func color(_ value: Double) -> Color {
        let place = (value.isNaN ? 0 : min(max(value, 0), 1)) * Double(stops.count - 1)
        let index = min(Int(place), max(stops.count - 2, 0))
        guard index + 1 < stops.count else { return stops[index] }
        return stops[index].mixed(with: stops[index + 1], place - Double(index))
    }

    /// Whether larger numbers are darker, as in a map from white.
    var darkens: Bool { color(1).luminance < color(0).luminance }
}
