import CSumiKernels

/// How the right operands of products lie in memory, and in which order products read them.
///
/// Matrix `g` is `B(t · pieceDepth + k, n) = b[g · matrixStride + tap · tapStride + k · rowStride + n · columnStride]`
/// where `tap` is `t`, or `taps − 1 − t` when flipped.
struct PackLayout: Hashable {
    var matrices = 1
    var matrixStride = 0
    var taps = 1
    var tapStride = 0
    var isFlipped = false
    var pieceDepth: Int
    var rowStride: Int
    var columns: Int
    var columnStride: Int
    /// Of the instruction set.
    var panelWidth: Int

    var depth: Int { taps * pieceDepth }
    var panels: Int { (columns + panelWidth - 1) / panelWidth }
    var panelStride: Int { depth * panelWidth }
    /// Floats of one packed matrix.
    var matrixSize: Int { panels * panelStride }
    var bytes: Int { matrices * matrixSize * MemoryLayout<Float>.size }

    /// What the rows of a kernel are in its packed matrix.
    enum RowPlace { case depth, columns }

    /// `nil` where this is not the layout of one whole kernel, or where a tap does not begin with a panel.
    func place(of kernel: KernelShape) -> RowPlace? {
        guard matrices == 1, depth * columns == kernel.count else { return nil }
        let isByTap = taps == kernel.taps && (taps == 1 || tapStride == kernel.rows * kernel.columns)
        guard isByTap || taps == 1 else { return nil }
        if columnStride == 1, rowStride == kernel.columns, columns == kernel.columns { return .depth }
        guard rowStride == 1, columnStride == kernel.columns, pieceDepth == kernel.columns else { return nil }
        return isByTap || kernel.rows % panelWidth == 0 ? .columns : nil
    }
}
