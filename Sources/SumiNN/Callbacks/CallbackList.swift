/// The callbacks of one run, called in order: the user's, then history, then progress bar.
package final class CallbackList {
    package let callbacks: [any Callback]
    private let model: Model

    package init(_ callbacks: [any Callback], history: History? = nil, parameters: CallbackParameters, model: Model) {
        var all = callbacks
        if let history, !callbacks.contains(where: { $0 is History }) { all.append(history) }
        let showsProgress = callbacks.contains { callback in
            callback is ProgbarLogger || callback is Dashboard && Dashboard.isShown(on: model.console)
        }
        if parameters.verbose != 0, !showsProgress { all.append(ProgbarLogger()) }
        self.callbacks = all
        self.model = model
        for callback in all { callback.setParameters(parameters) }
    }

    package func call(_ hook: (any Callback, Model) throws -> Void) throws {
        for callback in callbacks { try hook(callback, model) }
    }

    /// Calls a batch's hook with logs that are fetched when one of the callbacks asks, and not kept unless it does.
    package func callBatch(
        _ fetch: @escaping () throws -> [(name: String, value: Double)],
        _ hook: (any Callback, Logs, Model) throws -> Void
    ) throws {
        var logs = Logs(fetch: fetch)
        for callback in callbacks { try hook(callback, logs, model) }
        // Whoever keeps them must not see a later batch's values.
        if !isKnownUniquelyReferenced(&logs) { logs.resolve() }
    }
}
