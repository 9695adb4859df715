import SumiGraph

/// A value that follows from variables alone, such as a kernel times the factors of batch normalization. It has no memory
/// but for the copies that programs read, which are made again when one of the variables has changed.
final class ComputedVariable: DerivationSource {
    let sources: [CPUVariable]
    var copies = DerivedCopies()
    /// Each source's version only rises, so that the sum tells of any change.
    var version: Int { sources.reduce(0) { $0 + $1.version } }

    init(sources: [CPUVariable]) { self.sources = sources }

    /// How a value is computed, and from which variables: programs that compute the same share its copies.
    struct Key: Hashable {
        private let definition: Graph
        private let sources: [ObjectIdentifier]

        /// - Parameter definition: a graph with one output whose variables are the sources.
        init(_ definition: Graph, of sources: [CPUVariable]) {
            self.definition = definition
            self.sources = sources.map { ObjectIdentifier($0) }
        }
    }
}
