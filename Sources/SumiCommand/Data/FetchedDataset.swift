import ArgumentParser
import Sumi

/// A data set that lies on the network.
struct FetchedDataset: ExpressibleByArgument {
    let set: NamedDataset

    private static let all = NamedDataset.allCases.filter { $0 != .handwriting }

    init?(argument: String) {
        guard let set = Self.all.first(where: { $0.rawValue == argument }) else { return nil }
        self.set = set
    }

    static var allValueStrings: [String] { all.map(\.rawValue) }
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
