import Sumi
import SumiTestSupport

/// Runs the cases of `layers/`.
struct LayerFixtures: FixtureRunner {
    var family: String { "layers" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        throw FixtureError("there are no layers yet")
    }
}
