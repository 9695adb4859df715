extension Graph {
    /// A smaller graph with the same results.
    ///
    /// Passes follow each other until none finds anything more. Each takes time in proportion to the number of nodes.
    package func simplified() -> Graph {
        var graph = reordered()
        // What one pass leaves is what the next one needs; in practice the fourth round changes nothing.
        for _ in 0..<8 {
            let before = graph
            graph = graph.removeIdentities().raiseFactors().raiseBroadcasts().foldConstants()
            graph = graph.mergeEqualNodes().mergeLoops()
            graph = graph.mergeTransposes().moveTransposes()
            graph = graph.simplifyLoops().dropUnused()
            if graph == before { break }
        }
        return graph
    }
}
