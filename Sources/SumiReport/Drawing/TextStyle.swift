/// How text is set.
struct TextStyle: Hashable, Sendable {
    var size = 10.0
    var isBold = false
    var isMonospaced = false

    static let title = TextStyle(size: 13, isBold: true)
    static let label = TextStyle(size: 11)
    static let tick = TextStyle(size: 9.5)
    static let caption = TextStyle(size: 9)

    /// How high a capital letter stands over its line.
    var capHeight: Double { size * 0.73 }
}

/// Which part of a text lies at the given place.
enum TextAnchor { case start, middle, end }

/// Which height of a text lies at the given place.
enum TextBaseline { case letters, middle, top }
