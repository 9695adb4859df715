/// Elements as texts of one width, so that columns are aligned, in the form NumPy prints them.
enum ElementText {
    /// Decimal places printed at most.
    private static let places = 8

    static func texts(_ tensor: Tensor) -> [String] {
        switch tensor.storage {
        case .bool(let values): aligned(values.map(String.init))
        case .uint8(let values): aligned(values.map(String.init))
        case .int32(let values): aligned(values.map(String.init))
        case .uint32(let values): aligned(values.map(String.init))
        case .float64(let values): floats(values, values.map(\.description))
        case .float32, .float16, .bfloat16: floats(tensor.doubles, tensor.floats.map(\.description))
        }
    }

    private static func aligned(_ texts: [String]) -> [String] {
        let width = texts.map(\.count).max() ?? 0
        return texts.map { spaces(width - $0.count) + $0 }
    }

    private static func floats(_ values: [Double], _ texts: [String]) -> [String] {
        let numbers = zip(values, texts).map { $0.isFinite ? DecimalDigits($1) : nil }
        let sizes = values.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
        let (smallest, largest) = (sizes.min() ?? 1, sizes.max() ?? 1)
        // NumPy's rule for when one exponent for each number reads better.
        let isScientific = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000
        let finite = numbers.compactMap { $0 }
        let formatted = isScientific ? scientific(finite) : positional(finite)
        var next = formatted.makeIterator()
        return aligned(
            zip(values, numbers).map { value, number in
                number == nil ? (value.isNaN ? "nan" : value < 0 ? "-inf" : "inf") : next.next() ?? ""
            })
    }

    /// Points below each other, zeros at the end left out.
    private static func positional(_ numbers: [DecimalDigits]) -> [String] {
        let parts = numbers.map { $0.positional(places: places) }
        let before = parts.map(\.whole.count).max() ?? 0
        let after = parts.map(\.fraction.count).max() ?? 0
        return parts.map { whole, fraction in
            spaces(before - whole.count) + whole + "." + fraction + spaces(after - fraction.count)
        }
    }

    private static func scientific(_ numbers: [DecimalDigits]) -> [String] {
        let parts = numbers.map { $0.scientific(places: places) }
        let after = parts.map(\.fraction.count).max() ?? 0
        return parts.map { whole, fraction, exponent in
            let zeros = String(repeating: "0", count: after - fraction.count)
            return "\(whole).\(fraction)\(zeros)e\(exponent)"
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: Swift.max(count, 0)) }
}
