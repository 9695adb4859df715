import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("The table of operations")
struct OperationTableTests {
    /// Every node of the table's graphs, those of loops' bodies included.
    static let nodes: [Node] = OperationCase.all.flatMap { row in (try? row.graph()).map(all) ?? [] }

    static func all(_ graph: Graph) -> [Node] {
        graph.nodes.flatMap { node -> [Node] in
            if case .scan(let scan) = node.operation { return [node] + all(scan.body) }
            return [node]
        }
    }

    @Test("has a row for every operation")
    func coversOperations() {
        // Graphs declare variables; the engine's own tests run them.
        let found = Set(Self.nodes.map { OperationKind($0.operation) }).union([.variable])
        #expect(Set(OperationKind.allCases).subtracting(found) == [])
    }

    @Test("has a row for every element-wise function, comparison and reduction")
    func coversFunctions() {
        var unary: Set<UnaryOperation> = []
        var binary: Set<BinaryOperation> = []
        var comparisons: Set<Comparison> = []
        var reductions: Set<Reduction> = []
        for node in Self.nodes {
            switch node.operation {
            case .unary(let operation): unary.insert(operation)
            case .binary(let operation): binary.insert(operation)
            case .compare(let comparison): comparisons.insert(comparison)
            case .reduce(let reduction, _): reductions.insert(reduction)
            default: break
            }
        }
        #expect(unary == Set(UnaryOperation.allCases))
        #expect(binary == Set(BinaryOperation.allCases))
        #expect(comparisons == Set(Comparison.allCases))
        #expect(reductions == Set(Reduction.allCases))
    }

    @Test("names each row once")
    func namesAreUnique() {
        let names = OperationCase.all.map(\.name)
        #expect(Dictionary(grouping: names, by: { $0 }).filter { $1.count > 1 }.keys.sorted() == [])
    }

    @Test("shape rules give the row's types", arguments: OperationCase.all)
    func shapes(_ row: OperationCase) throws {
        let graph = try row.graph()
        #expect(graph.outputs.map(graph.type) == row.results)
        try graph.check()
    }
}
