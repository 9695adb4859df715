import SumiGraph
import SumiTensor

/// A function of tensors, written as a graph: traced once for each shape of its inputs, then run as one program.
///
/// Gradients are asked of the trace, with respect to anything:
///
/// ```swift
/// let slope = TracedFunction { x in
///     let y = (x[0] * x[0]).sum()
///     return y.trace.gradients(of: [y], withRespectTo: [x[0]])
/// }
/// let dx = try slope(Tensor([1.0, 2.0, 3.0]))[0]  // 2, 4, 6
/// ```
public final class TracedFunction {
    private let body: ([TracedTensor]) throws -> [TracedTensor]
    private let engine: (any Engine)?
    private var programs: [(types: [TensorType], program: any Program)] = []

    /// - Parameter engine: what it is computed with; the default engine where it is `nil`.
    public init(engine: (any Engine)? = nil, _ body: @escaping ([TracedTensor]) throws -> [TracedTensor]) {
        self.engine = engine
        self.body = body
    }

    /// Computes the function.
    ///
    /// - Throws: `TraceError` where the text does not fit the inputs.
    public func callAsFunction(_ inputs: Tensor...) throws -> [Tensor] { try self(inputs) }

    /// Computes the function of a list of inputs.
    public func callAsFunction(_ inputs: [Tensor]) throws -> [Tensor] {
        let types = inputs.map { TensorType($0.shape, $0.elementType) }
        if let found = programs.first(where: { $0.types == types }) {
            return try found.program.run(inputs.map { .tensor($0) })
        }
        let trace = Trace()
        let traced = types.enumerated().map { index, type in
            let isKept = [.int32, .uint32, .bool].contains(type.elementType)
            return trace.input("x\(index)", TensorType(type.shape, isKept ? type.elementType : .float32))
        }
        let graph = try trace.graph(outputs: try body(traced)).simplified()
        let engine = try engine ?? DefaultEngine.make()
        let program = try engine.compile(graph, state: engine.makeState())
        if programs.count >= 8 { programs.removeFirst() }
        programs.append((types, program))
        return try program.run(inputs.map { .tensor($0) })
    }
}
