/// Where each slot of one list of steps lies in a shared region: slots that are never alive together share memory.
///
/// The largest slots are placed first, each at the lowest offset that is free for its whole life.
struct ArenaPlan {
    private(set) var bytes = 0

    /// Places every slot of `level` that the steps use.
    init(_ steps: [any Step], level: Int, in table: SlotTable) {
        for life in Self.placed(Self.lives(steps, level, table)) {
            table.place(life.slot, .arena(offset: life.offset))
            bytes = max(bytes, life.offset + life.bytes)
        }
    }

    /// The first and the last step that use a slot, and where it lies.
    struct Life {
        var slot: Slot
        var first: Int
        var last: Int
        /// Whole cache lines.
        var bytes: Int
        var offset = 0
    }

    /// - Returns: the same by offset, each with its place.
    static func placed(_ lives: [Life]) -> [Life] {
        var placed: [Life] = []
        for var life in lives.sorted(by: { ($0.bytes, $1.slot) > ($1.bytes, $0.slot) }) {
            for other in placed where other.first <= life.last && life.first <= other.last {
                if other.offset >= life.offset + life.bytes { break }
                life.offset = max(life.offset, other.offset + other.bytes)
            }
            var (low, high) = (0, placed.count)
            while low < high {
                let middle = (low + high) / 2
                if placed[middle].offset < life.offset { low = middle + 1 } else { high = middle }
            }
            placed.insert(life, at: low)
        }
        return placed
    }

    private static func lives(_ steps: [any Step], _ level: Int, _ table: SlotTable) -> [Life] {
        var places: [Slot: Int] = [:]
        var lives: [Life] = []
        func use(_ slot: Slot, _ index: Int) {
            let entry = table.entries[slot]
            guard entry.level == level, case .arena = entry.storage else { return }
            if let place = places[slot] {
                lives[place].last = max(lives[place].last, index)
            } else {
                places[slot] = lives.count
                lives.append(Life(slot: slot, first: index, last: index, bytes: AlignedMemory.aligned(entry.bytes)))
            }
        }
        for (slot, entry) in table.entries.enumerated() where entry.isLiveAtStart { use(slot, -1) }
        for (index, step) in steps.enumerated() { for slot in step.slots { use(slot, index) } }
        for (slot, entry) in table.entries.enumerated() where entry.isLiveAtEnd { use(slot, steps.count) }
        return lives
    }
}
