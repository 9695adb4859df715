/// Keras' progress bar: count, bar, remaining or elapsed time, time per step, values.
///
/// On a terminal the line is drawn over at most every 0.05 s. Elsewhere nothing is printed but the finished line,
/// without colours. Source: Keras 3.15, `keras/src/utils/progbar.py`.
package struct ProgressBar {
    private let target: Int
    private let verbose: Int
    private let console: Console
    private let width = 20
    private let interval = 0.05
    /// Seconds from some fixed time.
    private let clock: () -> Double

    private let start: Double
    private var lastUpdate = -Double.infinity
    private var afterFirstStep: Double?
    /// The number of the first step: more than 1 where training goes on within an epoch.
    private var firstStep = 1
    private var drawnWidth = 0
    private var names: [String] = []
    private var values: [String: Double] = [:]

    package init(
        target: Int, verbose: Int, console: Console, clock: @escaping () -> Double = ProgressBar.now
    ) {
        self.target = target
        self.verbose = verbose
        self.console = console
        self.clock = clock
        start = clock()
    }

    /// Seconds of a clock that never goes back.
    package static func now() -> Double {
        let time = ContinuousClock.now - epoch
        return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
    private static let epoch = ContinuousClock.now

    /// Whether a line is begun and not ended.
    package var isUnfinished: Bool { drawnWidth > 0 && console.isTerminal }

    /// Whether a bar would be drawn now: asking for values is only worth its time then.
    ///
    /// Notes the time of the first step, which is left out of the time per step.
    package mutating func isDue(_ current: Int) -> Bool {
        let now = clock()
        noteFirst(current, now)
        return verbose == 1 && console.isTerminal && now - lastUpdate >= interval
    }

    /// Draws the bar after step `current`, counted from 1.
    package mutating func update(_ current: Int, _ logs: [(name: String, value: Double)], isFinal: Bool) {
        for (name, value) in logs {
            if values[name] == nil { names.append(name) }
            values[name] = value
        }
        let now = clock()
        let step = stepTime(current, now)
        noteFirst(current, now)
        if verbose == 1 {
            if !isFinal, !console.isTerminal || now - lastUpdate < interval { return }
            drawBar(current, now, step, isFinal)
        } else if verbose == 2, isFinal {
            let count = formatted("\(current)", width: "\(target)".count)
            let seconds = formatted(now - start, "%.0f")
            console.write("\(count)/\(target) - \(seconds)s -\(Self.text(stepTime: step))\(valueTexts())\n")
        }
        lastUpdate = now
    }

    private mutating func noteFirst(_ current: Int, _ now: Double) {
        guard afterFirstStep == nil else { return }
        afterFirstStep = now
        firstStep = current
    }

    private mutating func drawBar(_ current: Int, _ now: Double, _ step: Double, _ isFinal: Bool) {
        let count = "\(formatted("\(current)", width: "\(target)".count))/\(target)"
        let share = target > 0 ? min(max(Double(current) / Double(target), 0), 1) : 1
        let filled = Int(Double(width) * share)
        let time =
            isFinal ? formatted(now - start, "%.0f") + "s" : Self.text(remaining: step * Double(target - current))
        let tail = Self.text(stepTime: step) + valueTexts()
        let total = count.count + width + time.count + tail.count + 2
        var line = bold(count) + " "
        if filled > 0 { line += paint(String(repeating: "━", count: filled), "32") }
        line += paint(String(repeating: console.usesColors ? "━" : "─", count: width - filled), "37")
        line += " " + bold(time) + tail
        if console.isTerminal {
            line = String(repeating: "\u{8}", count: drawnWidth) + "\r" + line
            if drawnWidth > total { line += String(repeating: " ", count: drawnWidth - total) }
        }
        drawnWidth = total
        console.write(isFinal ? line + "\n" : line)
    }

    private func bold(_ text: String) -> String { paint(text, "1") }

    private func paint(_ text: String, _ code: String) -> String {
        console.usesColors ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private func formatted(_ text: String, width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private func formatted(_ value: Double, _ format: String) -> String { SumiNN.formatted(value, format) }

    /// Seconds for a step, the first one left out: it is never like the others.
    private func stepTime(_ current: Int, _ now: Double) -> Double {
        guard current > 0 else { return 0 }
        if let afterFirstStep, current > firstStep { return (now - afterFirstStep) / Double(current - firstStep) }
        return (now - start) / Double(current)
    }

    private static func text(stepTime: Double) -> String {
        if stepTime >= 1 || stepTime == 0 { return " \(SumiNN.formatted(stepTime, "%.0f"))s/step" }
        if stepTime >= 1e-3 { return " \(SumiNN.formatted(stepTime * 1e3, "%.0f"))ms/step" }
        return " \(SumiNN.formatted(stepTime * 1e6, "%.0f"))us/step"
    }

    private static func text(remaining: Double) -> String {
        let seconds = Int(min(max(remaining, 0), 1e9))
        func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if remaining > 3600 { return "\(seconds / 3600):\(padded(seconds % 3600 / 60)):\(padded(seconds % 60))" }
        if remaining > 60 { return "\(seconds / 60):\(padded(seconds % 60))" }
        return "\(seconds)s"
    }

    /// ` - name: value` for each; verbose 2 does not take the size of a negative value, as Keras does not.
    private func valueTexts() -> String {
        names.map { name in
            let value = values[name] ?? 0
            let isLarge = (verbose == 2 ? value : abs(value)) > 1e-3
            return " - \(name): \(formatted(value, isLarge ? "%.4f" : "%.4e"))"
        }.joined()
    }
}
