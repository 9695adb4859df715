import SumiTensor

// The gradient of a loop is a loop the other way. Its body is the forward body's gradient; what that reads of the forward
// rounds is stacked by an extended forward loop, which takes the first one's place. What reaches a captured value is the
// sum of every round's part: where that part is a product, its factors are stacked and multiplied once, over all rounds.

extension Scan {
    func gradient(
        _ result: TracedTensor, _ operands: [TracedTensor], _ dys: [TracedTensor?], _ needed: [Bool]
    ) -> [TracedTensor?] {
        var reverse = ReverseScan(scan: self, outer: result.trace, operands: operands, dys: dys, needed: needed)
        return reverse.gradients(replacing: result.id)
    }
}

/// The steps of differentiating one scan.
private struct ReverseScan {
    let scan: Scan
    let outer: Trace
    let operands: [TracedTensor]
    let dys: [TracedTensor?]
    let needed: [Bool]

    /// The forward body, node for node, then the gradient's inputs, then the gradient.
    let joint = Trace()
    /// Where the gradient begins in `joint`.
    private var gradientStart = 0
    /// Whether a node of `joint` differs from round to round.
    private var varies: [Bool] = []
    private var differentiableCarries: [Int] = []
    /// Forward nodes whose values the gradient reads in each round.
    private var residuals: [NodeID] = []
    private var isResidual: Set<NodeID> = []

    init(scan: Scan, outer: Trace, operands: [TracedTensor], dys: [TracedTensor?], needed: [Bool]) {
        (self.scan, self.outer, self.operands, self.dys, self.needed) = (scan, outer, operands, dys, needed)
        differentiableCarries = (0..<scan.carries).filter { scan.body.inputs[$0].type.elementType.isFloatingPoint }
    }

    /// The upstream gradient of the stacked outputs that have one.
    private var outputGradients: [(index: Int, dy: TracedTensor)] {
        (scan.carries..<max(scan.carries, dys.count)).compactMap { index in dys[index].map { (index, $0) } }
    }

    mutating func gradients(replacing forward: NodeID) -> [TracedTensor?] {
        let cotangents = traceJoint()
        guard joint.failure == nil else {
            outer.fail(joint.failure?.message ?? "")
            return operands.map { _ in nil }
        }
        let carriesAndSequences = scan.carries + scan.sequences
        let totals = operands.indices.map { index in
            index < carriesAndSequences ? nil : cotangents[index].map(total(of:))
        }
        let sequenceGradients = (scan.carries..<carriesAndSequences).compactMap { cotangents[$0] }
        var stacked: [NodeID] = []
        for id in sequenceGradients + totals.compactMap({ $0 }).flatMap(\.factors)
        where id >= gradientStart && !stacked.contains(id) {
            stacked.append(id)
        }
        let carryGradients = differentiableCarries.map { cotangents[$0] }
        collectResiduals(of: stacked + carryGradients.compactMap { $0 })
        for id in sequenceGradients + totals.compactMap({ $0 }).flatMap(\.factors) where id < gradientStart {
            collect(id)
        }

        let stacks = appendExtendedForward(replacing: forward)
        let (finalCarries, outputs) = appendReverse(carryGradients, stacked, stacks)

        func stack(_ id: NodeID) -> TracedTensor {
            if let place = stacked.firstIndex(of: id) { return outputs[place] }
            return sequence(for: id, stacks)
        }
        return operands.indices.map { index in
            if index < scan.carries { return differentiableCarries.firstIndex(of: index).map { finalCarries[$0] } }
            if index < carriesAndSequences { return cotangents[index].map(stack) }
            return totals[index].map { $0.value(in: outer, stack) }
        }
    }

    // MARK: The gradient of one round

