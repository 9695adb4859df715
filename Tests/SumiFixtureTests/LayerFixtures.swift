import Sumi
import SumiTestSupport

/// Runs the cases of `layers/`: outputs, the gradients of Σ y · dy, and statistics after a training step.
struct LayerFixtures: FixtureRunner {
    var family: String { "layers" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        guard let configuration = fixture.metadata["layer"] else { throw FixtureError("the case has no layer") }
        let entry = try LayerRegistry.make(configuration: configuration)
        var differences = roundTrip(entry, configuration)
        for mode in fixture.strings("modes") {
            let suffix = mode == "training" ? "_train" : ""
            let isTraining = mode == "training" || fixture.metadata["call"]?["training"]?.bool ?? false
            let run = try LayerRun(fixture, entry, isTraining: isTraining)
            differences += run.faults
            for (name, value) in try run.results(on: engine) {
                let recorded = name.hasSuffix("_after") ? name : name + suffix
                // Statistics are recorded where they change: while training.
                if name.hasSuffix("_after") && fixture.tensors[recorded] == nil { continue }
                if name.hasSuffix("_after") && suffix.isEmpty { continue }
                if fixture.strings("zero_gradients").contains(recorded) {
                    let largest = value.doubles.map(\.magnitude).max() ?? 0
                    if !(largest < 1e-5) { differences.append("\(recorded) should be 0 and reaches \(largest)") }
                } else if let difference = tolerances.mismatch(value, recorded, in: fixture) {
                    differences.append(difference)
                }
            }
        }
        return differences
    }

    /// What the layer's own configuration says otherwise than the one it was made from.
    private func roundTrip(_ entry: LayerRegistry.Entry, _ configuration: JSON) -> [String] {
        do {
            let written = try LayerRegistry.configuration(
                of: entry.layer, name: entry.name, isTrainable: entry.isTrainable)
            return differences(written["config"] ?? .null, configuration["config"] ?? .null, "config")
        } catch {
            return ["the layer's configuration cannot be written: \(error)"]
        }
    }

    /// Every key of Keras' must be there with its value, unless it says nothing.
    private func differences(_ ours: JSON, _ theirs: JSON, _ place: String) -> [String] {
        if ours == theirs || theirs.isNull { return [] }
        if let a = ours.double, let b = theirs.double { return a == b ? [] : ["\(place) is \(a), Keras's \(b)"] }
        guard let object = theirs.object, ours.object != nil else { return ["\(place) is \(ours), Keras's \(theirs)"] }
        // Batch renormalization is not there, and not asked for.
        let unsaid = ["synchronized", "renorm", "renorm_momentum"]
        return object.members.filter { !unsaid.contains($0.key) && !$0.value.isNull }.flatMap { key, value in
            ours[key].map { differences($0, value, "\(place).\(key)") } ?? ["\(place).\(key) is not written"]
        }
    }
}
