import Sumi
import Testing

/// Models as JSON.
struct ModelJSONTests {
    @Test("a model comes back from its JSON, layer by layer")
    func roundTrip() throws {
        for model in [TestModels.sequential(), TestModels.functional()] {
            let text = try model.toJSON()
            let again = try Model.fromJSON(text)
            #expect(try again.toJSON() == text)
            #expect(try again.weights.map(\.path) == model.weights.map(\.path))
        }
    }

    @Test("indented JSON looks as Python's")
    func indentation() {
        let json: JSON = ["a": [], "b": [1, nil], "c": ["d": true, "e": [:]]]
        let text = """
            {
              "a": [],
              "b": [
                1,
                null
              ],
              "c": {
                "d": true,
                "e": {}
              }
            }
            """
        #expect(json.text(indent: 2) == text)
        #expect(json.text() == #"{"a": [], "b": [1, null], "c": {"d": true, "e": {}}}"#)
    }

    @Test("JSON of a compiled model says how it is trained")
    func compiled() throws {
        let model = TestModels.sequential()
        try model.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let again = try Model.fromJSON(try model.toJSON(indent: 1))
        #expect(again.isCompiled)
        #expect(again.optimizer?.name == "adam")
    }
}
