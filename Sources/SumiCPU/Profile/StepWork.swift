/// What a step has to do, for reports.
struct StepWork {
    /// Sizes: `[128, 28, 28, 32] 3x3 to 64`.
    var shape = ""
    /// Additions and multiplications of the operation's definition, by which methods compare.
    var operations = 0.0
    /// Those that the step's method needs at least, by which it is compared with the machine.
    var needed = 0.0

    init() {}

    init(_ shape: String, multiplications: Double, needed: Double? = nil) {
        self.shape = shape
        operations = 2 * multiplications
        self.needed = 2 * (needed ?? multiplications)
    }

    /// What several steps do together.
    init(_ shape: String, _ parts: [StepWork]) {
        self.shape = shape
        operations = parts.reduce(0) { $0 + $1.operations }
        needed = parts.reduce(0) { $0 + $1.needed }
    }
}
