import SumiJSON

/// What `fit` returns: the values of every epoch.
///
/// `history["loss"]`, `history["val_accuracy"]` are lists with one value an epoch; `history.history` is all of them.
public final class History: Resumable {
    /// The numbers of the epochs, counted from 0.
    public private(set) var epoch: [Int] = []
    /// Each log's values, one an epoch that had it.
    public private(set) var history: [String: [Double]] = [:]
    /// The names in the order of the logs.
    public private(set) var names: [String] = []

    /// A callback; it has no settings.
    public init() {}

    /// The values of `name`; empty where there is no such log.
    public subscript(name: String) -> [Double] { history[name] ?? [] }

    public func onTrainBegin(logs: Logs, model: Model) {
        epoch = []
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) {
        self.epoch.append(epoch)
        for (name, value) in logs.values {
            if history[name] == nil { names.append(name) }
            history[name, default: []].append(value)
        }
    }

    public func resumeState() -> ResumeState {
        var values = JSONObject()
        for name in names { values[name] = .array(self[name].map { .number($0) }) }
        return ResumeState(["epoch": .array(epoch.map { .integer($0) }), "history": .object(values)])
    }

    public func resume(from state: ResumeState, model: Model) {
        epoch = state["epoch"]?.array?.compactMap(\.integer) ?? []
        names = []
        history = [:]
        for (name, values) in state["history"]?.object?.members ?? [] {
            names.append(name)
            history[name] = values.array?.compactMap(\.double) ?? []
        }
    }
}
