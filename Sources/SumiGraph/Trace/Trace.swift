import SumiTensor

/// Writes one graph, operation by operation.
///
/// A trace is used by one task, and ends in ``graph(outputs:)``.
public final class Trace {
    package private(set) var nodes: [Node] = []
    package private(set) var inputs: [Parameter] = []
    package private(set) var variables: [Parameter] = []
    private var variableIndices: [String: Int] = [:]
    /// The value each variable has now: its node, or what this step has given it.
    private var currentValues: [Int: TracedTensor] = [:]
    package private(set) var updatedVariables: [Int] = []

    /// The first error; once it is set nothing more is traced.
    public var failure: TraceError? { parent?.failure ?? ownFailure }
    /// Only the outermost trace keeps the error: what fails in a loop's body fails all around it.
    private var ownFailure: TraceError?
    /// The path of the layer that is traced now, for errors.
    public var place = ""

    /// What stands behind a softmax or sigmoid, by the activation's node.
    package var logits: [NodeID: TracedTensor] = [:]
    /// Which steps of a sequence count, by the sequence's node.
    package var masks: [NodeID: TracedTensor] = [:]
    /// Nodes whose readers should read another node, found while differentiating.
    package var replacements: [NodeID: NodeID] = [:]

    /// The trace around a loop's body, and what the body reads of it, in the order of the body's inputs.
    package let parent: Trace?
    package private(set) var captured: [TracedTensor] = []
    private var captureInputs: [NodeID: TracedTensor] = [:]

    /// A trace without operations.
    public init() { parent = nil }

    package init(bodyOf parent: Trace) {
        self.parent = parent
        place = parent.place
    }

    // MARK: Errors

    /// Marks the trace as failed, if it is not yet.
    public func fail(_ message: String) { keep(TraceError(place: place, message)) }

    private func keep(_ error: TraceError) {
        if let parent { return parent.keep(error) }
        if ownFailure == nil { ownFailure = error }
    }

    /// A value that stands for what could not be formed.
    package var failed: TracedTensor { TracedTensor(trace: self, id: TracedTensor.failedID, type: TensorType([])) }

    // MARK: Leaves

    /// A new input of the graph.
    public func input(_ name: String, _ type: TensorType) -> TracedTensor {
        guard failure == nil else { return failed }
        guard type.shape.isValid else {
            fail("input \"\(name)\" of shape \(type.shape) is too large")
            return failed
        }
        inputs.append(Parameter(name, type))
        return append(Node(.input(inputs.count - 1), [], type))
    }

    /// The present value of the variable `name`, declared here if it is new: what the last ``update(_:to:)`` of this
    /// step gave it, else what the engine's state holds.
    public func variable(_ name: String, _ type: TensorType) -> TracedTensor {
        guard failure == nil else { return failed }
        guard parent == nil else {
            fail("variable \"\(name)\" is declared inside a scan body; read it before the loop")
            return failed
        }
        guard type.shape.isValid else {
            fail("variable \"\(name)\" of shape \(type.shape) is too large")
            return failed
        }
        if let index = variableIndices[name], let value = currentValues[index] {
            guard value.type == type else {
                fail("variable \"\(name)\" is \(value.type) and is now asked for as \(type)")
                return failed
            }
            return value
        }
        let index = variables.count
        variables.append(Parameter(name, type))
        variableIndices[name] = index
        let value = append(Node(.variable(index), [], type))
        currentValues[index] = value
        return value
    }

    /// Gives a declared variable a new value, which is stored at the end of the step and read by what is traced later.
    public func update(_ name: String, to value: TracedTensor) {
        let value = local(value)
        guard failure == nil else { return }
        guard let index = variableIndices[name] else { return fail("there is no variable \"\(name)\" to update") }
        let expected = variables[index].type
        guard value.type == expected else {
            return fail("variable \"\(name)\" is \(expected) and cannot become \(value.type)")
        }
        if !updatedVariables.contains(index) { updatedVariables.append(index) }
        currentValues[index] = value
    }

    /// A constant, rounded to its element type.
    public func constant(_ value: Tensor) -> TracedTensor {
        append(.constant(value), [])
    }

