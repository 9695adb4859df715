/// Finds the steps that are better done for a few images at a time, one after the other.
///
/// Decided by shapes and the number of threads; the results are the same bits either way.
struct ImageChains {
    private let table: SlotTable
    private let level: Int
    /// Whether chains are made wherever they are possible, an image at a time; for tests.
    private let isForced: Bool
    /// How many steps use a slot.
    private var uses: [Slot: Int] = [:]
    /// Of the batch, for steps that know only elements.
    private let images: Int
    /// Units at least, so that threads get even shares.
    private let fewestUnits: Int
    private var result: [any Step] = []
    private var chain: Chain?
    /// Small steps that need what the chain computes, and what they use. They come after the chain.
    private var later: [any Step] = []
    private var laterSlots: Set<Slot> = []

    /// What a step reads and writes of some images must stay in the second-level cache, beside what it works in: half of a
    /// usual one. A single image may take a core's part of the third-level cache.
    private static let cacheBytes = 512 * 1024
    private static let imageBytes = 2 << 20
    /// Threads share fewer images row by row.
    private static let fewestImages = 16
    private static let unitsOfThread = 4
    /// What all images share is read again for each unit; so many operations hide the reading of a byte from the next
    /// cache. A product of 32 rows has as many.
    private static let operationsOfByte = 16.0
    /// Where steps hand over less, it stays in some cache in any case.
    private static let leastHanded = 2 << 20
    /// Steps of so many nanoseconds at most may wait for the chain's end.
    private static let small = 20_000

    /// - Returns: the steps, with chains in the place of those that became part of one.
    static func chained(
        _ steps: [any Step], level: Int, in table: SlotTable, threads: Int, isForced: Bool
    ) -> [any Step] {
        let imageCount = steps.lazy.compactMap { ($0 as? any ImageStep)?.images }.first
        guard let images = imageCount ?? steps.lazy.compactMap({ ($0 as? SoftmaxStep)?.outer }).first,
            images >= (isForced ? 2 : Self.fewestImages)
        else { return steps }
        let units = max(Self.fewestImages, Self.unitsOfThread * threads)
        var chains = ImageChains(table: table, level: level, isForced: isForced, images: images, fewestUnits: units)
        for step in steps { for slot in Set(step.slots) { chains.uses[slot, default: 0] += 1 } }
        for step in steps { chains.add(step) }
        chains.end()
        return chains.result
    }

    private init(table: SlotTable, level: Int, isForced: Bool, images: Int, fewestUnits: Int) {
        (self.table, self.level, self.isForced) = (table, level, isForced)
        (self.images, self.fewestUnits) = (images, fewestUnits)
    }

    /// Steps that are a chain so far.
    private struct Chain {
        var steps: [any ImageStep] = []
        /// What each step's images of a unit are weighed by; see ``isShareCheap``.
        var loads: [(bytes: Int, lasting: Int, operations: Double)] = []
        /// The largest of the steps' bytes of an image, and of the numbers of images that they want together.
        var largest = 0
        var together = 1
        /// Bytes of an image of each slot that is cut by images; and the slots that are read whole.
        var bytes: [Slot: Int] = [:]
        var whole: Set<Slot> = []
        /// Slots that hold sums over images, which are not for steps of the chain; and whose images one thread takes.
        var sums: Set<Slot> = []
        var part: ImageSlices.Part?
        /// Bytes of an image that one step hands to others.
        var handed: [Slot: Int] = [:]

        func uses(_ slot: Slot) -> Bool { bytes[slot] != nil || whole.contains(slot) }
    }

    private mutating func add(_ step: any Step) {
        if step.slots.contains(where: { laterSlots.contains($0) && isWritten($0) }) {
            if canWait(step) { return wait(step) }
            end()
        }
        if let step = step as? any ImageStep {
            if let longer = chain.flatMap({ extended($0, by: step) }) {
                chain = longer
                return
            }
            if isForced || !canWait(step), let first = extended(Chain(), by: step) {
                end()
                chain = first
                return
            }
        }
        // What has nothing to do with the chain, as a kernel's transform, comes before it.
        guard let chain, step.slots.contains(where: { chain.uses($0) && isWritten($0) }) else {
            result.append(step)
            return
        }
        // What reads the chain's sums has to wait, or it would end the chain.
        if canWait(step) || !chain.sums.isDisjoint(with: step.slots) { return wait(step) }
        end()
        result.append(step)
    }

    private mutating func wait(_ step: any Step) {
        later.append(step)
        laterSlots.formUnion(step.slots)
    }

    private func canWait(_ step: any Step) -> Bool {
        if isForced, let step = step as? any ImageStep, step.slices(images: images) != nil { return false }
        return !step.phases.isEmpty && step.phases.reduce(0) { $0 + $1.nanoseconds } <= Self.small
    }

