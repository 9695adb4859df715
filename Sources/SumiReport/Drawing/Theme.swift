/// What a chart is drawn with besides its data.
public struct Theme: Hashable, Sendable {
    /// What is behind everything.
    public var background: Color
    /// Text and frames.
    public var ink: Color
    /// Ticks, captions, what stands back.
    public var mutedInk: Color
    /// Lines of a grid.
    public var grid: Color
    /// Series of data, in order.
    public var series: [Color]
    /// What is right.
    public var right: Color
    /// What is wrong.
    public var wrong: Color

    /// Black on white, for paper.
    public static let light = Theme(
        background: .white, ink: Color(0x1A1A1A), mutedInk: Color(0x5B5F66), grid: Color(0xE2E5E9),
        series: [
            0x1F6FB4, 0xE0701A, 0x2A9D4E, 0xC93A3A, 0x7F5FB5, 0x8A5A44, 0xD070B0, 0x1AA3B0, 0xA89B1E, 0x4A5568,
        ].map { Color($0) },
        right: Color(0x1D7A3A), wrong: Color(0xC62828))

    /// Light on dark, for screens.
    public static let dark = Theme(
        background: Color(0x171A1F), ink: Color(0xE8EAED), mutedInk: Color(0xA4ABB5), grid: Color(0x30353D),
        series: [
            0x5AA9EE, 0xF2995A, 0x5CC47C, 0xEC7272, 0xA98BE0, 0xC08F76, 0xE49ACB, 0x4EC7D3, 0xD8CC55, 0xB8C2D0,
        ].map { Color($0) },
        right: Color(0x69CC87), wrong: Color(0xFF7B72))

    func series(_ index: Int) -> Color {
        series.isEmpty ? ink : series[index % series.count]
    }
}
