import SumiFigures
import SumiNN

extension Chart {
    /// ROC curves, one for each class, with the areas under them.
    ///
    /// - Throws: ``ChartError`` where names and curves differ in number, or there are none.
    public static func rocCurves(
        _ curves: [ROCCurve], classNames: [String]? = nil, title: String = "ROC curves"
    ) throws(ChartError) -> Chart {
        guard !curves.isEmpty else { throw ChartError("ROC curves: there are none to draw") }
        guard classNames.map({ $0.count == curves.count }) ?? true else {
            throw ChartError("ROC curves: \(classNames?.count ?? 0) names for \(curves.count) curves")
        }
        let lines = curves.enumerated().map { index, curve in
            let name = classNames?[index] ?? "class \(index)"
            let area = curve.area.isNaN ? "not in the data" : formatted(curve.area, "%.4f")
            // Where colours begin anew.
            let isDashed = index / Theme.light.series.count % 2 == 1
            return Line(
                "\(name) (\(area))", x: curve.falsePositiveRates, y: curve.truePositiveRates, isDashed: isDashed)
        }
        return Chart(
            LinesDrawing(
                lines: lines, title: title, xTitle: "false positive rate", yTitle: "true positive rate", isSquare: true)
        )
    }
}
