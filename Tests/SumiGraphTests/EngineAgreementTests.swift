import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("Every engine")
struct EngineAgreementTests {
    @Test("agrees with the reference on every operation", arguments: TestedEngine.all, OperationCase.all)
    func operations(_ tested: TestedEngine, _ row: OperationCase) throws {
        let graph = try row.graph()
        let inputs = row.tensors().map { ProgramInput.tensor($0) }
        let reference = ReferenceEngine(precision: .single)
        let expected = try reference.compile(graph, state: reference.makeState()).run(inputs)
        let found = try tested.engine.compile(graph, state: tested.engine.makeState()).run(inputs)
        for (expected, found) in zip(expected, found) {
            #expect(found.shape == expected.shape && found.elementType == expected.elementType)
            let difference = row.firstDifference(found.doubles, expected.doubles)
            #expect(difference == nil, "\(tested), \(row): \(difference ?? "")")
        }
    }
}
