import SumiGraph

extension GraphPlanner {
    /// Appends the copies that end a step; returns where each output lies.
    ///
    /// Old values of variables that are still wanted are set aside before the first new value is stored.
    func planOutputsAndUpdates() -> [(slot: Slot, type: TensorType)] {
        let updated = Set(graph.updates.map(\.variable))
        var saved: [Int: Slot] = [:]
        /// Where a value lies that must survive the updates.
        func lasting(_ id: NodeID) -> Slot {
            let source = slot(of: id)
            guard case .variable(let index) = graph.nodes[roles.roots[id]].operation, updated.contains(index) else {
                return source
            }
            if let slot = saved[index] { return slot }
            let slot = temporary(type(id).bytes)
            saved[index] = slot
            appendCopy(of: id, from: source, to: slot)
            return slot
        }
        let results = graph.outputs.map { (slot: lasting($0), type: type($0)) }
        let values = graph.updates.map { update in
            // A variable that keeps its own value needs no copy.
            slot(of: update.value) == table.variable(update.variable)
                ? table.variable(update.variable) : lasting(update.value)
        }
        for (update, value) in zip(graph.updates, values) where value != table.variable(update.variable) {
            appendCopy(of: update.value, from: value, to: table.variable(update.variable))
        }
        for result in results { table.keepToEnd(result.slot) }
        return results
    }

    func appendCopy(of id: NodeID, from: Slot, to: Slot) {
        let type = type(id)
        append(CopyStep("store", from: from, to: to, elementSize: type.elementType.size, count: type.shape.count))
    }
}
