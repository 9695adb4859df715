/// Names and values that a callback is given: loss and metrics so far, in Keras' order.
///
/// The values of a batch are fetched from the engine when they are first asked for, so that training does not wait
/// for numbers that nobody looks at. A callback may add values of its own to an epoch's logs; callbacks after it, the
/// history among them, see them.
public final class Logs {
    private var fetch: (() throws -> [(name: String, value: Double)])?
    private var known: [(name: String, value: Double)] = []

    /// Logs of these values.
    public init(_ values: [(name: String, value: Double)] = []) { known = values }

    package init(fetch: @escaping () throws -> [(name: String, value: Double)]) { self.fetch = fetch }

    /// All names with their values, in order.
    public var values: [(name: String, value: Double)] {
        resolve()
        return known
    }

    /// The names, in order.
    public var names: [String] { values.map(\.name) }

    /// The value of this name. A callback that sets one adds to the logs, or replaces; `nil` takes it away.
    public subscript(name: String) -> Double? {
        get { values.first { $0.name == name }?.value }
        set {
            resolve()
            let index = known.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): known[index].value = value
            case (let index?, nil): known.remove(at: index)
            case (nil, let value?): known.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Fetches the values if they are not here yet; afterwards the logs stand on their own.
    package func resolve() {
        guard let fetch else { return }
        self.fetch = nil
        // A failure of the engine is told by the step itself.
        known = (try? fetch()) ?? []
    }
}
