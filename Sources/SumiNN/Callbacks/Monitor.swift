/// What early stopping and its like watch: a log's name, and which way is better.
public struct Monitor: Hashable, Sendable {
    /// Which way is better. `auto`: down for a loss or an error, up for an accuracy, as the metric itself says.
    public enum Mode: String, Hashable, Sendable {
        /// As loss or metric says, down, or up.
        case auto, min, max
    }

    package let name: String
    let minDelta: Double
    private let mode: Mode
    private var prefersSmall: Bool?

    package init(_ name: String, mode: Mode, minDelta: Double) {
        self.name = name
        self.mode = mode
        self.minDelta = abs(minDelta)
    }

    /// Finds out which way is better.
    ///
    /// - Throws: ``ModelError`` where neither mode nor metric tells.
    package mutating func resolve(for model: Model, callback: String) throws {
        guard prefersSmall == nil else { return }
        switch mode {
        case .min: prefersSmall = true
        case .max: prefersSmall = false
        case .auto:
            let metric = name.hasPrefix("val_") ? String(name.dropFirst(4)) : name
            guard let isSmall = metric == "loss" ? true : model.prefersSmall(metric: metric) else {
                throw ModelError(
                    "\(callback) watches \"\(name)\" and cannot tell whether more or less of it is better: "
                        + "pass `mode: .max` or `mode: .min`")
            }
            prefersSmall = isSmall
        }
    }

    /// Whether `value` is better than `reference` by more than the least change that counts.
    package func isImprovement(_ value: Double, over reference: Double?) -> Bool {
        guard let reference else { return true }
        return prefersSmall ?? true ? value + minDelta < reference : value - minDelta > reference
    }
}
