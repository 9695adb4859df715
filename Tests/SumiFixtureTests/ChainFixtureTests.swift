import Sumi
import SumiTestSupport
import Testing

/// The recorded cases with their steps chained image by image wherever they can be, also where it would not pay.
struct ChainFixtureTests {
    private static let engine = CPUEngine(threads: 2).forcingChains()
    private static let runners: [any FixtureRunner] = [
        LayerFixtures(), TrainingFixtures(), ModelFixtures(family: "models"), ModelFixtures(family: "models_keras2"),
    ]

    @Test("every recorded layer, training run and model agrees with Keras", arguments: 0..<4)
    func everyCase(family: Int) throws {
        let tolerances = try FixtureTolerances.own()
        let runner = Self.runners[family]
        var count = 0
        for fixture in try FixtureFolder.current.fixtures() where fixture.family == runner.family {
            guard NotYetSupported.row(for: fixture, features: runner.features(of: fixture)) == nil,
                try runner.exemption(of: fixture) == nil
            else { continue }
            count += 1
            let differences = try runner.run(fixture, on: Self.engine, tolerances)
            #expect(differences.isEmpty, "\(fixture.family)/\(fixture.id): \(differences.joined(separator: "\n"))")
        }
        print("\(count) cases of \(runner.family) with chains of images")
        #expect(count > 0)
    }
}