    /// Traces the forward body and its gradient; returns what reaches each input of the body.
    private mutating func traceJoint() -> [NodeID?] {
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

    private mutating func markVarying() {
        varies = []
        for (id, node) in joint.nodes.enumerated() {
            if case .input(let index) = node.operation {
                varies.append(id >= scan.body.nodes.count || index < scan.carries + scan.sequences)
            } else {
                varies.append(node.operands.contains { varies[$0] })
            }
        }
    }

    /// How the sum over all rounds of a node's values is formed.
    private func total(of id: NodeID) -> RoundTotal {
        let node = joint.nodes[id]
        guard id >= gradientStart, varies[id] else { return .stacked(id) }
        switch node.operation {
        case .binary(.add): return .sum(total(of: node.operands[0]), total(of: node.operands[1]))
        case .unary(.negate): return .negated(total(of: node.operands[0]))
        case .transpose(let permutation): return .transposed(permutation, total(of: node.operands[0]))
        case .reshape(let shape): return .reshaped(shape, total(of: node.operands[0]))
        case .reduce(.sum, let axes): return .reduced(axes, node.operands[0])
        case .dot(let axes) where node.operands.allSatisfy({ varies[$0] }):
            return .product(axes, node.operands[0], node.operands[1])
        default: return .stacked(id)
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

    private mutating func collectResiduals(of roots: [NodeID]) {
        var visited: Set<NodeID> = []
        var stack = roots
        while let id = stack.popLast() {
            guard visited.insert(id).inserted else { continue }
            if id >= gradientStart || isFormedAgain(id) && varies[id] {
                stack += joint.nodes[id].operands
            } else {
                collect(id)
            }
        }
    }

    private mutating func collect(_ id: NodeID) {
        guard varies[id], !isSequence(id), !isUpstream(id), isResidual.insert(id).inserted else { return }
        residuals.append(id)
    }

    /// The forward loop with residuals stacked too. The first loop's readers read this one instead.
    private mutating func appendExtendedForward(replacing forward: NodeID) -> [NodeID: TracedTensor] {
        guard !residuals.isEmpty else { return [:] }
        residuals.sort()
        var extended = scan
        let first = extended.body.outputs.count
        extended.body.outputs += residuals
        let node = outer.append(.scan(extended), operands)
        outer.replacements[forward] = node.id
        var stacks: [NodeID: TracedTensor] = [:]
        for (offset, id) in residuals.enumerated() {
            stacks[id] = outer.result(first + offset, of: node, type: extended.type(ofResult: first + offset))
        }
        return stacks
    }

    /// A forward or upstream node's values over all rounds.
    private func sequence(for id: NodeID, _ stacks: [NodeID: TracedTensor]) -> TracedTensor {
        if let stack = stacks[id] { return stack }
        if isUpstream(id), case .input(let index) = joint.nodes[id].operation {
            let place = index - differentiableCarries.count
            if outputGradients.indices.contains(place) { return outputGradients[place].dy }
        }
        if isSequence(id), case .input(let index) = joint.nodes[id].operation { return operands[index] }
        // The same in every round.
        let value = invariant(id)
        return value.broadcast(to: Shape([scan.length] + value.shape.dimensions))
    }

    /// A forward node that no round changes, formed outside of the loop.
    private func invariant(_ id: NodeID) -> TracedTensor {
        let node = joint.nodes[id]
        if case .input(let index) = node.operation { return operands[index] }
        return outer.replay(node, node.operands.map(invariant))
    }

    // MARK: The reverse loop

    private func appendReverse(
        _ carryGradients: [NodeID?], _ stacked: [NodeID], _ stacks: [NodeID: TracedTensor]
    ) -> (carries: [TracedTensor], outputs: [TracedTensor]) {
        let reverse = Trace(bodyOf: outer)
        var values: [NodeID: TracedTensor] = [:]
        var sequences: [TracedTensor] = []
        let bodyCount = scan.body.nodes.count
        for (offset, carry) in differentiableCarries.enumerated() {
            values[bodyCount + offset] = reverse.input("d carry \(carry)", scan.body.inputs[carry].type)
        }
        func addSequence(_ id: NodeID) {
            sequences.append(sequence(for: id, stacks))
            values[id] = reverse.input("sequence \(sequences.count - 1)", joint.nodes[id].type)
        }
        for offset in outputGradients.indices { addSequence(bodyCount + differentiableCarries.count + offset) }
        for id in 0..<bodyCount where isSequence(id) { addSequence(id) }
        for id in residuals { addSequence(id) }

        func value(_ id: NodeID) -> TracedTensor {
            if let value = values[id] { return value }
            let node = joint.nodes[id]
            let isOutside = id < gradientStart && !varies[id] && !isFormedAgain(id)
            let formed = isOutside ? reverse.local(invariant(id)) : reverse.replay(node, node.operands.map(value))
            values[id] = formed
            return formed
        }
        for id in (stacked + carryGradients.compactMap { $0 }).sorted() { _ = value(id) }
        let carries = zip(differentiableCarries, carryGradients).map { carry, gradient in
            gradient.map(value) ?? reverse.zeros(scan.body.inputs[carry].type)
        }
        let initial = differentiableCarries.map { carry in
            (carry < dys.count ? dys[carry] : nil) ?? outer.zeros(scan.body.inputs[carry].type)
        }
        return outer.scan(
            reverse, outputs: carries + stacked.map(value), carries: initial, sequences: sequences,
            length: scan.length, isReversed: !scan.isReversed)
    }
}

/// The sum over all rounds of one node of a loop's gradient, formed from stacks `[rounds, …]` of nodes' values.
private indirect enum RoundTotal {
    case stacked(NodeID)
    case reduced([Int], NodeID)
    case product(DotAxes, NodeID, NodeID)
    case sum(RoundTotal, RoundTotal)
    case negated(RoundTotal)
    case transposed([Int], RoundTotal)
    case reshaped(Shape, RoundTotal)

    /// The nodes that must be stacked.
    var factors: [NodeID] {
        switch self {
        case .stacked(let id), .reduced(_, let id): [id]
        case .product(_, let left, let right): [left, right]
        case .sum(let a, let b): a.factors + b.factors
        case .negated(let a), .transposed(_, let a), .reshaped(_, let a): a.factors
        }
    }

    func value(in trace: Trace, _ stack: (NodeID) -> TracedTensor) -> TracedTensor {
        switch self {
        case .stacked(let id): return stack(id).sum(axes: [0])
        case .reduced(let axes, let id): return stack(id).sum(axes: [0] + axes.map { $0 + 1 })
        case .product(let axes, let left, let right):
            let shifted = DotAxes(
                leftBatch: axes.leftBatch.map { $0 + 1 }, rightBatch: axes.rightBatch.map { $0 + 1 },
                leftContract: [0] + axes.leftContract.map { $0 + 1 },
                rightContract: [0] + axes.rightContract.map { $0 + 1 })
            return stack(left).dot(stack(right), shifted)
        case .sum(let a, let b): return a.value(in: trace, stack) + b.value(in: trace, stack)
        case .negated(let a): return -a.value(in: trace, stack)
        case .transposed(let permutation, let a): return a.value(in: trace, stack).transposed(permutation)
        case .reshaped(let shape, let a): return a.value(in: trace, stack).reshaped(shape)
        }
    }
}
