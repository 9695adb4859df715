import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTestSupport
import Testing

/// The recorded cases with Winograd's convolutions wherever they apply, also where they would not pay.
struct WinogradFixtureTests {
    private static let engine = CPUEngine(threads: 2, precision: .standard).forcingWinograd()

    @Test("every recorded layer agrees with Keras")
    func layers() throws {
        let tolerances = try FixtureTolerances.own()
        let runner = LayerFixtures()
        var count = 0
        for fixture in try FixtureFolder.current.fixtures() where fixture.family == runner.family {
            guard NotYetSupported.row(for: fixture, features: runner.features(of: fixture)) == nil,
                let configuration = fixture.metadata["layer"]
            else { continue }
            let entry = try LayerRegistry.make(configuration: configuration)
            let steps = try LayerRun(fixture, entry, isTraining: true).steps(on: Self.engine)
            guard steps.contains("winograd") else { continue }
            count += 1
            let differences = try runner.run(fixture, on: Self.engine, tolerances)
            #expect(differences.isEmpty, "\(fixture.family)/\(fixture.id): \(differences.joined(separator: "\n"))")
        }
        print("\(count) recorded layers with Winograd's convolutions")
        #expect(count > 0)
    }

    @Test("the first gradients of every recorded training run stay within 1e-5 of double precision's")
    func firstGradients() throws {
        var count = 0
        for fixture in try FixtureFolder.current.fixtures() where fixture.family == "training" {
            guard let model = fixture.metadata["model"], hasSquareKernel(model) else { continue }
            count += 1
            let exact = try gradients(of: fixture, ReferenceEngine())
            let found = try gradients(of: fixture, Self.engine)
            let whole = exact.reduce(0) { $0 + squares($1.values) }
            for (found, expected) in zip(found, exact) {
                let error = squares(zip(found.values, expected.values).map { $0 - $1 })
                // What is less than a thousandth of the whole gradient is rounding of its neighbours.
                let size = max(squares(expected.values), whole * 1e-6)
                #expect((error / size).squareRoot() < 1e-5, "\(fixture.id), \(expected.path)")
            }
        }
        print("\(count) recorded training runs with Winograd's convolutions")
        #expect(count > 0)
    }

    private func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

    private func hasSquareKernel(_ model: JSON) -> Bool {
        model["config"]?["layers"]?.array?.contains { layer in
            layer["class_name"]?.string == "Conv2D" && layer["config"]?["kernel_size"]?[0]?.integer == 3
                && layer["config"]?["strides"]?[0]?.integer == 1
        } ?? false
    }

    /// What one step of plain descent moves the weights by, divided by its rate; the rate is so large that adding to the
    /// weights rounds nothing away that matters here.
    private func gradients(of fixture: Fixture, _ engine: any Engine) throws -> [(path: String, values: [Double])] {
        guard let configuration = fixture.metadata["model"], case .object(var compile)? = fixture.metadata["compile"]
        else { throw FixtureError("the case holds no model") }
        let rate = 0x1p24
        let model = try Model.make(configuration: configuration)
        model.engine = engine
        compile["optimizer"] = try JSON(
            parsing: #"{"class_name": "SGD", "config": {"name": "SGD", "learning_rate": \#(rate)}}"#)
        try model.setWeights(try model.weights.map { try fixture.tensor("start/\($0.path)") })
        try model.compile(configuration: .object(compile))
        let size = fixture.metadata["fit"]?["batch_size"]?.integer ?? 32
        let (x, y) = (try fixture.tensor("x"), try fixture.tensor("y"))
        let rows = 0..<min(size, x.shape.dimensions[0])
        _ = try model.trainOnBatch(try x[rows], try y[rows])
        return try model.weights.filter(\.isTrainable).map { weight in
            let start = try fixture.tensor("start/\(weight.path)").doubles
            return (weight.path, zip(try weight.value().doubles, start).map { ($1 - $0) / rate })
        }
    }
}
