import SumiNN

/// Ends a test where the program is asked to end.
final class Interrupter: Callback {
    private let end: () throws -> Void

    init(_ end: @escaping () throws -> Void) { self.end = end }

    func onTestBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
        if Interruption.isRequested { try end() }
    }
}
