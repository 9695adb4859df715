import SumiTensor

/// Finds the steps that change kernels, and joins to each what comes right before and after it: the step that forms the
/// gradient, and the copies that the next run would make of the new weights.
///
/// Decided by shapes; the results are the same bits either way.
struct KernelUpdates {
    /// What a program makes of a variable when that has changed.
    struct Renewal {
        let cached: CachedCopy
        /// Of the copy.
        let slot: Slot
        /// Makes it, whether it is up to date or not.
        let step: any KernelStep
    }

    private let table: SlotTable
    private let renewals: [Slot: [Renewal]]
    private let panelWidth: Int
    /// The last step, of those that were given, that uses a slot.
    private var lastUsers: [Slot: Int] = [:]
    /// The steps, and what comes right behind each of them.
    private var result: [[any Step]] = []
    /// The last place in the result where a slot is used, and where it is written.
    private var used: [Slot: Int] = [:]
    private var written: [Slot: Int] = [:]

    /// Below this all is in the first-level cache in any case.
    private static let fewestElements = 2048
    /// A gradient is formed so many steps later at most: what it is formed from takes memory as long.
    private static let furthest = 4

    /// - Parameter renewals: by the variables' slots.
    /// - Returns: the steps, with updates in the place of those that became part of one.
    static func fused(
        _ steps: [any Step], _ renewals: [Slot: [Renewal]], in table: SlotTable, panelWidth: Int, isForced: Bool
    ) -> [any Step] {
        var updates = KernelUpdates(table: table, renewals: renewals, panelWidth: panelWidth)
        for (index, step) in steps.enumerated() { for slot in step.slots { updates.lastUsers[slot] = index } }
        for (index, step) in steps.enumerated() {
            guard let update = updates.update(step, index), isForced || update.kernel.count >= fewestElements else {
                updates.append(step)
                continue
            }
            updates.join(update)
        }
        return updates.result.flatMap(\.self)
    }

    private init(table: SlotTable, renewals: [Slot: [Renewal]], panelWidth: Int) {
        (self.table, self.renewals, self.panelWidth) = (table, renewals, panelWidth)
    }

    /// The new value of a kernel, and what is made of it.
    private struct Update {
        let step: ElementwiseStep
        let kernel: KernelShape
        let renewals: [Renewal]
    }

    private func update(_ step: any Step, _ index: Int) -> Update? {
        guard let step = step as? ElementwiseStep else { return nil }
        let shapes = step.written.compactMap { slot -> Shape? in
            guard case .variable(let variable) = table.entries[slot].storage else { return nil }
            return table.variables[variable].type.shape
        }
        guard let kernel = shapes.first.flatMap({ KernelShape($0) }), step.fewestRows(of: kernel) != nil,
            step.written.allSatisfy(step.isElementByElement)
        else { return nil }
        let renewals = step.written.flatMap { self.renewals[$0, default: []] }.filter { renewal in
            // What is still to be read is not written.
            lastUsers[renewal.slot, default: -1] < index && renewal.step.fewestRows(of: kernel) != nil
        }
        return Update(step: step, kernel: kernel, renewals: renewals)
    }

    private mutating func join(_ update: Update) {
        let place = earliestPlace(of: update)
        let gradient = takeGradient(for: update, at: place)
        let steps = (gradient.map { [$0] } ?? []) + [update.step as any KernelStep] + update.renewals.map(\.step)
        guard steps.count > 1 else { return append(update.step) }
        let rows = steps.compactMap { $0.fewestRows(of: update.kernel) }.max() ?? 1
        let step = KernelUpdateStep(
            steps, of: update.kernel, rows: rows, panelWidth: panelWidth, copies: update.renewals.map(\.cached))
        guard gradient != nil else { return append(step) }
        result[place].append(step)
        note(step, at: place)
    }

    /// The last place of a step that the update has to follow.
    private func earliestPlace(of update: Update) -> Int {
        let changed = update.step.written + update.renewals.map(\.slot)
        return max(
            update.step.slots.map { written[$0, default: -1] }.max() ?? -1,
            changed.map { used[$0, default: -1] }.max() ?? -1)
    }

    /// Removes the step that forms the gradient, where it may come as late as at `place` and with the update.
    private mutating func takeGradient(for update: Update, at place: Int) -> (any KernelStep)? {
        let sources = Set(update.step.slots.compactMap { written[$0] }).filter { place - $0 <= Self.furthest }
        for source in sources.sorted(by: >) {
            guard let step = result[source].last as? any KernelStep, isJoinable(step, to: update),
                source == place || isLast(step, at: source)
            else { continue }
            result[source].removeLast()
            return step
        }
        return nil
    }

    /// Whether no later step reads what a step writes, or writes what it reads.
    private func isLast(_ step: any KernelStep, at place: Int) -> Bool {
        step.slots.allSatisfy { written[$0, default: -1] <= place }
            && step.written.allSatisfy { used[$0, default: -1] <= place }
    }

    private func isJoinable(_ step: any KernelStep, to update: Update) -> Bool {
        guard step.phases.count == 1, step.fewestRows(of: update.kernel) != nil else { return false }
        // Units know only of their own rows.
        return Set(step.slots).intersection(update.step.slots).allSatisfy { slot in
            guard update.step.isElementByElement(slot) else { return false }
            if let step = step as? ElementwiseStep { return step.isElementByElement(slot) }
            return step.written.contains(slot) || !update.step.written.contains(slot)
        }
    }

    private mutating func append(_ step: any Step) {
        result.append([step])
        note(step, at: result.count - 1)
    }

    private mutating func note(_ step: any Step, at place: Int) {
        for slot in step.slots { used[slot] = max(used[slot, default: -1], place) }
        for slot in step.written { written[slot] = max(written[slot, default: -1], place) }
    }
}
