import SumiGraph
import SumiTensor

/// One variable of a state: its memory, and how often it was changed.
final class CPUVariable: DerivationSource {
    let type: TensorType
    let memory: AlignedMemory
    /// Rises with each change, so that what was derived from the value knows when it is stale.
    var version = 0
    /// Whether the state still has this variable; a program may hold one that was removed.
    var isPresent = true
    var copies = DerivedCopies()

    init(type: TensorType) {
        self.type = type
        memory = AlignedMemory(bytes: type.bytes)
    }
}

extension TensorType {
    /// Bytes that a value takes.
    var bytes: Int { shape.count * elementType.size }
}
