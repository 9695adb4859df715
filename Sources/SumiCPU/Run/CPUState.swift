import SumiGraph
import SumiTensor
import Synchronization

/// The variables of the CPU engine, and the arena that all programs on them share.
final class CPUState: EngineState {
    private var names: [String] = []
    private var values: [String: CPUVariable] = [:]
    /// What programs compute from variables alone. Each holds its variables, so that no other object can be taken for
    /// one of them.
    private var computed: [ComputedVariable.Key: ComputedVariable] = [:]
    private var arena = AlignedMemory(bytes: 0)
    /// Programs and readers of one state take turns.
    let turn = Mutex<Void>(())
    /// The state whose variables this one only reads, if it is not its own.
    let source: CPUState?

    init(source: CPUState? = nil) { self.source = source }

    /// A state on the same variables, which its programs only read.
    func makeReader() -> CPUState {
        let reader = CPUState(source: source ?? self)
        turn.withLock { _ in (reader.names, reader.values) = (names, values) }
        return reader
    }

    /// Runs `body`, which may make copies that are derived from variables. Where readers share them, they take turns.
    func whileDeriving<Result>(_ body: () throws -> Result) throws -> Result {
        guard let source else { return try body() }
        var result: Result?
        try source.turn.withLock { _ in result = try body() }
        guard let result else { preconditionFailure("the lock runs what it is given") }
        return result
    }

    func write(_ name: String, _ value: Tensor) throws {
        guard CPUProgram.computes(in: value.elementType) else {
            throw EngineError(
                "variable \"\(name)\" is \(value.elementType), in which the CPU engine does not compute; convert it")
        }
        guard source == nil else { throw EngineError("variable \"\(name)\" belongs to a state that is only read") }
        let type = TensorType(value.shape, value.elementType)
        try turn.withLock { _ in
            if let present = values[name] {
                guard present.type == type else {
                    throw EngineError(
                        "variable \"\(name)\" is \(present.type) and cannot become \(type); remove it first")
                }
                present.fill(value)
                return
            }
            let variable = CPUVariable(type: type)
            variable.fill(value)
            names.append(name)
            values[name] = variable
        }
    }

    func read(_ name: String) throws -> Tensor {
        try turn.withLock { _ in
            let variable = try variable(name)
            return Tensor(type: variable.type, bytes: variable.memory.pointer)
        }
    }

    var variables: [Parameter] {
        turn.withLock { _ in names.compactMap { name in values[name].map { Parameter(name, $0.type) } } }
    }

    func remove(_ name: String) {
        turn.withLock { _ in
            guard let variable = values.removeValue(forKey: name) else { return }
            // Others may read it.
            if source == nil { variable.isPresent = false }
            computed = computed.filter { !$0.value.sources.contains { $0 === variable } }
            names.removeAll { $0 == name }
        }
    }

    /// The variables that a graph names, in its order.
    func variables(of graph: Graph) throws(EngineError) -> [CPUVariable] {
        var result: [CPUVariable] = []
        for parameter in graph.variables {
            let variable = try variable(parameter.name)
            guard variable.type == parameter.type else {
                throw EngineError(
                    "variable \"\(parameter.name)\" is \(variable.type) in the state and \(parameter.type) in the graph"
                )
            }
            result.append(variable)
        }
        return result
    }

    private func variable(_ name: String) throws(EngineError) -> CPUVariable {
        guard let variable = values[name] else { throw EngineError("there is no variable \"\(name)\" in the state") }
        return variable
    }

    /// The one value that is computed in this way; readers of a state share it.
    func computed(_ definition: Graph, of sources: [CPUVariable]) -> ComputedVariable {
        if let source { return source.computed(definition, of: sources) }
        let key = ComputedVariable.Key(definition, of: sources)
        if let present = computed[key] { return present }
        let variable = ComputedVariable(sources: sources)
        computed[key] = variable
        return variable
    }

    /// At least `bytes` of memory, whose content means nothing from one run to the next.
    func arena(bytes: Int) -> UnsafeMutableRawPointer {
        if arena.bytes < bytes { arena = AlignedMemory(bytes: bytes) }
        return arena.pointer
    }
}

extension CPUVariable {
    func fill(_ value: Tensor) {
        value.storage.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            memory.pointer.copyMemory(from: base, byteCount: bytes.count)
        }
        version += 1
    }
}
