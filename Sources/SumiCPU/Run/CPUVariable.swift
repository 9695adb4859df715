import SumiGraph
import SumiTensor

/// One variable of a state: its memory, and how often it was changed.
final class CPUVariable {
    let type: TensorType
    let memory: AlignedMemory
    /// Rises with each change, so that what was derived from the value knows when it is stale.
    var version = 0
    /// Whether the state still has this variable; a program may hold one that was removed.
    var isPresent = true
    /// Packed copies for products, by layout.
    private var packings: [PackLayout: PackedCopy] = [:]

    init(type: TensorType) {
        self.type = type
        memory = AlignedMemory(bytes: type.bytes)
    }

    /// The one packed copy with this layout.
    func packing(_ layout: PackLayout, bytes: Int) -> PackedCopy {
        if let present = packings[layout], present.memory.bytes >= bytes { return present }
        let copy = PackedCopy(bytes: bytes)
        packings[layout] = copy
        return copy
    }
}

/// A variable's value in the order in which products read it.
final class PackedCopy {
    let memory: AlignedMemory
    /// The variable's version that was packed.
    var version = -1

    init(bytes: Int) { memory = AlignedMemory(bytes: bytes) }
}

extension TensorType {
    /// Bytes that a value takes.
    var bytes: Int { shape.count * elementType.size }
}
