import SumiGraph

/// The variables of one model on one engine, and which of its weights' values they hold.
package final class ModelState {
    package let engine: any Engine
    package let variables: any EngineState
    /// For each weight by name, the version of its value that lies here.
    package var versions: [String: Int] = [:]

    package init(_ engine: any Engine) {
        self.engine = engine
        variables = engine.makeState()
    }
}
