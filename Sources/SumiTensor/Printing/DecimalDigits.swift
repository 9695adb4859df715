/// A finite number as the shortest decimal digits that tell it from its neighbours: 0.d₁d₂d₃… · 10^exponent.
struct DecimalDigits {
    private(set) var isNegative: Bool
    private(set) var digits: [UInt8]
    private(set) var exponent: Int

    /// From what Swift prints for a finite `Float` or `Double`, which is the shortest text that reads back the same.
    init(_ text: String) {
        isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0].utf8.map { $0 - 48 }
        digits = whole + (mantissa.count > 1 ? mantissa[1].utf8.map { $0 - 48 } : [])
        exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        exponent = digits.isEmpty ? 1 : exponent - zeros
        trim()
    }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
    }

    /// Rounded to `count` digits, a half upwards.
    private mutating func round(toDigits count: Int) {
        guard count < digits.count else { return }
        let isUp = count >= 0 && digits[count] >= 5
        digits.removeSubrange(max(count, 0)...)
        if isUp {
            var place = digits.count - 1
            while place >= 0, digits[place] == 9 {
                digits[place] = 0
                place -= 1
            }
            if place >= 0 {
                digits[place] += 1
            } else {
                digits.insert(1, at: 0)
                exponent += 1
            }
        }
        trim()
        if digits.isEmpty { exponent = 1 }
    }

    /// Before and after the decimal point, with at most `places` decimal places and no zeros at the end.
    func positional(places: Int) -> (whole: String, fraction: String) {
        var rounded = self
        rounded.round(toDigits: exponent + places)
        let (digits, exponent) = (rounded.digits, rounded.exponent)
        let text = digits.map { Character(UnicodeScalar($0 + 48)) }
        let whole = exponent <= 0 ? "0" : String(text.prefix(exponent)) + zeros(max(exponent - text.count, 0))
        let fraction = digits.isEmpty ? "" : zeros(max(-exponent, 0)) + String(text.dropFirst(max(exponent, 0)))
        return ((isNegative ? "-" : "") + (digits.isEmpty ? "0" : whole), fraction)
    }

    /// The digit before the point, those after it (at most `places`), and the exponent of ten.
    func scientific(places: Int) -> (whole: String, fraction: String, exponent: String) {
        var rounded = self
        rounded.round(toDigits: places + 1)
        let text = rounded.digits.map { Character(UnicodeScalar($0 + 48)) }
        let power = rounded.digits.isEmpty ? 0 : rounded.exponent - 1
        let size = String(power.magnitude)
        return (
            (isNegative ? "-" : "") + (text.first.map(String.init) ?? "0"), String(text.dropFirst()),
            (power < 0 ? "-" : "+") + zeros(2 - size.count) + size
        )
    }

    private func zeros(_ count: Int) -> String { String(repeating: "0", count: max(count, 0)) }
}
