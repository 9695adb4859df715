import CSumiKernels
import SumiGraph
import SumiTensor

/// Turns one graph, or the body of a loop, into a list of steps over slots.
final class GraphPlanner {
    let graph: Graph
    let table: SlotTable
    let kernels: UnsafePointer<sumi_kernels>
    let winograd: WinogradRule?
    let level: Int
    let groups: FusionGroups
    private(set) var steps: [any Step] = []
    /// What runs before all other steps: values of weights alone that some step reads as they are.
    var prologue: [any Step] = []
    /// Where each input of the graph lies.
    let inputs: [Slot]
    /// Where roots that someone else reads must be written.
    var targets: [NodeID: Slot] = [:]
    private var slots: [NodeID: Slot] = [:]
    /// The last step, by place in the order, that reads each root.
    private var lastReads: [NodeID: Int] = [:]
    private var lastVariableReads: [Int: Int] = [:]
    /// The variables whose new value each root is.
    private var updated: [NodeID: [Int]] = [:]
    private let updatedVariables: Set<Int>
    /// The place in the order of the step that is planned now.
    private(set) var place = 0
    private var derived: [DerivedKey: Slot] = [:]
    /// What is made of variables that the graph updates, by their slots.
    private(set) var renewals: [Slot: [KernelUpdates.Renewal]] = [:]
    /// The slots of pooling's choices, by convolution, that gradients read.
    var indices: [NodeID: Slot] = [:]
    /// The steps of values that follow from variables alone, by the variable that each is for the graph.
    var kept: [Int: KeptValueStep] = [:]
    /// The slots of kept values whose step has a place.
    var placed: Set<Slot> = []
    /// For a loop's body: where carries are copied that leave as another carry came in.
    var copies: [Int: Slot] = [:]
    /// For a loop's body: the planner around it, and which of its roots each captured input is.
    let parent: GraphPlanner?
    let captures: [Int: NodeID]

    var roles: Roles { groups.roles }
    var panelWidth: Int { kernels.pointee.panel_width }

    private struct DerivedKey: Hashable {
        let root: NodeID
        let layout: DerivedLayout
    }

    /// - Parameter inputs: a slot for each input; made here, with memory of the arena, where `nil`.
    init(
        _ graph: Graph, _ table: SlotTable, kernels: UnsafePointer<sumi_kernels>, winograd: WinogradRule?,
        inputs: [Slot]? = nil, parent: GraphPlanner? = nil, captures: [Int: NodeID] = [:]
    ) {
        self.graph = graph
        self.table = table
        self.kernels = kernels
        self.winograd = winograd
        self.parent = parent
        self.captures = captures
        let level = table.newLevel()
        self.level = level
        updatedVariables = Set(graph.updates.map(\.variable))
        self.inputs =
            inputs
            ?? graph.inputs.map { input in
                let slot = table.arena(input.type.bytes, level: level)
                table.keepFromStart(slot)
                return slot
            }
        groups = FusionGroups(Roles(graph, winograd))
        for update in graph.updates { updated[groups.roles.roots[update.value], default: []].append(update.variable) }
    }

    /// Plans all steps of the graph.
    func plan() throws(EngineError) {
        let order = groups.order
        for (place, owner) in order.enumerated() {
            for (root, _) in groups.reads(of: owner) { lastReads[root] = place }
            if !groups.tail(of: owner).isEmpty { lastReads[roles.result(of: owner)] = place }
        }
        for id in graph.nodes.indices where roles.isKept[id] { lastReads[id] = .max }
        for (id, last) in lastReads {
            guard case .variable(let index) = graph.nodes[id].operation else { continue }
            lastVariableReads[index] = max(last, lastVariableReads[index] ?? -1)
        }
        for (place, owner) in order.enumerated() {
            self.place = place
            if groups.isElement(owner) || groups.materialized.contains(owner) {
                planElements(of: owner)
            } else {
                try planHeavy(owner)
                appendTail(of: owner)
            }
        }
    }

    // MARK: Slots

    func type(_ id: NodeID) -> TensorType { graph.type(of: id) }

