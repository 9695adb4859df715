/// Computes a value that follows from variables alone, if a copy of it that the program reads is not up to date.
final class KeptValueStep: Step {
    let name: String
    let slots: [Slot]
    let phases: [Phase] = []
    let scratchBytes: Int
    let body: [any Step]
    let isKept = true
    /// Where the body writes the value.
    let slot: Slot
    private let variable: ComputedVariable
    /// The value itself, if the program reads it.
    private var plain: CachedCopy?
    /// All copies that are made of it.
    private var copies: [CachedCopy] = []

    /// - Parameter region: the memory that the body works in.
    init(_ variable: ComputedVariable, _ body: [any Step], to slot: Slot, region: Slot) {
        (self.variable, self.body, self.slot) = (variable, body, slot)
        name = "once: " + body.map(\.name).joined(separator: ", ")
        scratchBytes = body.map(\.scratchBytes).max() ?? 0
        slots = body.reduce(into: Set([slot, region])) { $0.formUnion($1.slots) }.sorted()
    }

    /// The value in another layout, which a later step makes of it.
    func copy(_ layout: DerivedLayout) -> CachedCopy {
        let copy = CachedCopy(source: variable, copy: variable.copy(layout))
        copies.append(copy)
        return copy
    }

    /// The value as it is, which is kept from now on.
    func keep(bytes: Int) -> DerivedCopy {
        let copy = copy(.plain(bytes: bytes))
        plain = copy
        return copy.copy
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {}

    func execute(_ run: Execution) {
        // What others may be reading is not written again: copies are made of it as it is.
        if plain?.isCurrent ?? copies.allSatisfy(\.isCurrent) { return }
        for step in body { step.execute(run) }
        _ = plain?.becomesCurrent()
    }
}
