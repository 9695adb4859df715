extension Graph {
    /// The same graph without nodes that no output and no update needs, and without updates that change nothing.
    func dropUnused() -> Graph {
        var graph = self
        graph.updates.removeAll { update in nodes[update.value].operation == .variable(update.variable) }
        return graph.reordered()
    }
}
