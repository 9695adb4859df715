import Foundation
import SumiJSON
import SumiTensor

/// How far a float32 implementation may be from what Keras computed. Always those of the project's own copy.
public struct FixtureTolerances: Sendable {
    private let table: JSON

    /// Read from `Tests/Fixtures/tolerances.json`.
    public static func own() throws -> FixtureTolerances {
        let file = FixtureFolder.own.url.appending(path: "tolerances.json")
        return FixtureTolerances(table: try JSON(parsing: [UInt8](try Data(contentsOf: file))))
    }

    /// What the table recommends for `group` (`layers/conv2d`, `schedules`, `training/final`); metrics have no row and
    /// take 2e-6, as has any class that was recorded later.
    public func recommended(_ group: String) -> Double { table[group]?["recommended"]?.double ?? 2e-6 }

    /// What is wrong with `value` as the tensor `name` of a case, or `nil` where it is close enough:
    /// max|value − stored| ≤ tolerance · max(0.01, max|stored|), where the tolerance is what the class is recommended
    /// or ten times what float32 itself costs in this tensor, if that is more.
    ///
    /// - Parameters:
    ///   - group: the row of the table; the fixture's own class by default.
    ///   - stored: the tensor to compare with; the one of this name by default.
    ///   - tolerance: instead of the table's, for values that the fixtures describe so.
    public func mismatch(
        _ value: Tensor, _ name: String, in fixture: Fixture, group: String? = nil, stored: Tensor? = nil,
        tolerance: Double? = nil
    ) -> String? {
        guard let stored = stored ?? fixture.tensors[name] else { return "there is no recorded tensor \"\(name)\"" }
        guard value.shape == stored.shape else {
            return "\(name) has the shape \(value.shape), Keras's \(stored.shape)"
        }
        let tolerance = tolerance ?? max(recommended(group ?? fixture.group), 10 * fixture.error(of: name))
        return Self.mismatch(value.doubles, stored.doubles, name, tolerance: tolerance)
    }

    /// The same for plain numbers. NaN agrees with NaN, an infinity with itself.
    public static func mismatch(_ values: [Double], _ stored: [Double], _ name: String, tolerance: Double) -> String? {
        let scale = max(0.01, stored.filter(\.isFinite).map(\.magnitude).max() ?? 0)
        var worst = (index: 0, difference: -1.0)
        for (index, (value, expected)) in zip(values, stored).enumerated() {
            let isSame = value == expected || value.isNaN && expected.isNaN
            let difference = isSame ? 0 : (value - expected).magnitude
            if difference.isNaN || difference > worst.difference {
                worst = (index, difference)
                if difference.isNaN { break }
            }
        }
        if worst.difference <= tolerance * scale { return nil }
        return "\(name)[\(worst.index)] is \(values[worst.index]), Keras's \(stored[worst.index]): "
            + "\(worst.difference / scale) apart, allowed are \(tolerance)"
    }
}
