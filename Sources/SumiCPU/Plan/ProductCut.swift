/// A batch of products cut into blocks of rows and columns. Depth stays whole: that would change the order of sums.
struct ProductCut {
    let batch: Int
    let rows: Cut
    let columns: Cut
    let phase: Phase

    /// Multiplications of a unit: a few microseconds.
    private static let unitSize = 1 << 18
    private static let mostUnits = 64
    /// A multiple of every instruction set's block of rows but NEON's 8, and the fewest rows that are cut off: of fewer
    /// the register blocks are smaller.
    private static let (rowBlock, fewestRows) = (42, 56)
    /// Up to so many rows every unit takes them all, so that each panel of a large right operand is read once.
    private static let fewRows = 256
    /// Bytes of a right operand that is not large: every thread has it in its cache, and reads its own rows of the left.
    private static let smallBytes = 128 << 10
    /// Reading a panel takes as long as multiplying it with about so many rows, so fewer rows are no less work.
    private static let rowsOfReading = 16

    /// Whether a product of so many rows is cut by rows alone whatever its columns, so that each unit writes one range of
    /// the result.
    static func isPiecewise(rows: Int) -> Bool { rows > fewRows }

    init(rows: Int, columns: Int, depth: Int, batch: Int, panelWidth: Int) {
        self.batch = batch
        let work = max(rows, Self.rowsOfReading) * columns * max(1, depth)
        let wanted = min(Self.mostUnits, max(1, work / Self.unitSize))
        let panels = (columns + panelWidth - 1) / panelWidth
        let isSmall = depth * columns * MemoryLayout<Float>.size <= Self.smallBytes && rows >= 2 * Self.fewestRows
        let columnParts = Self.isPiecewise(rows: rows) || isSmall ? 1 : max(1, min(wanted, panels))
        let rowParts = max(1, min((wanted + columnParts - 1) / columnParts, rows / Self.fewestRows))
        self.columns = Cut(columns, part: (columns + columnParts - 1) / columnParts, multiple: panelWidth)
        let part = (rows + rowParts - 1) / rowParts
        self.rows = Cut(rows, part: part, multiple: rowParts == 1 || part < 4 * Self.rowBlock ? 1 : Self.rowBlock)
        phase = Phase(units: batch * self.rows.count * self.columns.count, nanoseconds: batch * work / 32)
    }

    func work(depth: Int) -> StepWork {
        StepWork(
            (batch == 1 ? "" : "\(batch) x ") + "[\(rows.total), \(depth)] [\(depth), \(columns.total)]",
            multiplications: Double(batch * rows.total) * Double(columns.total) * Double(depth))
    }

    func block(_ unit: Int) -> (batch: Int, rows: Range<Int>, columns: Range<Int>) {
        let (rest, column) = unit.quotientAndRemainder(dividingBy: columns.count)
        let (index, row) = rest.quotientAndRemainder(dividingBy: rows.count)
        return (index, rows.range(row), columns.range(column))
    }
}
