import SumiGraph

/// A loop: the steps of its body, run once a round.
final class ScanStep: Step {
    /// What one round reads or writes of a tensor with one element for each.
    struct Element {
        var slot: Slot
        var whole: Slot
        var bytes: Int
    }

    /// A value that rounds hand on.
    struct Carry {
        /// Where a round reads it.
        var slot: Slot
        var initial: Slot
        /// Where a round leaves its successor.
        var next: Slot
        /// Where the last one goes, if anyone reads it.
        var final: Slot?
        var bytes: Int
    }

    /// A slot that changes between the halves of `pair` from round to round.
    struct Alternating {
        var slot: Slot
        var pair: Slot
        /// Of one half.
        var bytes: Int
    }

    struct Loop {
        var length: Int
        var isReversed: Bool
        var elements: [Element] = []
        var carries: [Carry] = []
        var alternating: [Alternating] = []

        init(length: Int, isReversed: Bool) {
            self.length = length
            self.isReversed = isReversed
        }
    }

    let name: String
    let slots: [Slot]
    let phases: [Phase] = []
    let scratchBytes: Int
    let body: [any Step]
    private let loop: Loop
    /// Where each carry goes next, while all of them move at once.
    private let next: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    init(_ loop: Loop, _ body: [any Step], region: Slot, table: SlotTable) {
        self.loop = loop
        self.body = body
        name = "scan, \(loop.length) rounds"
        scratchBytes = body.map(\.scratchBytes).max() ?? 0
        var used: Set<Slot> = [region]
        for element in loop.elements { used.insert(element.whole) }
        for carry in loop.carries { used.formUnion([carry.initial] + (carry.final.map { [$0] } ?? [])) }
        for place in loop.alternating { used.insert(place.pair) }
        for step in body { used.formUnion(step.slots) }
        // Slots of other levels, the body's own among them, are not this graph's to place: the plan passes over them.
        slots = used.sorted()
        next = .allocate(capacity: max(1, loop.carries.count))
        next.initialize(repeating: nil, count: max(1, loop.carries.count))
    }

    deinit { next.deallocate() }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {}

    func execute(_ run: Execution) {
        for carry in loop.carries { run[carry.slot] = run[carry.initial] }
        for round in 0..<loop.length {
            let place = loop.isReversed ? loop.length - 1 - round : round
            for element in loop.elements { run[element.slot] = run[element.whole] + place * element.bytes }
            for alternating in loop.alternating {
                run[alternating.slot] = run[alternating.pair] + round % 2 * alternating.bytes
            }
            for step in body { step.execute(run) }
            for (index, carry) in loop.carries.enumerated() { next[index] = run[carry.next] }
            for (index, carry) in loop.carries.enumerated() { if let place = next[index] { run[carry.slot] = place } }
        }
        for carry in loop.carries {
            guard let final = carry.final else { continue }
            run[final].copyMemory(from: run[carry.slot], byteCount: carry.bytes)
        }
    }
}
