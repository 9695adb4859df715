import SumiTensor

/// The steps of differentiating one scan.
///
/// The gradient of a loop is a loop the other way. Its body is the forward body's gradient; what that reads of the
/// forward rounds is stacked by an extended forward loop, which takes the first one's place. What reaches a captured
/// value is the sum of every round's part: where that part is a product, its factors are stacked and multiplied once,
/// over all rounds (`ReverseScan+Totals.swift`).
final class ReverseScan {
    let scan: Scan
    let outer: Trace
    let operands: [TracedTensor]
    let dys: [TracedTensor?]
    let needed: [Bool]

    /// The forward body, node for node, then the gradient's inputs, then the gradient.
    let joint = Trace()
    /// Where the gradient begins in `joint`.
    private(set) var gradientStart = 0
    /// Whether a node of `joint` differs from round to round.
    private(set) var varies: [Bool] = []
    private let differentiableCarries: [Int]
    /// Forward nodes whose values the gradient reads in each round.
    private var residuals: [NodeID] = []
    private var isResidual: Set<NodeID> = []
    /// Values of the forward loop's residuals, and of the reverse loop's outputs, over all rounds.
    private var stacks: [NodeID: TracedTensor] = [:]
    /// Nodes that no round changes, formed outside of the loop.
    private var invariants: [NodeID: TracedTensor] = [:]

    init(scan: Scan, outer: Trace, operands: [TracedTensor], dys: [TracedTensor?], needed: [Bool]) {
        (self.scan, self.outer, self.operands, self.dys, self.needed) = (scan, outer, operands, dys, needed)
        differentiableCarries = (0..<scan.carries).filter { scan.body.inputs[$0].type.elementType.isFloatingPoint }
    }

    /// The upstream gradient of the stacked outputs that have one.
    private var outputGradients: [(index: Int, dy: TracedTensor)] {
        (scan.carries..<max(scan.carries, dys.count)).compactMap { index in dys[index].map { (index, $0) } }
    }

    func gradients(replacing forward: NodeID) -> [TracedTensor?] {
        let cotangents = traceJoint()
        guard joint.failure == nil else {
            outer.fail(joint.failure?.message ?? "")
            return operands.map { _ in nil }
        }
        let carriesAndSequences = scan.carries + scan.sequences
        let totals = collectTotals(of: cotangents[carriesAndSequences...].compactMap { $0 })
        let sequenceGradients = cotangents[scan.carries..<carriesAndSequences].compactMap { $0 }
        let wanted = Set(sequenceGradients + totals.flatMap(factors)).sorted()
        let stacked = wanted.filter { $0 >= gradientStart || isCarryGradient($0) }
        let carryGradients = differentiableCarries.map { cotangents[$0] }
        collectResiduals(of: stacked + carryGradients.compactMap { $0 })
        for id in wanted where id < gradientStart { collect(id) }

        appendExtendedForward(replacing: forward)
        let finalCarries = appendReverse(carryGradients, stacked)
        let sums = values(ofTotals: totals)
        return operands.indices.map { index in
            if index < scan.carries { return differentiableCarries.firstIndex(of: index).map { finalCarries[$0] } }
            if index < carriesAndSequences { return cotangents[index].map(stack) }
            return cotangents[index].flatMap { sums[$0] }
        }
    }

    // MARK: The gradient of one round

    /// Traces the forward body and its gradient; returns what reaches each input of the body.
    private func traceJoint() -> [NodeID?] {
        var forward: [TracedTensor] = []
        for node in scan.body.nodes {
            forward.append(joint.replay(node, node.operands.map { forward[$0] }))
        }
        var inputs: [TracedTensor?] = scan.body.inputs.map { _ in nil }
        // Inputs that the body does not read have no node; nothing reaches them.
        for (id, node) in scan.body.nodes.enumerated() {
            if case .input(let index) = node.operation { inputs[index] = forward[id] }
        }
        let carryUpstream = differentiableCarries.map { joint.input("d carry \($0)", scan.body.inputs[$0].type) }
        let outputUpstream = outputGradients.map { index, _ in
            joint.input("d output \(index)", scan.body.type(of: scan.body.outputs[index]))
        }
        gradientStart = joint.nodes.count
        let wanted = operands.indices.filter {
            inputs[$0] != nil && (differentiableCarries.contains($0) || $0 >= scan.carries && needed[$0])
        }
        let results = differentiableCarries + outputGradients.map(\.index)
        let found = joint.cotangents(
            of: results.map { forward[scan.body.outputs[$0]] }, sources: wanted.compactMap { inputs[$0] },
            upstream: carryUpstream + outputUpstream)
        var cotangents: [NodeID?] = operands.map { _ in nil }
        for (index, gradient) in zip(wanted, found) { cotangents[index] = gradient?.id }
        markVarying()
        return cotangents
    }

    private func markVarying() {
        varies = []
        for (id, node) in joint.nodes.enumerated() {
            if case .input(let index) = node.operation {
                varies.append(id >= scan.body.nodes.count || index < scan.carries + scan.sequences)
            } else {
                varies.append(node.operands.contains { varies[$0] })
            }
        }
    }

    // MARK: What the reverse loop reads of the forward one

    /// Whether a forward node is formed again in the reverse loop rather than stacked: its operand is no larger.
    private func isFormedAgain(_ id: NodeID) -> Bool {
        switch joint.nodes[id].operation {
        case .constant, .iota, .broadcast, .reshape, .stopGradient: true
        default: false
        }
    }

