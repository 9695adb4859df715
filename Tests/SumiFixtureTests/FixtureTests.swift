import Foundation
import Sumi
import SumiTestSupport
import Testing

/// Every recorded case in the folder, on every engine.
///
/// `SUMI_FIXTURES` names another folder than the project's own; `SUMI_FIXTURES_ONLY=layers/lstm` runs only the cases
/// whose family and name begin so, while one is working on them.
struct FixtureTests {
    private static let runners: [any FixtureRunner] = [
        LayerFixtures(), LossFixtures(), MetricFixtures(), OptimizerFixtures(), ScheduleFixtures(),
        TrainingFixtures(), ScikitLearnFixtures(), ModelFixtures(family: "models"),
        ModelFixtures(family: "models_keras2"), ModelFixtures(family: "malformed"),
    ]
    private static let engines: [any Engine] = TestedEngine.all.map(\.engine)

    @Test("every recorded case agrees with Keras on every engine")
    func everyCase() async throws {
        let tolerances = try FixtureTolerances.own()
        let only = ProcessInfo.processInfo.environment["SUMI_FIXTURES_ONLY"] ?? ""
        let fixtures = try FixtureFolder.current.fixtures().filter { "\($0.family)/\($0.id)".hasPrefix(only) }
        let outcomes = await withTaskGroup(of: [Outcome].self) { group in
            // A few cases a task: enough tasks for all cores.
            for start in stride(from: 0, to: fixtures.count, by: 16) {
                let part = fixtures[start..<min(start + 16, fixtures.count)]
                group.addTask { part.map { Self.outcome(of: $0, tolerances) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        report(outcomes, only)
    }

    private enum Outcome {
        case passed
        case exempt(row: String)
        case failed(String)
    }

    private static func outcome(of fixture: Fixture, _ tolerances: FixtureTolerances) -> Outcome {
        let runner = runners.first { $0.family == fixture.family }
        if let row = NotYetSupported.row(for: fixture, features: runner?.features(of: fixture) ?? []) {
            return .exempt(row: row)
        }
        let place = "\(fixture.family)/\(fixture.id)"
        guard let runner else { return .failed("\(place): nothing runs the family \(fixture.family)") }
        var differences: [String] = []
        do {
            if let reason = try runner.exemption(of: fixture) { return .exempt(row: reason) }
        } catch {
            differences.append("\(place): \(error)")
        }
        for engine in engines {
            do {
                differences += try runner.run(fixture, on: engine, tolerances).map {
                    "\(place) on \(engine.name): \($0)"
                }
            } catch {
                differences.append("\(place) on \(engine.name): \(error)")
            }
        }
        return differences.isEmpty ? .passed : .failed(differences.joined(separator: "\n"))
    }

    private func report(_ outcomes: [Outcome], _ only: String) {
        var rows: [String: Int] = [:]
        var ran = 0
        for outcome in outcomes {
            switch outcome {
            case .passed: ran += 1
            case .exempt(let row): rows[row, default: 0] += 1
            case .failed(let message):
                ran += 1
                Issue.record(Comment(rawValue: message))
            }
        }
        for (row, count) in rows.sorted(by: { $0.key < $1.key }) { print("exempt, \(count) cases: \(row)") }
        let engines = Self.engines.map(\.name).joined(separator: ", ")
        print("fixtures on \(engines)\(only.isEmpty ? "" : ", only \(only)…"): \(FixtureFolder.current.url.path)")
        print("\(ran) fixture cases ran, \(rows.values.reduce(0, +)) exempt")
        #expect(ran > 0, "no fixture case ran")
    }
}
