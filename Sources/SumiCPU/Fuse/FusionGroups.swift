import SumiGraph

/// Which element-wise nodes are computed in one pass, and in which order all steps run.
///
/// Each step is named by one node, its owner: a heavy node itself, or one member of a group. Groups grow along edges
/// as long as no path leaves a group and comes back, which nothing could compute.
struct FusionGroups {
    let roles: Roles
    private var graph: Graph { roles.graph }
    private var parents: [NodeID]
    private var members: [NodeID: [NodeID]] = [:]
    /// Views that a heavy step reads or that are kept: they get memory of their own.
    private(set) var materialized: Set<NodeID> = []
    /// The first and the last node of each step.
    private var first: [NodeID]
    private var last: [NodeID]
    /// Stamps of the search for paths.
    private var visits: [Int]
    private var visit = 0
    /// Whether the search for paths looks at all steps, not only at those that are near in the graph.
    private let isThorough: Bool
    /// All steps, each after those it depends on, as near to the graph's own order as that allows.
    private(set) var order: [NodeID] = []

    /// Members and what they read from outside are at most so many, so that each could hold a register of the kernels'.
    private static let largestSize = 60

    init(_ roles: Roles) {
        self.init(roles, isThorough: false)
        let steps = roles.graph.nodes.indices.reduce(0) { roles.roots[$1] == $1 && owner(of: $1) == $1 ? $0 + 1 : $0 }
        // The quick search may miss a path through steps of far-apart nodes; then some steps wait for each other.
        if order.count < steps { self.init(roles, isThorough: true) }
    }

    private init(_ roles: Roles, isThorough: Bool) {
        self.roles = roles
        self.isThorough = isThorough
        parents = Array(roles.graph.nodes.indices)
        (first, last) = (parents, parents)
        visits = Array(repeating: 0, count: roles.graph.nodes.count)
        for (id, role) in roles.roles.enumerated() {
            guard case .absorbed(let owner) = role else { continue }
            (first[owner], last[owner]) = (min(first[owner], id), max(last[owner], id))
        }
        materializeViews()
        for (id, node) in graph.nodes.enumerated() where isElement(id) {
            members[id] = [id]
            for operand in node.operands {
                let root = roles.roots[operand]
                if isElement(root), graph.type(of: root).shape.count == node.type.shape.count {
                    merge(find(root), find(id))
                }
            }
        }
        for id in graph.nodes.indices where members[id] != nil { appendToHeavy(id) }
        order = ordered()
    }

    /// Makes a group the tail of a heavy step whose result it reads, of the last one where there are several.
    private mutating func appendToHeavy(_ group: NodeID) {
        let count = graph.type(of: group).shape.count
        var candidates: Set<NodeID> = []
        for (root, isView) in reads(of: group) where !isView && graph.type(of: root).shape.count == count {
            guard let owner = owner(of: root), members[owner] == nil, roles.result(of: owner) == root,
                roles.isPiecewise(owner)
            else { continue }
            candidates.insert(owner)
        }
        for heavy in candidates.sorted(by: >) where !hasOutsidePath(heavy, group) {
            parents[group] = heavy
            members[heavy] = [heavy] + members[group, default: [group]]
            members[group] = nil
            (first[heavy], last[heavy]) = (min(first[heavy], first[group]), max(last[heavy], last[group]))
            return
        }
    }

    func isElement(_ id: NodeID) -> Bool {
        if case .element = roles.roles[id] { return true }
        return false
    }

    /// The members of a group, in the graph's order.
    func members(of owner: NodeID) -> [NodeID] { members[owner, default: [owner]].sorted() }

    /// The step that computes a root; `nil` where the value is there from the start.
    func owner(of root: NodeID) -> NodeID? {
        switch roles.roles[root] {
        case .leaf: nil
        case .alias: owner(of: roles.roots[root])
        case .absorbed(let owner): owner
        case .element: find(root)
        case .heavy: root
        case .view(_, let source): materialized.contains(root) ? root : owner(of: source)
        }
    }

    /// The element-wise nodes that follow a heavy node in its own step, in the graph's order.
    func tail(of owner: NodeID) -> [NodeID] { isElement(owner) ? [] : members(of: owner).filter(isElement) }