    private func isSequence(_ id: NodeID) -> Bool {
        guard id < scan.body.nodes.count, case .input(let index) = joint.nodes[id].operation else { return false }
        return index >= scan.carries && index < scan.carries + scan.sequences
    }

    private func isUpstream(_ id: NodeID) -> Bool { id >= scan.body.nodes.count && id < gradientStart }

    /// Whether this is what reaches a carry from later rounds: only the reverse loop itself knows it.
    private func isCarryGradient(_ id: NodeID) -> Bool {
        isUpstream(id) && id < scan.body.nodes.count + differentiableCarries.count
    }

    private func collectResiduals(of roots: [NodeID]) {
        var visited: Set<NodeID> = []
        var pending = roots
        while let id = pending.popLast() {
            guard visited.insert(id).inserted else { continue }
            if id >= gradientStart || isFormedAgain(id) && varies[id] {
                pending += joint.nodes[id].operands
            } else {
                collect(id)
            }
        }
    }

    private func collect(_ id: NodeID) {
        guard varies[id], !isSequence(id), !isUpstream(id), isResidual.insert(id).inserted else { return }
        residuals.append(id)
    }

    /// The forward loop with residuals stacked too. The first loop's readers read this one instead.
    private func appendExtendedForward(replacing forward: NodeID) {
        guard !residuals.isEmpty else { return }
        residuals.sort()
        var extended = scan
        let first = extended.body.outputs.count
        extended.body.outputs += residuals
        let node = outer.append(.scan(extended), operands)
        outer.replacements[forward] = node.id
        for (offset, id) in residuals.enumerated() {
            stacks[id] = outer.result(first + offset, of: node, type: extended.type(ofResult: first + offset))
        }
    }

    /// A node's values over all rounds.
    func stack(_ id: NodeID) -> TracedTensor {
        if let stack = stacks[id] { return stack }
        if isUpstream(id) { return outputGradients[id - scan.body.nodes.count - differentiableCarries.count].dy }
        if isSequence(id), case .input(let index) = joint.nodes[id].operation { return operands[index] }
        let value = invariant(id)
        return value.broadcast(to: Shape([scan.length] + value.shape.dimensions))
    }

    /// A node that no round changes, formed outside of the loop. Without recursion: a body may be deep.
    func invariant(_ id: NodeID) -> TracedTensor {
        for id in ancestors(of: [id], known: invariants) {
            let node = joint.nodes[id]
            if case .input(let index) = node.operation {
                invariants[id] = operands[index]
            } else {
                invariants[id] = outer.replay(node, node.operands.compactMap { invariants[$0] })
            }
        }
        return invariants[id] ?? outer.failed
    }

    /// `roots` and all nodes of `joint` that they are formed of, but for those that are known, operands first.
    private func ancestors(
        of roots: [NodeID], known: [NodeID: TracedTensor], where isInside: (NodeID) -> Bool = { _ in true }
    ) -> [NodeID] {
        var found: Set<NodeID> = []
        var pending = roots
        while let id = pending.popLast() {
            guard known[id] == nil, found.insert(id).inserted, isInside(id) else { continue }
            pending += joint.nodes[id].operands
        }
        return found.sorted()
    }

    // MARK: The reverse loop

    /// Appends the reverse loop, which fills `stacks` with the values of `stacked`; returns its final carries.
    private func appendReverse(_ carryGradients: [NodeID?], _ stacked: [NodeID]) -> [TracedTensor] {
        let reverse = Trace(bodyOf: outer)
        var values: [NodeID: TracedTensor] = [:]
        var sequences: [TracedTensor] = []
        let bodyCount = scan.body.nodes.count
        for (offset, carry) in differentiableCarries.enumerated() {
            values[bodyCount + offset] = reverse.input("d carry \(carry)", scan.body.inputs[carry].type)
        }
        func addSequence(_ id: NodeID) {
            sequences.append(stack(id))
            values[id] = reverse.input("sequence \(sequences.count - 1)", joint.nodes[id].type)
        }
        for offset in outputGradients.indices { addSequence(bodyCount + differentiableCarries.count + offset) }
        for id in 0..<bodyCount where isSequence(id) { addSequence(id) }
        for id in residuals { addSequence(id) }

        func isOutside(_ id: NodeID) -> Bool { id < gradientStart && !varies[id] && !isFormedAgain(id) }
        let roots = stacked + carryGradients.compactMap { $0 }
        for id in ancestors(of: roots, known: values, where: { !isOutside($0) }) {
            let node = joint.nodes[id]
            values[id] =
                isOutside(id)
                ? reverse.local(invariant(id)) : reverse.replay(node, node.operands.compactMap { values[$0] })
        }
        let carries = zip(differentiableCarries, carryGradients).map { carry, gradient in
            gradient.flatMap { values[$0] } ?? reverse.zeros(scan.body.inputs[carry].type)
        }
        let initial = differentiableCarries.map { carry in
            (carry < dys.count ? dys[carry] : nil) ?? outer.zeros(scan.body.inputs[carry].type)
        }
        let results = outer.scan(
            reverse, outputs: carries + stacked.compactMap { values[$0] }, carries: initial, sequences: sequences,
            length: scan.length, isReversed: !scan.isReversed)
        for (id, output) in zip(stacked, results.outputs) { stacks[id] = output }
        return results.carries
    }
}
