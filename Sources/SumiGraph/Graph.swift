import SumiTensor

/// Shape and element type of a value in a graph.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
    /// The size of each axis.
    public var shape: Shape
    /// What the elements are.
    public var elementType: ElementType

    /// A type of this shape, of `float32` where nothing else is said.
    public init(_ shape: Shape, _ elementType: ElementType = .float32) {
        self.shape = shape
        self.elementType = elementType
    }

    public var description: String { "\(elementType)\(shape)" }
}

/// The place of a node in its graph's list.
public typealias NodeID = Int

/// One primitive operation applied to earlier nodes.
public struct Node: Hashable, Sendable {
    /// What is computed.
    public var operation: Operation
    /// Of what it is computed: earlier nodes.
    public var operands: [NodeID]
    /// The shape and element type of the result.
    public var type: TensorType

    package init(_ operation: Operation, _ operands: [NodeID], _ type: TensorType) {
        self.operation = operation
        self.operands = operands
        self.type = type
    }
}

/// A named value that a graph receives: an input of one run, or a variable of the engine's state.
public struct Parameter: Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// Its shape and element type.
    public var type: TensorType

    /// A value with this name and type.
    public init(_ name: String, _ type: TensorType) {
        self.name = name
        self.type = type
    }
}

/// A variable's new value at the end of a step.
public struct Update: Hashable, Sendable {
    /// Index into ``Graph/variables``.
    public var variable: Int
    /// The node whose result it becomes.
    public var value: NodeID

    /// The variable at this index gets the value of this node.
    public init(variable: Int, value: NodeID) {
        self.variable = variable
        self.value = value
    }
}

/// A list of primitive operations on tensors of known shape, operands before their users: no state, no device.
///
/// A run reads every variable as it was before the step, computes ``outputs``, then stores all ``updates`` at once.
public struct Graph: Hashable, Sendable {
    /// The operations, operands before their users.
    public var nodes: [Node] = []
    /// What each run is given.
    public var inputs: [Parameter] = []
    /// What is read from the state.
    public var variables: [Parameter] = []
    /// The nodes whose results a run returns.
    public var outputs: [NodeID] = []
    /// What a run stores in the state.
    public var updates: [Update] = []

    /// A graph without nodes.
    public init() {}

    /// Shape and element type of a node's result.
    public func type(of id: NodeID) -> TensorType { nodes[id].type }

    /// How many nodes, outputs and updates use each node.
    package var useCounts: [Int] {
        var counts = [Int](repeating: 0, count: nodes.count)
        for node in nodes { for operand in node.operands { counts[operand] += 1 } }
        for output in outputs { counts[output] += 1 }
        for update in updates { counts[update.value] += 1 }
        return counts
    }
}

extension Graph: CustomStringConvertible {
    /// One line a node: `%4: float32[32, 10] = dot %1, %3 contracting [1] with [0]`.
    public var description: String {
        var lines: [String] = []
        for (id, node) in nodes.enumerated() {
            let operands = node.operands.map { " %\($0)" }.joined(separator: ",")
            var text = "%\(id): \(node.type) = \(node.operation.name)\(operands)"
            switch node.operation {
            case .input(let index): text += " \"\(inputs[index].name)\""
            case .variable(let index): text += " \"\(variables[index].name)\""
            default: if let details = node.operation.details { text += " \(details)" }
            }
            lines.append(text)
            if case .scan(let scan) = node.operation {
                lines += scan.body.description.split(separator: "\n").map { "    \($0)" }
            }
        }
        if !outputs.isEmpty { lines.append("return " + outputs.map { "%\($0)" }.joined(separator: ", ")) }
        for update in updates { lines.append("\"\(variables[update.variable].name)\" <- %\(update.value)") }
        return lines.joined(separator: "\n")
    }
}
