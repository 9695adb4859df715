import CSumiKernels
import SumiGraph

extension GraphPlanner {
    /// One pass for a group of element-wise nodes, or for a view that needs memory.
    func planElements(of owner: NodeID) {
        let members = groups.members(of: owner)
        append(
            ElementwiseStep(
                name(of: members), elementwiseProgram(of: members, in: owner), count: type(owner).shape.count))
    }

    /// The program of a group, or of the tail of a heavy node's step.
    func elementwiseProgram(of members: [NodeID], in owner: NodeID) -> ElementwiseProgram {
        var repeated = repeated(members)
        if !groups.isElement(owner), !members.contains(owner) {
            // Other units of the heavy node still read its operands.
            for operand in roles.operands(of: owner) { repeated.insert(slot(of: operand)) }
        }
        var writer = ElementwiseWriter(uses: uses(members), repeated: repeated)
        for id in members {
            let root = roles.roots[id]
            if case .view(let rule, let source) = roles.roles[root] {
                let register = writer.load(slot(of: source), type(source).elementType, rule, of: source)
                store(id, register, &writer)
                continue
            }
            let operands = elementOperands(of: id)
            let registers = operands.map { register(of: $0, &writer) }
            let result = writer.append(
                graph.nodes[id], registers, operandTypes: operands.map { type($0).elementType }, key: key(of: id))
            writer.define(id, result)
            if isReadOutside(id, owner) { store(id, result, &writer) }
            writer.release(operands.map { roles.roots[$0] }, of: id)
        }
        return writer.program
    }

    /// The slot of the key of random bits.
    private func key(of id: NodeID) -> Slot? {
        if case .randomBits = graph.nodes[id].operation { return slot(of: graph.nodes[id].operands[0]) }
        return nil
    }

    /// The operands that a node reads element by element: not the key of random bits, which is three numbers.
    private func elementOperands(of id: NodeID) -> [NodeID] {
        if case .randomBits = graph.nodes[id].operation { return [] }
        return graph.nodes[id].operands
    }

    func name(of members: [NodeID]) -> String {
        members.map { graph.nodes[$0].operation.name }.joined(separator: " ")
    }

    /// How often the members read each root.
    private func uses(_ members: [NodeID]) -> [NodeID: Int] {
        var uses: [NodeID: Int] = [:]
        for id in members { for operand in elementOperands(of: id) { uses[roles.roots[operand], default: 0] += 1 } }
        return uses
    }

    /// Slots that the members read through views.
    private func repeated(_ members: [NodeID]) -> Set<Slot> {
        var slots: Set<Slot> = []
        for operand in members.flatMap({ graph.nodes[$0].operands }) {
            guard case .view(_, let source) = roles.roles[roles.roots[operand]] else { continue }
            if case .constant = graph.nodes[source].operation { continue }
            slots.insert(slot(of: source))
        }
        return slots
    }

    private func isReadOutside(_ id: NodeID, _ owner: NodeID) -> Bool {
        if roles.isKept[id] { return true }
        return roles.readers[id].contains { reader in
            !groups.isElement(reader) || groups.owner(of: reader) != owner
        }
    }

    /// The register that holds a member's operand: another member, or something loaded from memory.
    private func register(of operand: NodeID, _ writer: inout ElementwiseWriter) -> UInt16 {
        let root = roles.roots[operand]
        if let register = writer.register(of: root) { return register }
        let elementType = type(root).elementType
        switch roles.roles[root] {
        case .view(let rule, let source):
            if case .constant(let value) = graph.nodes[source].operation, value.count == 1 {
                return writer.constant(value, of: root)
            }
            return writer.load(slot(of: source), elementType, rule, of: root)
        case .leaf, .alias, .element, .heavy, .absorbed:
            if case .constant(let value) = graph.nodes[root].operation, value.count == 1 {
                return writer.constant(value, of: root)
            }
            return writer.load(slot(of: root), elementType, .contiguous, of: root)
        }
    }

    /// Stores a member's value: over an operand that nobody reads any more where there is one.
    private func store(_ id: NodeID, _ register: UInt16, _ writer: inout ElementwiseWriter) {
        let slot = makeSlot(for: id) { writer.isReadInPlace($0) }
        guard case .arena = table.entries[slot].storage, targets[id] == nil else {
            writer.store(register, slot, type(id).elementType)
            return
        }
        var chosen = slot
        for (root, loaded) in writer.loadedInPlace
        where isLastRead(of: root) && writer.isReadInPlace(loaded) && type(root).bytes == type(id).bytes {
            chosen = loaded
            setSlot(chosen, for: id)
            break
        }
        writer.store(register, chosen, type(id).elementType)
    }
}
