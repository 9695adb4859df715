import SumiGraph
import Synchronization

/// The engine of models that were given none.
///
/// This module imports no engine. The product `Sumi` registers one when the program starts.
public enum DefaultEngine {
    private static let provider = Mutex<(@Sendable () throws -> any Engine)?>(nil)

    /// Sets what makes the engine of every model that is given none from now on.
    public static func register(_ make: @escaping @Sendable () throws -> any Engine) {
        provider.withLock { $0 = make }
    }

    package static func make() throws -> any Engine {
        guard let make = provider.withLock({ $0 }) else {
            throw ModelError(
                "no engine is there to run the model: import Sumi, or set `model.engine`, for example to "
                    + "ReferenceEngine()")
        }
        return try make()
    }
}
