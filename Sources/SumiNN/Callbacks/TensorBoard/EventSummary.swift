/// Values of one step, as TensorBoard shows them.
struct EventSummary {
    private(set) var message = ProtobufMessage()
    private(set) var isEmpty = true

    mutating func addScalar(_ tag: String, _ value: Double) {
        var entry = ProtobufMessage()
        entry.add(1, tag)
        entry.add(2, Float(value))
        message.add(1, entry)
        isEmpty = false
    }

    /// Numbers in 30 equal ranges, as Keras' summaries have them; those that are not finite are left out.
    mutating func addHistogram(_ tag: String, _ values: [Double]) {
        let values = values.filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else { return }
        let count = high > low ? 30 : 1
        var counts = [Double](repeating: 0, count: count)
        let step = (high - low) / Double(count)
        for value in values { counts[step > 0 ? min(Int((value - low) / step), count - 1) : 0] += 1 }
        // Where each range ends; the first begins at the smallest number.
        let limits = (1...count).map { $0 == count ? high : low + Double($0) * step }
        var histogram = ProtobufMessage()
        histogram.add(1, low)
        histogram.add(2, high)
        histogram.add(3, Double(values.count))
        histogram.add(4, values.reduce(0, +))
        histogram.add(5, values.reduce(0) { $0 + $1 * $1 })
        histogram.add(6, limits)
        histogram.add(7, counts)
        var entry = ProtobufMessage()
        entry.add(1, tag)
        entry.add(5, histogram)
        message.add(1, entry)
        isEmpty = false
    }
}
