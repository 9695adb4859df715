/// Finds the steps that are better done for a few images at a time, one after the other.
struct ImageChains {
    private let table: SlotTable
    private let level: Int
    /// Whether chains are made wherever they are possible, an image at a time; for tests.
    private let isForced: Bool
    /// The first and the last step that uses a slot.
    private var uses: [Slot: ClosedRange<Int>] = [:]
    private var result: [any Step] = []
    private var chain: Chain?
    /// Images of the chain before, for steps that do not know.
    private var lastImages: Int?

    /// What a step reads and writes of the images of a unit: most of a usual second-level cache of 1 MiB.
    private static let cacheBytes = 768 * 1024
    /// Units at least, so that threads get even shares.
    private static let fewestUnits = 8
    private static let fewestImages = 16

    /// - Returns: the steps, with chains in the place of those that became part of one.
    static func chained(_ steps: [any Step], level: Int, in table: SlotTable, isForced: Bool) -> [any Step] {
        var chains = ImageChains(table: table, level: level, isForced: isForced)
        for (index, step) in steps.enumerated() {
            for slot in step.slots { chains.uses[slot] = (chains.uses[slot]?.lowerBound ?? index)...index }
        }
        for (index, step) in steps.enumerated() { chains.add(step, index) }
        chains.end()
        return chains.result
    }

    private init(table: SlotTable, level: Int, isForced: Bool) {
        (self.table, self.level, self.isForced) = (table, level, isForced)
    }

    /// Steps that are a chain so far.
    private struct Chain {
        let images: Int
        var steps: [any ImageStep] = []
        /// The first and the last one's place among all steps.
        var first = 0
        var last = 0
        /// Bytes of an image of each slot that is cut by images; and the slots that are read whole.
        var bytes: [Slot: Int] = [:]
        var whole: Set<Slot> = []
        /// The slots of steps that came before it since its first step.
        var outside: Set<Slot> = []
        /// The largest number of bytes of an image that a step reads and writes.
        var largest = 0
        var together = 1
    }

    private mutating func add(_ step: any Step, _ index: Int) {
        if let step = step as? any ImageStep {
            if let longer = chain.flatMap({ extended($0, by: step, index) }) {
                chain = longer
                return
            }
            if let images = step.images ?? lastImages, images >= (isForced ? 2 : Self.fewestImages),
                let first = extended(Chain(images: images), by: step, index)
            {
                end()
                (chain, lastImages) = (first, images)
                return
            }
        }
        // What has nothing to do with the chain, as a kernel's transform, comes before it.
        if let chain, !step.slots.contains(where: { chain.bytes[$0] != nil || chain.whole.contains($0) }) {
            self.chain?.outside.formUnion(step.slots)
            result.append(step)
            return
        }
        end()
        result.append(step)
    }

    private func extended(_ chain: Chain, by step: any ImageStep, _ index: Int) -> Chain? {
        guard step.images ?? chain.images == chain.images, step.phases.count == 1,
            let slices = step.slices(images: chain.images)
        else { return nil }
        var longer = chain
        for (slot, bytes) in slices.bytes {
            guard isFree(slot), !chain.whole.contains(slot), chain.bytes[slot] ?? bytes == bytes else { return nil }
            longer.bytes[slot] = bytes
        }
        for slot in step.slots where slices.bytes[slot] == nil {
            guard isFree(slot), chain.bytes[slot] == nil else { return nil }
            longer.whole.insert(slot)
        }
        if chain.steps.isEmpty { longer.first = index }
        longer.steps.append(step)
        longer.last = index
        longer.largest = max(chain.largest, slices.bytes.values.reduce(0, +))
        longer.together = max(chain.together, slices.together)
        return isForced || chain.steps.isEmpty || pays(longer, after: chain) ? longer : nil
    }

    /// Whether the address of a slot is its own: not within another one, nor moved by a loop.
    private func isFree(_ slot: Slot) -> Bool {
        switch table.entries[slot].storage {
        case .within, .moving: false
        case .arena, .constant, .variable, .copy: true
        }
    }

    private func pays(_ longer: Chain, after chain: Chain) -> Bool {
        let images = count(longer)
        let handed = longer.steps.last.map { step in step.slots.reduce(0) { $0 + (chain.bytes[$1] ?? 0) } } ?? 0
        return handed > 0 && images >= longer.together && images * longer.largest <= Self.cacheBytes
    }

    /// Images of a unit.
    private func count(_ chain: Chain) -> Int {
        if isForced { return 1 }
        return max(1, min(chain.together, chain.images / Self.fewestUnits))
    }

    private mutating func end() {
        guard let chain else { return }
        self.chain = nil
        guard chain.steps.count > 1 else {
            result += chain.steps as [any Step]
            return
        }
        let images = Cut(chain.images, part: count(chain))
        var lives: [ArenaPlan.Life] = []
        for (slot, bytes) in chain.bytes where isInner(slot, chain) {
            let users = chain.steps.indices.filter { chain.steps[$0].slots.contains(slot) }
            guard let first = users.first, let last = users.last else { continue }
            // Kernels may read a whole vector that begins within.
            let size = AlignedMemory.aligned(images.part * bytes) + AlignedMemory.alignment
            lives.append(ArenaPlan.Life(slot: slot, first: first, last: last, bytes: size))
            table.place(slot, .moving)
        }
        let placed = ArenaPlan.placed(lives)
        let inner = placed.map {
            ImageChainStep.Inner(slot: $0.slot, offset: $0.offset, bytes: chain.bytes[$0.slot] ?? 0)
        }
        let bytes = placed.map { $0.offset + $0.bytes }.max() ?? 0
        result.append(ImageChainStep(chain.steps, images: images, inner: inner, bytes: bytes))
    }

    /// Whether nobody but the chain needs a slot.
    private func isInner(_ slot: Slot, _ chain: Chain) -> Bool {
        let entry = table.entries[slot]
        guard case .arena = entry.storage, entry.level == level, !entry.isLiveAtStart, !entry.isLiveAtEnd,
            let uses = uses[slot], !chain.outside.contains(slot)
        else { return false }
        return uses.lowerBound >= chain.first && uses.upperBound <= chain.last
    }
}