    /// Where a node's value lies once its step has run.
    func slot(of id: NodeID) -> Slot {
        let root = roles.roots[id]
        if let slot = slots[root] { return slot }
        let slot: Slot
        switch graph.nodes[root].operation {
        case .input(let index): slot = inputs[index]
        case .variable(let index): slot = kept[index].map(keptSlot) ?? table.variable(index)
        case .constant(let value): slot = table.constant(value)
        default: return makeSlot(for: root)
        }
        slots[root] = slot
        return slot
    }

    /// Memory for the value of a root that the present step forms.
    /// - Parameter readsInPlace: whether the step, where it reads the variable that the value replaces, does so before
    ///   each write of the same element.
    func makeSlot(for root: NodeID, readsInPlace: (Slot) -> Bool = { _ in false }) -> Slot {
        let slot =
            targets[root] ?? variableSlot(updatedBy: root, readsInPlace) ?? table.arena(type(root).bytes, level: level)
        slots[root] = slot
        return slot
    }

    func setSlot(_ slot: Slot, for root: NodeID) { slots[root] = slot }

    /// Memory of the present step alone.
    func temporary(_ bytes: Int) -> Slot { table.arena(bytes, level: level) }

    /// The variable that `root` is the new value of, if nobody reads the old value any more.
    private func variableSlot(updatedBy root: NodeID, _ readsInPlace: (Slot) -> Bool) -> Slot? {
        for variable in updated[root] ?? [] {
            let last = lastVariableReads[variable] ?? -1
            let slot = table.variable(variable)
            if last < place || last == place && readsInPlace(slot) { return slot }
        }
        return nil
    }

    /// Whether no step after the present one reads a root whose memory the plan may reuse.
    func isLastRead(of root: NodeID) -> Bool {
        guard lastReads[root] == place, let slot = slots[root] else { return false }
        let entry = table.entries[slot]
        guard case .arena = entry.storage else { return false }
        // An input may lie in the caller's own memory.
        return entry.level == level && !entry.isLiveAtStart && !entry.isLiveAtEnd
    }

    func append(_ step: any Step) { steps.append(step) }

    /// Gives the last step the element-wise nodes that follow it in the same pass.
    private func appendTail(of owner: NodeID) {
        let members = groups.tail(of: owner)
        guard !members.isEmpty else { return }
        let program = elementwiseProgram(of: members, in: owner)
        if let first = steps.last as? any PiecewiseStep {
            steps[steps.count - 1] = TailedStep(
                first, program, named: name(of: members), count: type(members[0]).shape.count)
        } else {
            append(ElementwiseStep(name(of: members), program, count: type(members[0]).shape.count))
        }
    }

    /// A node's value as products read it, made once: a variable's, or a kept value's, when it has changed, a captured
    /// value's before the loop.
    /// - Parameter step: makes it; the first slot is the value's, the second the copy's.
    func derived(_ id: NodeID, _ layout: DerivedLayout, _ step: (Slot, Slot, CachedCopy?) -> any Step) -> Slot {
        let root = roles.roots[id]
        let key = DerivedKey(root: root, layout: layout)
        if let slot = derived[key] { return slot }
        let slot: Slot
        switch graph.nodes[root].operation {
        case .input(let index) where captures[index] != nil:
            guard let parent, let outside = captures[index] else { return self.slot(of: root) }
            slot = parent.derived(outside, layout, step)
        case .variable(let index):
            let cached =
                kept[index]?.copy(layout)
                ?? CachedCopy(source: table.variables[index], copy: table.variables[index].copy(layout))
            slot = table.copy(cached.copy)
            if let value = kept[index] { place(value) }
            let source = kept[index]?.slot ?? table.variable(index)
            append(step(source, slot, cached))
            if kept[index] == nil, updatedVariables.contains(index),
                let again = step(source, slot, nil) as? any KernelStep
            {
                renewals[source, default: []].append(KernelUpdates.Renewal(cached: cached, slot: slot, step: again))
            }
        default:
            slot = table.arena(layout.bytes, level: level)
            append(step(self.slot(of: root), slot, nil))
        }
        derived[key] = slot
        return slot
    }

    /// A node's value in packed form.
    func packed(_ id: NodeID, _ layout: PackLayout) -> Slot {
        derived(id, .packed(layout)) { PackStep(layout, from: $0, to: $1, cached: $2) }
    }
}
