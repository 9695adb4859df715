import Sumi
import SumiReport
import SumiTestSupport
import Testing

/// Every chart looks as it did when it was last looked at.
@Suite("Pictures of charts")
struct PictureTests {
    @Test("a confusion matrix of counts")
    func confusionMatrix() throws {
        try Picture.check(
            .confusionMatrix(Examples.matrix(), classNames: Examples.clothes), "confusion-matrix")
    }

    @Test("a normalized confusion matrix of digits, in another colour map")
    func normalized() throws {
        try Picture.check(
            .confusionMatrix(Examples.matrix(), normalize: .byTrue, colorMap: .greens), "confusion-matrix-normalized")
        try Picture.check(
            .confusionMatrix(Examples.matrix(), title: "Viridis", normalize: .byTrue, colorMap: .viridis),
            "confusion-matrix-viridis")
    }

    @Test("Chinese class names and title")
    func chinese() throws {
        let matrix = try ConfusionMatrix(Tensor([0, 1, 2, 2, 1, 0]), Tensor([0, 1, 2, 1, 1, 2]))
        try Picture.check(
            .confusionMatrix(matrix, classNames: ["猫", "狗", "A 鸟"], title: "混淆矩阵"), "confusion-matrix-chinese")
    }

    @Test("learning curves of one run, and of several with a learning rate over decades")
    func learningCurves() throws {
        try Picture.check(.learningCurves([Examples.run("")]), "learning-curves")
        var runs = [Examples.run("adam", speed: 0.5), Examples.run("sgd", epochs: 20, speed: 0.15)]
        runs[1].logs[1].values[7] = .nan
        runs[1].logs[2].values = (0..<20).map { 1e-2 / Double(1 + $0 * $0) }
        try Picture.check(.learningCurves(runs), "learning-curves-runs")
    }

    @Test("lines and ROC curves")
    func lines() throws {
        let x = stride(from: -4.0, through: 4, by: 0.05).map { $0 }
        try Picture.check(
            .lines(
                [
                    Chart.Line("relu", x: x, y: x.map { max($0, 0) }),
                    Chart.Line("sigmoid", x: x, y: x.map { 1 / (1 + 1 / $0.exponential) }),
                    Chart.Line("softplus", x: x, y: x.map { ($0.exponential + 1).logarithm }, isDashed: true),
                ], title: "Activations", xTitle: "x", yTitle: "f(x)"), "lines")
        let (truth, scores) = Examples.scores()
        try Picture.check(
            .rocCurves(ROCCurve.perClass(Tensor(truth), Tensor(scores)), classNames: ["cat", "dog", "bird"]), "roc")
    }

    @Test("a reliability diagram")
    func reliability() throws {
        let (truth, scores) = Examples.scores()
        try Picture.check(.reliability(Calibration(Tensor(truth), Tensor(scores))), "reliability")
    }

    @Test("images with true and predicted labels")
    func imageGrid() throws {
        let digits = try Handwriting.load().test.prefix(10)
        let truth = digits.labels.scalars(as: Int.self)
        var prediction = truth
        prediction[3] = (truth[3] + 1) % 10
        prediction[7] = (truth[7] + 5) % 10
        try Picture.check(
            .imageGrid(
                digits.images, truths: truth, predictions: prediction,
                confidences: (0..<10).map { 1 - Double($0) * 0.05 }, title: "Test images"), "image-grid")
    }

    @Test("a network in a row, and one with branches")
    func network() throws {
        try Picture.check(.network(Examples.network()), "network")
        try Picture.check(.network(Examples.branches()), "network-branches")
    }

    @Test("filters, activations, Grad-CAM and weights")
    func inside() throws {
        let model = Examples.network()
        let image = try Handwriting.load().test.images[4]
        try Picture.check(.filters(model), "filters")
        try Picture.check(.activations(model, layer: "conv2d", image: image), "activations")
        try Picture.check(.activations(model, layer: "dense", image: image), "activations-dense")
        try Picture.check(.gradCAM(model, image: image), "gradcam")
        try Picture.check(.weightHistograms(model), "weights")
    }

    @Test("a dark chart")
    func dark() throws {
        try Picture.check(.learningCurves([Examples.run("")]).themed(.dark), "learning-curves-dark")
        try Picture.check(.network(Examples.network()).themed(.dark), "network-dark")
    }
}

extension Double {
    fileprivate var exponential: Double { (try? Tensor(self).exp().scalar) ?? .nan }
    fileprivate var logarithm: Double { (try? Tensor(self).log().scalar) ?? .nan }
}