    /// The roots that a step reads, each view as what stands behind it, and whether a view stands between.
    func reads(of owner: NodeID) -> [(root: NodeID, isView: Bool)] {
        if case .view(_, let source) = roles.roles[owner] { return [(source, true)] }
        var result: [(NodeID, Bool)] = []
        for node in members[owner, default: [owner]] {
            guard isElement(node) else {
                result += roles.operands(of: node).map { ($0, false) }
                continue
            }
            for operand in graph.nodes[node].operands {
                let root = roles.roots[operand]
                if case .view(_, let source) = roles.roles[root] {
                    result.append((source, true))
                } else if self.owner(of: root) != owner {
                    result.append((root, false))
                }
            }
        }
        return result
    }

    private func ordered() -> [NodeID] {
        let owners = graph.nodes.indices.filter { roles.roots[$0] == $0 && owner(of: $0) == $0 }
        var waiting: [NodeID: Int] = [:]
        var dependents: [NodeID: [NodeID]] = [:]
        for step in owners {
            let needed = Set(reads(of: step).compactMap { owner(of: $0.root) })
            waiting[step] = needed.count
            for other in needed { dependents[other, default: []].append(step) }
        }
        // The last member's place in the graph decides among steps that are ready; the next one is the list's last.
        var ready: [(place: NodeID, step: NodeID)] = []
        func insert(_ step: NodeID) {
            let place = members[step]?.max() ?? step
            var (low, high) = (0, ready.count)
            while low < high {
                let middle = (low + high) / 2
                if ready[middle].place > place { low = middle + 1 } else { high = middle }
            }
            ready.insert((place, step), at: low)
        }
        for step in owners where waiting[step] == 0 { insert(step) }
        var result: [NodeID] = []
        while let (_, step) = ready.popLast() {
            result.append(step)
            for dependent in dependents[step, default: []] {
                let left = waiting[dependent, default: 0] - 1
                waiting[dependent] = left
                if left == 0 { insert(dependent) }
            }
        }
        return result
    }

    // MARK: Growing

    private mutating func materializeViews() {
        for id in graph.nodes.indices where roles.roots[id] == id {
            guard case .view = roles.roles[id] else { continue }
            let isRead = roles.readers[id].contains { reader in
                switch roles.roles[reader] {
                case .element: false
                case .view, .heavy, .absorbed, .leaf, .alias: true
                }
            }
            if isRead || roles.isKept[id] { materialized.insert(id) }
        }
    }

    private func find(_ id: NodeID) -> NodeID {
        var id = id
        while parents[id] != id { id = parents[id] }
        return id
    }

    private mutating func merge(_ a: NodeID, _ b: NodeID) {
        guard a != b, isSmallEnough(a, b), !hasOutsidePath(a, b) else { return }
        parents[b] = a
        members[a, default: [a]] += members[b, default: [b]]
        members[b] = nil
        (first[a], last[a]) = (min(first[a], first[b]), max(last[a], last[b]))
    }

    private func isSmallEnough(_ a: NodeID, _ b: NodeID) -> Bool {
        let nodes = members[a, default: [a]] + members[b, default: [b]]
        var size = Set(nodes)
        for node in nodes { for operand in graph.nodes[node].operands { size.insert(roles.roots[operand]) } }
        return size.count <= Self.largestSize
    }

    /// Whether a path between the two groups, or from one to itself through a view, leads through another step.
    private mutating func hasOutsidePath(_ a: NodeID, _ b: NodeID) -> Bool {
        visit += 1
        // What lies wholly before both hardly ever leads back.
        let begin = isThorough ? 0 : min(first[a], first[b])
        var stack: [NodeID] = []
        for (root, isView) in reads(of: a) + reads(of: b) {
            guard let owner = owner(of: root) else { continue }
            if owner != a, owner != b {
                stack.append(owner)
            } else if isView {
                return true
            }
        }
        while let step = stack.popLast() {
            if step == a || step == b { return true }
            if visits[step] == visit || last[step] < begin { continue }
            visits[step] = visit
            for (root, _) in reads(of: step) { if let owner = owner(of: root) { stack.append(owner) } }
        }
        return false
    }
}
