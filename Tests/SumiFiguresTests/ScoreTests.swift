import Sumi
import Testing

@Suite("Figures of scores")
struct ScoreTests {
    @Test("top-k counts the true class among the k largest; of equal scores the later class goes first")
    func topK() throws {
        let truth = try Tensor([0, 1, 2, 2])
        let scores = try Tensor([[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]])
        #expect(try topKAccuracy(truth, scores, k: 1) == 0.5)
        #expect(try topKAccuracy(truth, scores) == 0.75)
        #expect(try topKAccuracy(truth, scores, k: 3) == 1)
        let equal = try Tensor([[0.5, 0.5]])
        #expect(try topKAccuracy(Tensor([0]), equal, k: 1) == 0)
        #expect(try topKAccuracy(Tensor([1]), equal, k: 1) == 1)
        #expect(try topKAccuracy(truth, scores, k: 1, sampleWeight: Tensor([3.0, 0, 1, 1])) == 0.6)
        #expect(throws: FigureError.self) { try topKAccuracy(truth, scores, k: 0) }
        #expect(throws: FigureError.self) { try topKAccuracy(Tensor([0, 1, 2, 3]), scores) }
    }

    @Test("a ROC curve is the one of scikit-learn's documentation")
    func roc() throws {
        let curve = try ROCCurve(Tensor([0, 0, 1, 1]), Tensor([0.1, 0.4, 0.35, 0.8]))
        #expect(curve.falsePositiveRates == [0, 0, 0.5, 0.5, 1])
        #expect(curve.truePositiveRates == [0, 0.5, 0.5, 1, 1])
        #expect(curve.thresholds == [.infinity, 0.8, 0.4, 0.35, 0.1])
        #expect(curve.area == 0.75)
    }

    @Test("classes have one area each, and one that is not there has none")
    func areas() throws {
        let scores = try Tensor([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.3, 0.6, 0.1], [0.5, 0.4, 0.1]])
        let areas = try ROCAreas(Tensor([0, 0, 1, 1]), scores)
        #expect(areas.classes[0] == 1 && areas.classes[1] == 1 && areas.classes[2].isNaN)
        #expect(try ROCCurve.perClass(Tensor([0, 0, 1, 1]), scores).map(\.area)[0] == 1)
    }

    @Test("calibration puts each confidence into its bin, edges into the lower one")
    func calibration() throws {
        let calibration = try Calibration(
            Tensor([0, 1, 1, 0]), Tensor([[0.5, 0.5], [0.25, 0.75], [0.75, 0.25], [1, 0]]), bins: 4)
        #expect(calibration.bins.map(\.count) == [0, 1, 2, 1])
        #expect(calibration.bins[1].confidence == 0.5 && calibration.bins[1].accuracy == 1)
        #expect(calibration.bins[2].confidence == 0.75 && calibration.bins[2].accuracy == 0.5)
        #expect(calibration.bins[0].accuracy.isNaN)
        #expect(calibration.expectedError == (0.5 + 2 * 0.25 + 0) / 4)
        #expect(calibration.maximumError == 0.5)
        #expect(throws: FigureError.self) { try Calibration(Tensor([0]), Tensor([[2.0, 3]])) }
        #expect(throws: FigureError.self) { try Calibration(Tensor([0]), Tensor([[0.5, .nan]])) }
    }

    @Test("mistakes come with the surest first, and one column of scores is two classes")
    func mistakes() throws {
        let scores = try Tensor([0.9, 0.2, 0.6, 0.99, 0.4])
        let mistakes = try Mistake.mostConfident(Tensor([0, 0, 0, 0, 1]), scores)
        #expect(mistakes.map(\.index) == [3, 0, 2, 4])
        #expect(mistakes[0].prediction == 1 && mistakes[0].truth == 0 && mistakes[0].confidence == 0.99)
        #expect(mistakes[3].truthScore == 0.4)
        #expect(try Mistake.mostConfident(Tensor([0, 0, 0, 0, 1]), scores, limit: 1).count == 1)
    }

    @Test("targets may be rows with a 1 at the class")
    func oneHot() throws {
        let truth = try Tensor([[1.0, 0, 0], [0, 0, 1]])
        let scores = try Tensor([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
        #expect(try Mistake.mostConfident(truth, scores).map(\.truth) == [2])
    }
}