    /// Whether some step may write a slot.
    private func isWritten(_ slot: Slot) -> Bool {
        if case .constant = table.entries[slot].storage { return false }
        return true
    }

    private func extended(_ chain: Chain, by step: any ImageStep) -> Chain? {
        guard step.images ?? images == images, step.phases.count == 1, let slices = step.slices(images: images) else {
            return nil
        }
        guard chain.steps.isEmpty || slices.bytes.keys.contains(where: { chain.bytes[$0] != nil }) else { return nil }
        var longer = chain
        guard chain.sums.isDisjoint(with: step.slots), slices.sums.allSatisfy({ !chain.uses($0) }) else { return nil }
        longer.sums.formUnion(slices.sums)
        if let part = slices.part {
            guard chain.part ?? part == part else { return nil }
            longer.part = part
        }
        for (slot, bytes) in slices.bytes {
            guard isFree(slot), !chain.whole.contains(slot), chain.bytes[slot] ?? bytes == bytes else { return nil }
            if chain.bytes[slot] != nil { longer.handed[slot] = bytes }
            longer.bytes[slot] = bytes
        }
        for slot in step.slots where slices.bytes[slot] == nil {
            guard isFree(slot), chain.bytes[slot] == nil else { return nil }
            longer.whole.insert(slot)
        }
        longer.steps.append(step)
        let sum = slices.bytes.values.reduce(0, +)
        longer.loads.append((sum, slices.lasting, step.work.needed / Double(images)))
        (longer.largest, longer.together) = (max(chain.largest, sum), max(chain.together, slices.together))
        guard !isForced else { return longer }
        return count(longer) > 0 && isShareCheap(longer) ? longer : nil
    }

    /// Whether the address of a slot is its own: not within another one, nor moved by a loop.
    private func isFree(_ slot: Slot) -> Bool {
        switch table.entries[slot].storage {
        case .within, .moving: false
        case .arena, .constant, .variable, .copy: true
        }
    }

    /// Images that go through all steps together; 0 where the cache does not hold as many as some step wants.
    private func count(_ chain: Chain) -> Int {
        let block = chain.part?.block ?? 1
        if isForced { return block }
        let fitting = chain.largest <= Self.imageBytes ? max(1, Self.cacheBytes / max(1, chain.largest)) : 0
        let count = min(fitting, chain.part?.images ?? images / fewestUnits) / block * block
        return count < chain.together ? 0 : count
    }

    /// Whether reading what all images share, anew for each unit, costs little beside the step's own work.
    private func isShareCheap(_ chain: Chain) -> Bool {
        let count = count(chain)
        return chain.loads.allSatisfy { load in
            load.lasting <= count * load.bytes
                || Double(load.lasting) * Self.operationsOfByte <= load.operations * Double(count)
        }
    }

    private mutating func end() {
        guard let chain else { return }
        self.chain = nil
        defer {
            result += later
            (later, laterSlots) = ([], [])
        }
        let handed = chain.handed.values.reduce(0, +) * images
        guard handed > (isForced ? 0 : Self.leastHanded) else {
            result += chain.steps as [any Step]
            return
        }
        let together = count(chain)
        var users: [Slot: [Int]] = [:]
        for (index, step) in chain.steps.enumerated() {
            for slot in Set(step.slots) { users[slot, default: []].append(index) }
        }
        var lives: [ArenaPlan.Life] = []
        for (slot, bytes) in chain.bytes {
            guard let users = users[slot], users.count == uses[slot], isOfSteps(slot), let first = users.first,
                let last = users.last
            else { continue }
            // Kernels may read a whole vector that begins within.
            let size = AlignedMemory.aligned(together * bytes) + AlignedMemory.alignment
            lives.append(ArenaPlan.Life(slot: slot, first: first, last: last, bytes: size))
            table.place(slot, .moving)
        }
        let placed = ArenaPlan.placed(lives)
        let inner = placed.map {
            ImageChainStep.Inner(slot: $0.slot, offset: $0.offset, bytes: chain.bytes[$0.slot] ?? 0)
        }
        let bytes = placed.map { $0.offset + $0.bytes }.max() ?? 0
        let units = Cut(images, part: chain.part?.images ?? together)
        result.append(ImageChainStep(chain.steps, units: units, together: together, inner: inner, bytes: bytes))
    }

    /// Whether a slot holds only what steps hand to others.
    private func isOfSteps(_ slot: Slot) -> Bool {
        let entry = table.entries[slot]
        guard case .arena = entry.storage else { return false }
        return entry.level == level && !entry.isLiveAtStart && !entry.isLiveAtEnd
    }
}