    /// A scalar constant, rounded to `elementType`.
    public func constant(_ value: Double, _ elementType: ElementType = .float32) -> TracedTensor {
        constant(Tensor(shape: [], doubles: [value], elementType: elementType))
    }

    /// Zeros of this shape, as `float32`.
    public func zeros(_ type: TensorType) -> TracedTensor {
        constant(0, type.elementType).broadcast(to: type.shape)
    }

    /// Whole numbers 0, 1, … along `axis`.
    public func iota(_ type: TensorType, axis: Int) -> TracedTensor { append(.iota(type, axis: axis), []) }

    // MARK: Operations

    /// Appends an operation, or fails the trace where the operands do not fit it.
    package func append(_ operation: Operation, _ operands: [TracedTensor], hint: String? = nil) -> TracedTensor {
        guard failure == nil else { return failed }
        if let inner = operands.first(where: { $0.trace !== self && $0.trace.isInside(self) }) {
            return inner.trace.append(operation, operands, hint: hint)
        }
        let operands = operands.map(local)
        guard !operands.contains(where: \.isFailed) else { return failed }
        do throws(ShapeError) {
            let type = try operation.resultType(operands.map(\.type))
            return append(Node(operation, operands.map(\.id), type))
        } catch {
            fail(error.description + (hint.map { ". \($0)" } ?? ""))
            return failed
        }
    }

    /// Appends result `index` of a scan.
    package func result(_ index: Int, of scan: TracedTensor, type: TensorType) -> TracedTensor {
        guard failure == nil, !scan.isFailed else { return failed }
        return append(Node(.result(index), [scan.id], type))
    }

    private func append(_ node: Node) -> TracedTensor {
        nodes.append(node)
        return TracedTensor(trace: self, id: nodes.count - 1, type: node.type)
    }

    /// Appends a node of another trace, its operands replaced by those here.
    package func replay(_ node: Node, _ operands: [TracedTensor]) -> TracedTensor {
        let operands = operands.map(local)
        guard failure == nil, !operands.contains(where: \.isFailed) else { return failed }
        return append(Node(node.operation, operands.map(\.id), node.type))
    }

    /// The tensor of node `id`.
    package func tensor(_ id: NodeID) -> TracedTensor { TracedTensor(trace: self, id: id, type: nodes[id].type) }

    /// `tensor` as a value of this trace: a body captures what it reads from around it.
    package func local(_ tensor: TracedTensor) -> TracedTensor {
        if tensor.isFailed {
            // Of this trace it has failed already; of another one its reason becomes this one's.
            fail(tensor.trace.failure?.message ?? "a tensor is used here that could not be formed")
            return failed
        }
        if tensor.trace === self { return tensor }
        guard let parent else {
            fail("a tensor of another trace is used here; each model is traced on its own")
            return failed
        }
        let outer = parent.local(tensor)
        guard !outer.isFailed else { return failed }
        if case .constant(let value) = parent.nodes[outer.id].operation { return constant(value) }
        if let input = captureInputs[outer.id] { return input }
        let captureInput = input("captured \(captured.count)", outer.type)
        captured.append(outer)
        captureInputs[outer.id] = captureInput
        return captureInput
    }

    // MARK: The result

    /// The graph of `outputs` and of every variable's update, without what neither needs.
    ///
    /// - Parameter outputs: what a run returns, in this order.
    /// - Throws: the trace's first error.
    public func graph(outputs: [TracedTensor]) throws(TraceError) -> Graph {
        let outputs = outputs.map(local)
        if let failure { throw failure }
        var graph = Graph()
        graph.nodes = nodes
        graph.inputs = inputs
        graph.variables = variables
        graph.outputs = outputs.map(\.id)
        graph.updates = updatedVariables.compactMap { index in
            currentValues[index].map { Update(variable: index, value: $0.id) }
        }
        return graph.reordered(replacing: replacements)
    }
}

extension Trace {
    /// A value that stands for what could not be formed, for those who must return something.
    public var failedTensor: TracedTensor { failed }
}
