/// What the dashboard shows at one moment.
package struct DashboardState {
    struct Sample {
        /// In epochs: 1.5 is the middle of the second.
        var x: Double
        var y: Double
    }

    package var name = ""
    /// The present epoch, counted from 0.
    package var epoch = 0
    package var epochs = 1
    /// Batches of the epoch that are done.
    package var batch = 0
    package var steps = 1
    package var isValidating = false
    /// Seconds since training began.
    package var elapsed = 0.0
    /// Seconds to go, if they can be told.
    package var remaining: Double?
    package var imagesPerSecond: Double?
    /// Bytes of memory in use, if the system tells.
    package var memory: Int?
    package var learningRate: Double?
    /// The latest value of each log, in order.
    package var latest: [(name: String, value: Double)] = []
    /// Values of each log over time.
    private(set) var curves: [String: [Sample]] = [:]

    package init() {}

    /// Notes values; within an epoch they take the place of the epoch's earlier ones once there are many.
    package mutating func note(_ logs: [(name: String, value: Double)], at x: Double) {
        for (name, value) in logs {
            if let index = latest.firstIndex(where: { $0.name == name }) {
                latest[index].value = value
            } else {
                latest.append((name, value))
            }
            guard value.isFinite else { continue }
            curves[name, default: []].append(Sample(x: x, y: value))
            // Every other sample goes where there are more than any terminal shows.
            if let samples = curves[name], samples.count > 2000 {
                curves[name] = samples.enumerated().filter { $0.offset % 2 == 0 || $0.offset > 1900 }.map(\.element)
            }
        }
    }
}
