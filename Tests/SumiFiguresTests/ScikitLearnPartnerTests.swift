import Sumi
import SumiTestSupport
import Testing

/// Random labels and scores, judged by scikit-learn itself.
@Suite(
    "Figures beside scikit-learn",
    .enabled(if: Partner.python != nil, "SUMI_PARTNER_PYTHON names no Python: make partners sets it"))
struct ScikitLearnPartnerTests {
    @Test("figures of random labels, weights and scores agree, reports to the last character")
    func everything() throws {
        let cases = (0..<60).map { RandomCase(seed: UInt64($0)) }
        let answers = try #require(try Partner("sklearn_figures").ask(.array(cases.map(\.json))).array)
        try #require(answers.count == cases.count)
        for (item, answer) in zip(cases, answers) {
            let differences = try item.differences(from: answer)
            #expect(differences.isEmpty, "seed \(item.seed): \(differences.joined(separator: "\n"))")
        }
    }
}

private struct RandomCase {
    let seed: UInt64
    private let truth: [Int]
    private let prediction: [Int]
    private let weights: [Double]?
    private let labels: [Int]?
    private let names: [String]?
    private let digits: Int
    private let zeroDivision: ZeroDivision
    private let scores: [[Double]]
    private let scoreTruth: [Int]
    private let bins: Int

    init(seed: UInt64) {
        self.seed = seed
        var random = TestGenerator(seed: seed)
        let classes = Int.random(in: 3...12, using: &random)
        let count = Int.random(in: classes...400, using: &random)
        let numbers = (0..<classes).map { seed.isMultiple(of: 4) ? $0 * 3 - 5 : $0 }
        let truth = (0..<count).map { _ in numbers.randomElement(using: &random) ?? 0 }
        self.truth = truth
        let isAllWrong = seed % 13 == 5
        prediction = truth.map { label in
            if isAllWrong { return numbers.first { $0 != label } ?? 0 }
            return Bool.random(using: &random) ? label : numbers.randomElement(using: &random) ?? 0
        }
        weights = seed % 3 == 1 ? random.numbers(count, in: 0...2) : nil
        var labels: [Int]?
        if seed % 5 == 2 { labels = Array(numbers.shuffled(using: &random).prefix(max(1, classes - 1))) }
        if seed % 5 == 3 { labels = numbers + [99] }
        if let chosen = labels, !truth.contains(where: chosen.contains) { labels = nil }
        self.labels = labels
        let shown = labels?.count ?? Set(truth).union(prediction).count
        names = seed.isMultiple(of: 2) ? (0..<shown).map { "名 name \(String(repeating: "x", count: $0))" } : nil
        digits = [2, 4, 0, 3, 15][Int(seed % 5)]
        zeroDivision = [ZeroDivision.zero, .one, .nan][Int(seed / 2 % 3)]
        bins = Int.random(in: 1...20, using: &random)
        // Coarse scores have equal ones among them.
        let isCoarse = Bool.random(using: &random)
        scores = (0..<count).map { _ in
            let row = random.numbers(classes, in: 0.01...1).map { isCoarse ? ($0 * 8).rounded(.up) : $0 }
            let sum = row.reduce(0, +)
            return row.map { $0 / sum }
        }
        scoreTruth = (0..<count).map { _ in Int.random(in: 0..<classes, using: &random) }
    }

    var json: JSON {
        func list(_ numbers: [Int]) -> JSON { .array(numbers.map { .integer($0) }) }
        let zero: JSON = zeroDivision == .nan ? "NaN" : .integer(zeroDivision == .one ? 1 : 0)
        return [
            "y_true": list(truth), "y_pred": list(prediction),
            "weights": weights.map { .array($0.map { .number($0) }) } ?? .null,
            "labels": labels.map(list) ?? .null, "names": names.map { .array($0.map { .string($0) }) } ?? .null,
            "digits": .integer(digits), "zero_division": zero, "bins": .integer(bins),
            "scores": .array(scores.map { .array($0.map { .number($0) }) }), "score_truth": list(scoreTruth),
        ]
    }

    func differences(from answer: JSON) throws -> [String] {
        let weight = try weights.map { try Tensor($0) }
        let (y, q) = try (Tensor(truth), Tensor(prediction))
        var differences: [String] = []
        func compare(_ ours: [Double], _ theirs: JSON?, _ name: String) {
            let stored = Self.numbers(theirs)
            if ours.count != stored.count {
                differences.append("\(name): \(ours.count) numbers, theirs \(stored.count)")
            } else if let difference = FixtureTolerances.mismatch(ours, stored, name, tolerance: 1e-12) {
                differences.append(difference)
            }
        }
        for name in ["none", "true", "pred", "all"] {
            let matrix = try ConfusionMatrix(
                y, q, labels: labels, sampleWeight: weight, normalize: .init(rawValue: name))
            compare(matrix.rows.flatMap(\.self), answer["confusion"]?[name], "confusion, \(name)")
        }
        let report = try ClassificationReport(
            y, q, labels: labels, targetNames: names, sampleWeight: weight, digits: digits, zeroDivision: zeroDivision)
        if report.text != answer["text"]?.string {
            differences.append("the report is\n\(report.text)scikit-learn's\n\(answer["text"]?.string ?? "")")
        }
        for (name, value) in report.dictionary {
            switch value {
            case .number(let number): compare([number], answer["dict"]?[name], name)
            case .figures(let figures):
                for (key, figure) in figures { compare([figure], answer["dict"]?[name]?[key], "\(name), \(key)") }
            }
        }
        let (t, s) = try (Tensor(scoreTruth), Tensor(scores))
        compare(
            try (1...3).map { try topKAccuracy(t, s, k: $0, sampleWeight: weight) }, answer["top_k"], "top-k")
        for (label, curve) in try ROCCurve.perClass(t, s, sampleWeight: weight).enumerated() {
            let theirs = answer["roc"]?[label]
            compare(curve.falsePositiveRates, theirs?["fpr"], "class \(label), false positives")
            compare(curve.truePositiveRates, theirs?["tpr"], "class \(label), true positives")
            compare(curve.thresholds, theirs?["thresholds"], "class \(label), thresholds")
            compare([curve.area], theirs?["area"], "class \(label), area")
        }
        if let areas = answer["auc"] {
            let ours = try ROCAreas(t, s, sampleWeight: weight)
            compare([ours.macroAverage], areas["macro"], "macro area")
            compare([ours.weightedAverage], areas["weighted"], "weighted area")
            compare([ours.microAverage], areas["micro"], "micro area")
        }
        let calibration = try Calibration(t, s, bins: bins, sampleWeight: weight)
        compare([calibration.expectedError], answer["ece"], "ECE")
        return differences
    }

    /// All numbers of nested lists, in order.
    private static func numbers(_ json: JSON?) -> [Double] {
        guard let json else { return [] }
        if let list = json.array { return list.flatMap { numbers($0) } }
        return json.double.map { [$0] } ?? []
    }
}
