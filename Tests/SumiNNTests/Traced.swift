import Sumi

/// What the reference engine makes of a traced formula.
enum Traced {
    /// The outputs of `body`, which traces them of constants.
    static func values(_ body: (Trace) throws -> [TracedTensor]) throws -> [[Double]] {
        let trace = Trace()
        let graph = try trace.graph(outputs: body(trace))
        let engine = ReferenceEngine()
        return try engine.compile(graph, state: engine.makeState()).run([]).map(\.doubles)
    }

    /// The message of the trace's first error; `nil` where there is none.
    static func failure(_ body: (Trace) throws -> TracedTensor) rethrows -> String? {
        let trace = Trace()
        _ = try body(trace)
        return trace.failure?.description
    }

    /// What `body` throws, as text.
    static func error(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return "\(error)" }
    }
}

extension Trace {
    /// A float32 constant.
    func floats(_ values: [Double], _ shape: Shape) -> TracedTensor {
        constant(Tensor(shape: shape, doubles: values, elementType: .float32))
    }
}
