/// The walk from a model's outputs back to its inputs.
struct NetworkWalk {
    /// Each call after those it reads.
    private(set) var calls: [Call] = []
    private(set) var callDepths: [ObjectIdentifier: Int] = [:]
    private(set) var fault: String?
    private let inputs: [SymbolicTensor]
    /// When an entry was first met: the order among those of one depth.
    private var firstMet: [ObjectIdentifier: Int] = [:]
    private var entryDepths: [ObjectIdentifier: Int] = [:]

    init(inputs: [SymbolicTensor], outputs: [SymbolicTensor]) {
        self.inputs = inputs
        visit(outputs)
        setDepths()
        check(outputs)
    }

    /// Depth first, iteratively: a deep network must not exhaust the stack.
    private mutating func visit(_ outputs: [SymbolicTensor]) {
        var finished: Set<ObjectIdentifier> = []
        let boundary = Set(inputs.map { ObjectIdentifier($0.call) })
        for output in outputs {
            var stack: [(call: Call, next: Int)] = []
            func enter(_ call: Call) {
                guard !finished.contains(ObjectIdentifier(call)) else { return }
                let entry = ObjectIdentifier(call.entry)
                if firstMet[entry] == nil { firstMet[entry] = firstMet.count }
                stack.append((call, 0))
            }
            enter(output.call)
            while let (call, next) = stack.last {
                // A declared input ends the walk, also where a layer made it: the model begins there.
                let sources = boundary.contains(ObjectIdentifier(call)) ? [] : call.inputs
                if next < sources.count {
                    stack[stack.count - 1].next += 1
                    enter(sources[next].call)
                } else {
                    stack.removeLast()
                    if finished.insert(ObjectIdentifier(call)).inserted { calls.append(call) }
                }
            }
        }
    }

    /// A call's depth is one more than that of the deepest call that reads it; calls of one entry share the largest.
    private mutating func setDepths() {
        for call in calls.reversed() {
            let entry = ObjectIdentifier(call.entry)
            let depth = max(callDepths[ObjectIdentifier(call)] ?? 0, entryDepths[entry] ?? 0)
            entryDepths[entry] = depth
            callDepths[ObjectIdentifier(call)] = depth
            for source in call.inputs {
                let id = ObjectIdentifier(source.call)
                callDepths[id] = max(depth + 1, callDepths[id] ?? 0)
            }
        }
        for input in inputs where callDepths[ObjectIdentifier(input.call)] == nil {
            // An input that no output reads still takes data.
            calls.insert(input.call, at: 0)
            callDepths[ObjectIdentifier(input.call)] = 0
            entryDepths[ObjectIdentifier(input.entry)] = 0
            firstMet[ObjectIdentifier(input.entry)] = -1
        }
    }

    /// Every entry once: the deepest first, those of one depth as they were met.
    func orderedEntries() -> [Entry] {
        var entries: [Entry] = []
        var seen: Set<ObjectIdentifier> = []
        for call in calls where seen.insert(ObjectIdentifier(call.entry)).inserted { entries.append(call.entry) }
        func rank(_ entry: Entry) -> (Int, Int) {
            let id = ObjectIdentifier(entry)
            return (-(entryDepths[id] ?? 0), firstMet[id] ?? 0)
        }
        return entries.sorted { rank($0) < rank($1) }
    }

    private mutating func check(_ outputs: [SymbolicTensor]) {
        guard !inputs.isEmpty else { return }
        if outputs.isEmpty { fault = "the model has no outputs" }
        if Set(inputs).count != inputs.count { fault = "an input is listed twice" }
        let declared = Set(inputs.map { ObjectIdentifier($0.call) })
        for call in calls where call.isInput && !declared.contains(ObjectIdentifier(call)) {
            fault =
                "the outputs depend on an input of sizes \(call.entry.inputSettings?.text ?? "") that is not among "
                + "the model's inputs: add it to `inputs:`"
        }
    }
}
