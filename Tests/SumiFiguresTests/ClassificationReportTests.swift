import Sumi
import Testing

@Suite("Classification report")
struct ClassificationReportTests {
    @Test("the text is scikit-learn's")
    func text() throws {
        // The example of scikit-learn's documentation.
        let report = try ClassificationReport(
            Tensor([0, 1, 2, 2, 2]), Tensor([0, 0, 2, 2, 1]), targetNames: ["class 0", "class 1", "class 2"])
        #expect(
            report.text == """
                              precision    recall  f1-score   support

                     class 0       0.50      1.00      0.67         1
                     class 1       0.00      0.00      0.00         1
                     class 2       1.00      0.67      0.80         3

                    accuracy                           0.60         5
                   macro avg       0.50      0.56      0.49         5
                weighted avg       0.70      0.60      0.61         5

                """)
        #expect("\(report)" == report.text)
        #expect(report["class 2"]?.recall == 2.0 / 3)
        #expect(report.dictionary["accuracy"] == .number(0.6))
    }

    @Test("the micro average stands in for accuracy where labels leave out a class that is there")
    func micro() throws {
        let (truth, prediction) = try (Tensor([0, 1, 2, 2, 2]), Tensor([0, 0, 2, 2, 1]))
        let report = try ClassificationReport(truth, prediction, labels: [1, 2])
        #expect(report.accuracy == nil)
        #expect(report.text.contains("\n   micro avg       0.67      0.50      0.57         4\n"))
        #expect(report.dictionary["accuracy"] == nil && report.dictionary["micro avg"] != nil)
        let more = try ClassificationReport(truth, prediction, labels: [0, 1, 2, 3])
        #expect(more.accuracy == 0.6)
    }

    @Test("a longer name or more digits make the first column wider")
    func width() throws {
        let truth = try Tensor([0, 1])
        let report = try ClassificationReport(truth, truth, digits: 20)
        let line = try #require(report.text.split(separator: "\n").first)
        #expect(line.hasPrefix(String(repeating: " ", count: 22) + "precision"))
    }

    @Test("zero divided by zero is what is asked for, and NaN is left out of averages")
    func zeroDivision() throws {
        let (truth, prediction) = try (Tensor([0, 1]), Tensor([0, 0]))
        func precision(_ value: ZeroDivision) throws -> (Double?, Double) {
            let report = try ClassificationReport(truth, prediction, zeroDivision: value)
            return (report["1"]?.precision, report.macroAverage.precision)
        }
        #expect(try precision(.zero) == (0, 0.25))
        #expect(try precision(.one) == (1, 0.75))
        let (missing, average) = try precision(.nan)
        #expect(missing?.isNaN == true && average == 0.5)
    }

    @Test("names that do not fit the classes, and digits out of range, are errors")
    func errors() throws {
        let truth = try Tensor([0, 1])
        #expect(throws: FigureError.self) { try ClassificationReport(truth, truth, targetNames: ["a"]) }
        #expect(throws: FigureError.self) { try ClassificationReport(truth, truth, digits: -1) }
        #expect(throws: FigureError.self) { try ClassificationReport(truth, truth, digits: 101) }
        #expect(throws: FigureError.self) { try ClassificationReport(truth, .zeros([3])) }
    }

    @Test("sums follow NumPy's order, also beyond 128 numbers")
    func sums() {
        // 1 is lost beside 2⁵³, unless the small numbers come together first.
        let numbers = [9_007_199_254_740_992] + [Double](repeating: 1, count: 15)
        #expect(numbers.reduce(0, +) == 9_007_199_254_740_992)
        #expect(numbers.pairwiseSum == 9_007_199_254_741_006)
        #expect([Double](repeating: 1, count: 1003).pairwiseSum == 1003)
        #expect([Double]().pairwiseSum == 0)
    }
}
