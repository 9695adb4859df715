import SumiTensor

/// Something that runs graphs. An engine knows operations, and nothing of layers.
public protocol Engine: Sendable {
    /// For reports: what runs, and how.
    var name: String { get }

    /// An empty state.
    func makeState() -> any EngineState

    /// Makes `graph` ready to run on `state`, which must hold every variable that the graph names, with its type.
    ///
    /// - Throws: ``EngineError``.
    func compile(_ graph: Graph, state: any EngineState) throws -> any Program

    /// A state with the variables of `state`, for programs that read them and change none.
    ///
    /// Programs on different readers may run at the same time, each on its own thread: a reader has its own memory for
    /// what a run works in. Nothing may be written to `state` from then on.
    /// - Throws: ``EngineError``.
    func makeReader(of state: any EngineState) throws -> any EngineState
}

extension Engine {
    /// Copies the variables. Engines that can share them do so.
    public func makeReader(of state: any EngineState) throws -> any EngineState {
        let reader = makeState()
        for variable in state.variables { try reader.write(variable.name, try state.read(variable.name)) }
        return reader
    }
}

/// The variables that programs of one engine read and change: weights, optimizer slots, moving statistics, metric sums.
public protocol EngineState: AnyObject {
    /// Adds a variable, or gives one that is there a new value of the same type.
    func write(_ name: String, _ value: Tensor) throws
    /// The variable's present value.
    func read(_ name: String) throws -> Tensor
    /// The names of all variables with their types.
    var variables: [Parameter] { get }
    /// Takes a variable away; programs that read it cannot run any more.
    func remove(_ name: String)
}

/// One input of a run.
public enum ProgramInput {
    /// A whole tensor.
    case tensor(Tensor)
    /// The rows `indices` of a larger tensor, gathered by the engine: a batch of a data set.
    case rows(Tensor, indices: ArraySlice<Int>)
}

/// A graph, ready to run.
public protocol Program: AnyObject {
    /// Runs once: reads the state, returns the outputs, stores the updates.
    ///
    /// - Parameter inputs: one for each of the graph's inputs, in order. An input that the graph declares as `float32`
    ///   may be given in any element type.
    /// - Throws: ``EngineError`` where an input does not fit.
    func run(_ inputs: [ProgramInput]) throws -> [Tensor]
}

/// What an engine cannot do with what it was given.
public struct EngineError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public var description: String

    /// An error that says what is wrong.
    public init(_ description: String) { self.description = description }
}
