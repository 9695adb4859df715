import Sumi
import SumiGraph
import SumiJSON
import SumiNN
import SumiTensor
import SumiTestSupport

/// Runs the cases of `schedules/`. They are computed on the host: the engine has no part in them.
struct ScheduleFixtures: FixtureRunner {
    var family: String { "schedules" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        guard let schedule = fixture.metadata["schedule"] else { throw FixtureError("the case holds no schedule") }
        let optimizer = try Optimizer(
            configuration: ["class_name": "SGD", "config": ["learning_rate": schedule]])
        let (steps, stored) = try (fixture.tensor("steps"), fixture.tensor("values"))
        // Rounding decides on which side of a restart these steps lie.
        let unsure = Set(fixture.metadata["rounding_decides_at_steps"]?.array?.compactMap(\.integer) ?? [])
        let values = zip(steps.doubles, stored.doubles).map { step, expected in
            unsure.contains(Int(step)) ? expected : optimizer.learningRate(atStep: Int(step))
        }
        let result = Tensor(shape: stored.shape, doubles: values, elementType: .float32)
        var differences = [tolerances.mismatch(result, "values", in: fixture)].compactMap { $0 }
        if optimizer.configuration?["config"]?["learning_rate"] != schedule {
            differences.append("written as \(optimizer.configuration ?? .null), Keras wrote \(schedule)")
        }
        return differences
    }
}
