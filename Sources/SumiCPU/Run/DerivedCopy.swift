/// What copies are derived from and kept until it changes: a variable, or a value that is computed from variables alone.
protocol DerivationSource: AnyObject {
    /// Rises with each change.
    var version: Int { get }
    /// Copies in other layouts.
    var copies: DerivedCopies { get set }
}

extension DerivationSource {
    /// The one copy with this layout.
    func copy(_ layout: DerivedLayout) -> DerivedCopy { copies.copy(layout) }
}

/// All that is derived from one value, by layout.
struct DerivedCopies {
    private var copies: [DerivedLayout: DerivedCopy] = [:]

    mutating func copy(_ layout: DerivedLayout) -> DerivedCopy {
        if let present = copies[layout], present.memory.bytes >= layout.bytes { return present }
        let copy = DerivedCopy(bytes: layout.bytes)
        copies[layout] = copy
        return copy
    }
}

/// A value as those read it who find it made: a product's weights in its order of reading.
final class DerivedCopy {
    let memory: AlignedMemory
    /// The version of the source that it was made from.
    var version = -1

    init(bytes: Int) { memory = AlignedMemory(bytes: bytes) }
}

/// A copy with what it is derived from.
struct CachedCopy {
    let source: any DerivationSource
    let copy: DerivedCopy

    var isCurrent: Bool { copy.version == source.version }

    /// Whether the copy has to be made; from now on it counts as made.
    func becomesCurrent() -> Bool {
        if isCurrent { return false }
        copy.version = source.version
        return true
    }

    /// From now on it counts as made of the value that the source will have after the one change of this run.
    func followsUpdate() { copy.version = source.version + 1 }
}
