import CSumiKernels

/// One value everywhere.
final class FillStep: Step {
    let name = "fill"
    let slots: [Slot]
    let phases: [Phase]
    private let slot: Slot
    private let value: [UInt8]
    private let cut: Cut

    init(_ slot: Slot, value: [UInt8], count: Int) {
        self.slot = slot
        self.value = value
        slots = [slot]
        cut = Cut(count, part: 65536)
        phases = [Phase(units: cut.count, nanoseconds: count * value.count / 16)]
    }

    func run(phase: Int, unit: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {
        let range = cut.range(unit)
        sumi_fill(run[slot] + range.lowerBound * value.count, value, value.count, range.count)
    }
}
