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
    /// Copies for products, by layout.
    private var copies: [DerivedLayout: DerivedCopy] = [:]

    init(type: TensorType) {
        self.type = type
        memory = AlignedMemory(bytes: type.bytes)
    }

    /// The one copy with this layout.
    func copy(_ layout: DerivedLayout) -> DerivedCopy {
        if let present = copies[layout], present.memory.bytes >= layout.bytes { return present }
        let copy = DerivedCopy(bytes: layout.bytes)
        copies[layout] = copy
        return copy
    }
}

/// A variable's value as products read it.
final class DerivedCopy {
    let memory: AlignedMemory
    /// The variable's version that it was made from.
    var version = -1

    init(bytes: Int) { memory = AlignedMemory(bytes: bytes) }
}

/// A variable and a copy that is derived from it.
struct CachedCopy {
    let variable: CPUVariable
    let copy: DerivedCopy

    /// Whether the copy has to be made; from now on it counts as made.
    func becomesCurrent() -> Bool {
        if copy.version == variable.version { return false }
        copy.version = variable.version
        return true
    }
}

extension TensorType {
    /// Bytes that a value takes.
    var bytes: Int { shape.count * elementType.size }
}
