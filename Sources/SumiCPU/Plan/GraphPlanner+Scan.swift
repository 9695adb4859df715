import SumiGraph
import SumiTensor

extension GraphPlanner {
    /// A loop: its body is planned once, in a region of its own, over slots that move from round to round.
    func planScan(_ id: NodeID, _ scan: Scan) throws(EngineError) {
        let operands = graph.nodes[id].operands
        let outside = operands.map { slot(of: $0) }
        var inputs = outside
        var captured: [Int: NodeID] = [:]
        for (index, input) in scan.body.inputs.enumerated() {
            if index < scan.carries + scan.sequences {
                inputs[index] = table.moving(input.type.bytes)
            } else {
                captured[index] = operands[index]
            }
        }
        let body = GraphPlanner(
            scan.body, table, kernels: kernels, winograd: winograd, inputs: inputs, parent: self, captures: captured)
        var loop = ScanStep.Loop(length: scan.length, isReversed: scan.isReversed)
        for index in scan.carries..<scan.carries + scan.sequences {
            loop.elements.append(
                ScanStep.Element(slot: inputs[index], whole: outside[index], bytes: scan.body.inputs[index].type.bytes))
        }
        let results = resultSlots(id, scan)
        let stacks = (scan.carries..<scan.body.outputs.count).map { index in
            let bytes = scan.type(ofResult: index).bytes
            return ScanStep.Element(
                slot: table.moving(bytes / max(1, scan.length)), whole: results[index] ?? temporary(bytes),
                bytes: bytes / max(1, scan.length))
        }
        loop.elements += stacks
        let alternating = body.aim(scan, stacks: stacks.map(\.slot), outer: self)
        loop.alternating = alternating
        try body.plan()
        body.copyOutputs(scan, stacks: stacks.map(\.slot))
        loop.carries = (0..<scan.carries).map { index in
            ScanStep.Carry(
                slot: inputs[index], initial: outside[index], next: body.carrySlot(index, inputs),
                final: results[index],
                bytes: scan.body.inputs[index].type.bytes)
        }
        append(ScanStep(loop, body.steps, region: body.region(in: self), table: table))
    }

    /// Where the results that the graph reads lie.
    private func resultSlots(_ id: NodeID, _ scan: Scan) -> [Slot?] {
        var slots = [Slot?](repeating: nil, count: scan.body.outputs.count)
        for reader in roles.readers[id] where roles.roots[reader] == reader {
            if case .result(let index) = graph.nodes[reader].operation { slots[index] = makeSlot(for: reader) }
        }
        return slots
    }

    // MARK: As a loop's body

    /// Whether a root is formed by the body's own steps.
    private func isFormed(_ root: NodeID) -> Bool {
        if case .leaf = roles.roles[root] { return false }
        return true
    }

    /// Decides where the body's results are written: stacked ones at their place in the stack, carries in one of two
    /// places by turns, since the next round reads the one while it writes the other.
    fileprivate func aim(_ scan: Scan, stacks: [Slot], outer: GraphPlanner) -> [ScanStep.Alternating] {
        for (offset, slot) in stacks.enumerated() {
            let root = roles.roots[graph.outputs[scan.carries + offset]]
            if isFormed(root), targets[root] == nil { targets[root] = slot }
        }
        var alternating: [ScanStep.Alternating] = []
        for index in 0..<scan.carries {
            let root = roles.roots[graph.outputs[index]]
            let needsPlace = isFormed(root) ? targets[root] == nil : isOtherCarry(root, index, scan)
            guard needsPlace else { continue }
            let bytes = type(root).bytes
            let place = ScanStep.Alternating(
                slot: table.moving(bytes), pair: outer.temporary(2 * AlignedMemory.aligned(bytes)),
                bytes: AlignedMemory.aligned(bytes))
            alternating.append(place)
            if isFormed(root) { targets[root] = place.slot } else { copies[index] = place.slot }
        }
        return alternating
    }

    /// Whether a carry leaves as another carry came in: its memory may be written in the next round.
    private func isOtherCarry(_ root: NodeID, _ carry: Int, _ scan: Scan) -> Bool {
        guard case .input(let index) = graph.nodes[root].operation else { return false }
        return index < scan.carries && index != carry
    }

    /// Copies results that no step writes where they belong.
    fileprivate func copyOutputs(_ scan: Scan, stacks: [Slot]) {
        func copy(_ output: NodeID, to: Slot) {
            let type = type(output)
            append(
                CopyStep(
                    "copy", from: slot(of: output), to: to, elementSize: type.elementType.size, count: type.shape.count)
            )
        }
        for (offset, stack) in stacks.enumerated() {
            let output = graph.outputs[scan.carries + offset]
            if slot(of: output) != stack { copy(output, to: stack) }
        }
        for (index, place) in copies.sorted(by: { $0.key < $1.key }) { copy(graph.outputs[index], to: place) }
    }

    /// Where a carry's value lies at the end of a round.
    fileprivate func carrySlot(_ index: Int, _ inputs: [Slot]) -> Slot {
        copies[index] ?? slot(of: graph.outputs[index])
    }

    /// Places the body's own memory inside of one slot of the graph around it.
    func region(in outer: GraphPlanner) -> Slot {
        let plan = ArenaPlan(steps, level: level, in: table)
        let region = outer.temporary(plan.bytes)
        for (slot, entry) in table.entries.enumerated() where entry.level == level {
            if case .arena(let offset) = entry.storage { table.place(slot, .within(region, offset: offset)) }
        }
        return region
    }
}
