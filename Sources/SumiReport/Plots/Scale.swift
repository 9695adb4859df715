import SumiNN

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One axis: which numbers it spans, and where its ticks are.
package struct Scale: Hashable, Sendable {
    package struct Tick: Hashable, Sendable {
        package var value: Double
        package var label: String
    }

    package var lower: Double
    package var upper: Double
    package var isLogarithmic = false
    package private(set) var ticks: [Tick] = []

    /// A scale over `values`, widened a little unless `isTight`, with about `count` ticks at round numbers.
    package init(
        _ values: [Double], count: Int = 5, isTight: Bool = false, isWhole: Bool = false, isLogarithmic: Bool = false
    ) {
        let finite = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
        var (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
        self.isLogarithmic = isLogarithmic && low > 0
        if self.isLogarithmic { (low, high) = (log10(low), log10(high)) }
        if !(high - low > max(abs(low), abs(high)) * 1e-12) {
            let half = self.isLogarithmic || isWhole ? 0.5 : max(abs(low) * 0.1, 0.05)
            (low, high) = (low - half, high + half)
        } else if !isTight {
            let margin = (high - low) * 0.05
            (low, high) = (low - margin, high + margin)
        }
        (lower, upper) = (low, high)
        ticks = self.isLogarithmic ? Self.decades(low, high) : Self.round(low, high, count: count, isWhole: isWhole)
    }

    /// Where a number lies, 0 at the lower end and 1 at the upper.
    package func place(_ value: Double) -> Double {
        let value = isLogarithmic ? (value > 0 ? log10(value) : lower) : value
        return (value - lower) / (upper - lower)
    }

    /// Steps of 1, 2, 2.5 or 5 times a power of ten.
    private static func round(_ low: Double, _ high: Double, count: Int, isWhole: Bool) -> [Tick] {
        let rough = (high - low) / Double(max(count, 1))
        let power = pow(10, floor(log10(rough)))
        var step = [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        if isWhole { step = max(1, step.rounded(.up)) }
        guard step > 0, step.isFinite, abs(low / step) < 1e9 else { return [] }
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard first <= last, last - first < 100 else { return [] }
        let values = stride(from: first, through: last, by: 1).map { $0 * step }
        let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
        let needsMore =
            !isWhole && values.contains { abs($0 * pow(10, Double(decimals))).remainder(dividingBy: 1) > 1e-6 }
        return values.map { Tick(value: $0, label: label($0, decimals: decimals + (needsMore ? 1 : 0))) }
    }

    private static func label(_ value: Double, decimals: Int) -> String {
        if value == 0 { return "0" }
        if value < 0 { return "−" + label(-value, decimals: decimals) }
        if abs(value) >= 1e6 || decimals > 5 { return formatted(value, "%.3g") }
        return formatted(value, "%.\(decimals)f")
    }

    /// Powers of ten; 2 and 5 times them where there are few.
    private static func decades(_ low: Double, _ high: Double) -> [Tick] {
        let factors: [Double] = high - low < 1.2 ? [1, 2, 5] : high - low < 2.5 ? [1, 3] : [1]
        var ticks: [Tick] = []
        for power in stride(from: low.rounded(.down), through: high, by: 1) {
            for value in factors.map({ $0 * pow(10, power) }) {
                let place = log10(value)
                guard place >= low - 1e-9, place <= high + 1e-9 else { continue }
                let isPlain = value >= 0.001 && value < 10_000
                ticks.append(Tick(value: value, label: isPlain ? formatted(value, "%g") : short(value)))
            }
        }
        return ticks
    }

    /// `1e-05` as `1e-5`.
    private static func short(_ value: Double) -> String {
        formatted(value, "%.0e").replacing("e-0", with: "e-").replacing("e+0", with: "e")
    }
}
