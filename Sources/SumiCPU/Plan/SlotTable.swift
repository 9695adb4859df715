import SumiGraph
import SumiTensor

/// The number of one piece of memory that steps read or write; its address is known when a run begins.
typealias Slot = Int

/// All memory that the steps of one program name.
final class SlotTable {
    enum Storage {
        /// In the arena, or in the region of the loop whose body it belongs to, at a place that liveness decides.
        case arena(offset: Int)
        /// Inside of another slot.
        case within(Slot, offset: Int)
        case constant(offset: Int)
        case variable(Int)
        case copy(Int)
        /// The loop that owns it moves it from round to round.
        case moving
    }

    struct Entry {
        var bytes: Int
        var storage: Storage
        /// The graph whose steps decide how long it lives: 0 for the program's, others for bodies of loops.
        var level: Int
        /// Whether it holds a value from before the first step, or is read after the last.
        var isLiveAtStart = false
        var isLiveAtEnd = false
    }

    private(set) var entries: [Entry] = []
    private(set) var variables: [CPUVariable]
    private(set) var copies: [DerivedCopy] = []
    private(set) var constants: [UInt8] = []
    private var constantSlots: [Tensor: Slot] = [:]
    private var variableSlots: [Int: Slot] = [:]
    private var levels = 0

    init(variables: [CPUVariable]) { self.variables = variables }

    func newLevel() -> Int {
        defer { levels += 1 }
        return levels
    }

    func arena(_ bytes: Int, level: Int) -> Slot {
        append(Entry(bytes: bytes, storage: .arena(offset: 0), level: level))
    }

    func moving(_ bytes: Int) -> Slot { append(Entry(bytes: bytes, storage: .moving, level: -1)) }

    func variable(_ index: Int) -> Slot {
        if let slot = variableSlots[index] { return slot }
        let slot = append(Entry(bytes: variables[index].type.bytes, storage: .variable(index), level: -1))
        variableSlots[index] = slot
        return slot
    }

    func copy(_ copy: DerivedCopy) -> Slot {
        copies.append(copy)
        return append(Entry(bytes: copy.memory.bytes, storage: .copy(copies.count - 1), level: -1))
    }

    /// Gives a slot of the arena memory that outlives the run.
    func keep(_ slot: Slot, in copy: DerivedCopy) {
        copies.append(copy)
        place(slot, .copy(copies.count - 1))
    }

    func constant(_ value: Tensor) -> Slot {
        if let slot = constantSlots[value] { return slot }
        let offset = constants.count
        value.storage.withUnsafeBytes { constants += $0 }
        constants += [UInt8](repeating: 0, count: AlignedMemory.aligned(constants.count) - constants.count)
        let bytes = value.count * value.elementType.size
        let slot = append(Entry(bytes: bytes, storage: .constant(offset: offset), level: -1))
        constantSlots[value] = slot
        return slot
    }

    func keepFromStart(_ slot: Slot) { entries[slot].isLiveAtStart = true }
    func keepToEnd(_ slot: Slot) { entries[slot].isLiveAtEnd = true }

    func place(_ slot: Slot, _ storage: Storage) { entries[slot].storage = storage }

    private func append(_ entry: Entry) -> Slot {
        entries.append(entry)
        return entries.count - 1
    }
}
