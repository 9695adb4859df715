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
}
