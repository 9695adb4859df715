/// A point of a pen's path: x to the right and y downwards, the digit within 0...1.
struct PenPoint: Hashable {
    var x: Double
    var y: Double

    init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// One way of writing a digit: strokes, each a smooth curve through its points. A corner is where one stroke ends on the
/// point where the next begins.
struct DigitForm {
    var strokes: [[PenPoint]]
    /// How common it is among the forms of its digit.
    var share: Double

    init(_ share: Double, _ strokes: [[(Double, Double)]]) {
        self.share = share
        self.strokes = strokes.map { $0.map { PenPoint($0.0, $0.1) } }
    }
}

/// Several ways of writing each digit, by hand.
enum DigitStrokes {
    static let forms: [[DigitForm]] = [zero, one, two, three, four, five, six, seven, eight, nine]
}
