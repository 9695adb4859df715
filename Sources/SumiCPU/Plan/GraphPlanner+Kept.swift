import SumiGraph

extension GraphPlanner {
    /// Plans how each value is computed that follows from variables alone; its step stands before the first that reads
    /// the value.
    /// - Parameter first: the number of the first one among the graph's variables.
    func planKeptValues(_ values: [KeptValues.Value], _ variables: [ComputedVariable], first: Int) throws(EngineError) {
        for (index, value) in values.enumerated() {
            let output = value.graph.outputs[0]
            let slot = table.arena(value.graph.type(of: output).bytes, level: level)
            let body = GraphPlanner(value.graph, table, kernels: kernels, winograd: winograd, inputs: [])
            body.targets[body.roles.roots[output]] = slot
            try body.plan()
            if body.slot(of: output) != slot { body.appendCopy(of: output, from: body.slot(of: output), to: slot) }
            kept[first + index] = KeptValueStep(variables[index], body.steps, to: slot, region: body.region(in: self))
        }
    }

    /// Where a kept value lies, for those who read it as it is.
    func keptSlot(_ step: KeptValueStep) -> Slot {
        if case .arena = table.entries[step.slot].storage {
            table.keep(step.slot, in: step.keep(bytes: table.entries[step.slot].bytes))
            // Those who ask may be in the middle of a step.
            if placed.insert(step.slot).inserted { prologue.append(step) }
        }
        return step.slot
    }

    /// Appends the step that computes a kept value, if it has no place yet.
    func place(_ step: KeptValueStep) { if placed.insert(step.slot).inserted { append(step) } }
}
