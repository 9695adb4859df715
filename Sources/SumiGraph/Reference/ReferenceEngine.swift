import SumiTensor

/// The specification of all engines: plain loops in double precision, one short function for each operation.
///
/// Numbers declared as `float32` are computed as `Double` and not rounded in between; constants were rounded when they
/// were traced. Whole numbers wrap around at their 32 bits, `bool` is 0 or 1.
public struct ReferenceEngine: Engine {
    /// What floating-point values leave the engine as.
    public enum Precision: Sendable {
        /// The declared types.
        case single
        /// `float64`, for outputs and variables alike, so that derivatives can be checked by finite differences.
        case double
    }

    /// What values leave the engine as.
    public var precision: Precision

    /// An engine that computes in this precision.
    public init(precision: Precision = .single) { self.precision = precision }

    public var name: String { "reference" }

    public func makeState() -> any EngineState { ReferenceState(precision: precision) }

    public func compile(_ graph: Graph, state: any EngineState) throws -> any Program {
        guard let state = state as? ReferenceState else {
            throw EngineError("the reference engine runs on a state that it made itself")
        }
        try graph.check()
        try state.checkVariables(of: graph)
        return ReferenceProgram(graph, state: state, precision: precision)
    }
}
