import Sumi
import SumiTestSupport

/// Runs the cases of `sklearn/`: confusion matrices, and classification reports as text and as dictionary.
struct ScikitLearnFixtures: FixtureRunner {
    var family: String { "sklearn" }

    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String] {
        let labels = fixture.metadata["labels"]?.array?.compactMap(\.integer)
        return try matrices(fixture, labels) + reports(fixture, labels)
    }

    private func matrices(_ fixture: Fixture, _ labels: [Int]?) throws -> [String] {
        guard let recorded = fixture.metadata["confusion_matrix"]?.object else {
            return ["the case holds no confusion matrix"]
        }
        return try recorded.members.compactMap { name, cells in
            let matrix = try ConfusionMatrix(
                fixture.tensor("y_true"), fixture.tensor("y_pred"), labels: labels,
                sampleWeight: fixture.tensors["sample_weight"], normalize: .init(rawValue: name))
            guard name == "none" || matrix.normalization != nil else { return "the normalization \(name) is not known" }
            let stored = cells.array?.flatMap { $0.array ?? [] }.compactMap(\.double) ?? []
            guard matrix.rows.count * matrix.rows.count == stored.count else {
                return "the confusion matrix has \(matrix.rows.count) classes, scikit-learn's \(stored.count) cells"
            }
            // Both compute in Double.
            return FixtureTolerances.mismatch(
                matrix.rows.flatMap(\.self), stored, "confusion matrix (\(name))", tolerance: 1e-15)
        }
    }

    private func reports(_ fixture: Fixture, _ labels: [Int]?) throws -> [String] {
        let reports = fixture.metadata["reports"]?.array ?? []
        if reports.isEmpty { return ["the case holds no reports"] }
        return try reports.flatMap { recorded -> [String] in
            let zeroDivision = recorded["zero_division"]?.double ?? 0
            let names = recorded["target_names"]?.array?.compactMap(\.string)
            let report = try ClassificationReport(
                fixture.tensor("y_true"), fixture.tensor("y_pred"), labels: labels, targetNames: names,
                sampleWeight: fixture.tensors["sample_weight"], digits: recorded["digits"]?.integer ?? 2,
                zeroDivision: zeroDivision.isNaN ? .nan : zeroDivision == 1 ? .one : .zero)
            var differences: [String] = []
            if report.text != recorded["text"]?.string {
                differences.append("the report is\n\(report.text)scikit-learn's\n\(recorded["text"]?.string ?? "")")
            }
            if let stored = recorded["dict"]?.object?.members { differences += compare(report.dictionary, stored) }
            return differences
        }
    }

    private func compare(
        _ dictionary: [String: ClassificationReport.Value], _ stored: [(key: String, value: JSON)]
    ) -> [String] {
        if Set(dictionary.keys) != Set(stored.map(\.key)) {
            return ["the dictionary has \(dictionary.keys.sorted()), scikit-learn's \(stored.map(\.key))"]
        }
        return stored.flatMap { name, value -> [String] in
            switch dictionary[name] {
            case .number(let number):
                return [FixtureTolerances.mismatch([number], [value.double ?? .nan], name, tolerance: 1e-15)]
                    .compactMap { $0 }
            case .figures(let figures):
                let members = value.object?.members ?? []
                if Set(members.map(\.key)) != Set(figures.keys) { return ["\(name) has \(figures.keys.sorted())"] }
                return members.compactMap { key, figure in
                    FixtureTolerances.mismatch(
                        [figures[key] ?? .nan], [figure.double ?? .nan], "\(name), \(key)", tolerance: 1e-15)
                }
            case nil: return ["\(name) is missing"]
            }
        }
    }
}
