import SumiTensor

/// How element `i` of a result finds its element in a smaller operand:
/// `((i / (repeats · inner)) · inner + i % inner) % count`, with 0 for "no modulus" and for 1.
struct BroadcastRule: Hashable {
    var repeats = 0
    var inner = 0
    var count = 0

    static let contiguous = BroadcastRule()
    static let scalar = BroadcastRule(count: 1)

    /// The rule of a broadcast, `nil` where it takes more than one level of repeating each way.
    init?(from operand: Shape, to result: Shape, axes: [Int]) {
        // Neighbouring axes of one kind are one: runs of kept and repeated axes alternate.
        var runs: [(isKept: Bool, size: Int)] = []
        for (axis, size) in result.dimensions.enumerated() where size != 1 {
            let place = axes.firstIndex(of: axis)
            let isKept = place.map { operand.dimensions[$0] == size } ?? false
            if let last = runs.last, last.isKept == isKept {
                runs[runs.count - 1].size *= size
            } else {
                runs.append((isKept, size))
            }
        }
        if runs.first?.isKept == true { runs.insert((false, 1), at: 0) }
        switch runs.count {
        case 0, 1: self = runs.isEmpty ? .contiguous : .scalar
        case 2: self = runs[0].size == 1 ? .contiguous : BroadcastRule(count: runs[1].size)
        case 3: self = BroadcastRule(repeats: runs[2].size, count: runs[0].size == 1 ? 0 : runs[1].size)
        case 4:
            self = BroadcastRule(
                repeats: runs[2].size, inner: runs[3].size,
                count: runs[0].size == 1 ? 0 : runs[1].size * runs[3].size)
        default: return nil
        }
    }

    init(repeats: Int = 0, inner: Int = 0, count: Int = 0) {
        (self.repeats, self.inner, self.count) = (repeats, inner, count)
    }
}
