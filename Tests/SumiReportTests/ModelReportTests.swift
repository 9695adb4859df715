import Foundation
import Sumi
import SumiReport
import SumiTestSupport
import Testing

@Suite("Report pages")
struct ModelReportTests {
    /// A small network that has learnt a little of the built-in handwriting.
    private func trained() throws -> (Model, LabelledImages) {
        let data = try Handwriting.load()
        let model = Sequential(name: "small <digits>", inputShape: [28, 28, 1]) {
            Conv2D(4, kernelSize: 5, strides: 3, activation: .relu)
            Flatten()
            Dense(10, activation: .softmax)
        }
        (model.seed, model.engine) = (1, CPUEngine(threads: 1))
        try model.compile(
            optimizer: .adam(learningRate: 0.01), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.fit(data.train.prefix(600), batchSize: 32, epochs: 3, verbose: 0, validationSplit: 0.1)
        return (model, data.test.prefix(300))
    }

    @Test("a page holds figures, charts, mistakes, summary and history, and nothing outside of itself")
    func page() throws {
        let (model, test) = try trained()
        let report = try ModelReport(model, test, name: "Handwriting & co", classNames: test.classNames)
        let html = try report.html()
        if let path = ProcessInfo.processInfo.environment["SUMI_RECORD_REPORT"] { try report.write(to: path) }
        for part in [
            "<!DOCTYPE html>", "small &lt;digits&gt; on Handwriting &amp; co", "viewport", "prefers-color-scheme: dark",
            "Confusion matrix", "macro avg", "Total params", "Learning curve of loss", "The surest mistakes",
            "Filters of the first layer", "Epoch by epoch", "Reliability",
        ] { #expect(html.contains(part), "\(part) is missing") }
        #expect(html.contains(HTMLText.escaped(report.classificationReport.text)))
        #expect(!html.contains("<digits>") && !html.contains("<script"))
        // Nothing is fetched: links lead into the page or are the content itself.
        let links = html.matches(of: /(?:href|src|srcset)="(?<target>[^"]*)"/).map { String($0.output.target) }
        #expect(links.count > 20)
        #expect(links.allSatisfy { $0.hasPrefix("data:image/") || $0.hasPrefix("#") })
        #expect(!html.contains("@import") && !html.contains("url("))
        #expect(html.matches(of: /<figure/).count == html.matches(of: /<\/figure>/).count)
        // Text of axes does not count its epochs from 0.
        #expect(report.training?.epochs == [0, 1, 2])
        #expect(report.mistakes.count <= 24 && report.mistakes.count == min(24, report.mistakeCount))
    }

    @Test("a model that was never trained has a page without curves; two classes may be one output")
    func single() throws {
        let model = Sequential(name: "two", inputShape: [3]) { Dense(1, activation: .sigmoid) }
        (model.seed, model.engine) = (1, ReferenceEngine())
        struct Points: LabelledData {
            var inputs: Tensor
            var targets: Tensor
        }
        var random = TestGenerator(seed: 1)
        let points = try Points(
            inputs: Tensor((0..<40).map { _ in random.numbers(3) }), targets: Tensor((0..<40).map { $0 % 2 }))
        let html = try ModelReport(model, points, name: "points", classNames: ["no", "yes"]).html()
        #expect(!html.contains("id=\"training\"") && html.contains("yes"))
        #expect(throws: ChartError.self) {
            try ModelReport(model, points, name: "points", classNames: ["a", "b", "c"])
        }
    }

    @Test("outputs in front of a softmax or sigmoid make the figures of those behind it")
    func logits() throws {
        struct Points: LabelledData {
            var inputs: Tensor
            var targets: Tensor
        }
        var random = TestGenerator(seed: 5)
        let inputs = try Tensor((0..<60).map { _ in random.numbers(4, in: -3...3) })
        for (units, activation) in [(3, Activation.softmax), (1, .sigmoid)] {
            let points = try Points(inputs: inputs, targets: Tensor((0..<60).map { $0 % max(units, 2) }))
            func report(_ activation: Activation) throws -> ModelReport {
                let model = Sequential(name: "m", inputShape: [4]) { Dense(units, activation: activation) }
                (model.seed, model.engine) = (2, ReferenceEngine())
                return try ModelReport(model, points, name: "points")
            }
            let (plain, raw) = (try report(activation), try report(.linear))
            #expect(plain.confusionMatrix == raw.confusionMatrix)
            #expect(abs(plain.calibration.expectedError - raw.calibration.expectedError) < 1e-6)
            #expect(zip(plain.mistakes, raw.mistakes).allSatisfy { abs($0.confidence - $1.confidence) < 1e-6 })
        }
    }

    @Test("mistakes of a network that takes rows of pixels are shown as the pictures that are given")
    func pictures() throws {
        let digits = try Handwriting.load().test.prefix(50)
        let model = Sequential(name: "rows", inputShape: [784]) { Dense(10, activation: .softmax) }
        (model.seed, model.engine) = (1, ReferenceEngine())
        struct Rows: LabelledData {
            var inputs: Tensor
            var targets: Tensor
        }
        let rows = try Rows(inputs: digits.images.reshaped(50, 784), targets: digits.labels)
        let without = try ModelReport(model, rows, name: "digits").html()
        let with = try ModelReport(model, rows, name: "digits", pictures: digits.images).html()
        func count(_ page: String) -> Int { page.matches(of: /<img src="data:image\/png/).count }
        #expect(count(without) == 0 && count(with) == 24)
    }

    @Test("a page is written into a new folder")
    func writing() throws {
        let (model, test) = try trained()
        let folder = FileManager.default.temporaryDirectory.appending(path: "sumi-page-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try ModelReport(model, test.prefix(20), name: "few").write(to: folder.path + "/a/b")
        #expect(path == folder.path + "/a/b/index.html" && FileManager.default.fileExists(atPath: path))
        #expect(throws: ChartError.self) {
            try ModelReport(model, test.prefix(20), name: "few").write(to: "/dev/null/a")
        }
    }

    @Test("advice names the confused pair, the weakest class, overfitting and overconfidence")
    func advice() throws {
        let run = TrainingRun(
            name: "", epochs: [0, 1, 2, 3],
            logs: [
                .init(name: "loss", values: [1, 0.5, 0.2, 0.1]), .init(name: "val_loss", values: [1, 0.6, 0.8, 1]),
            ])
        let (model, test) = try trained()
        let page = try ModelReport(model, test, name: "x", training: run).html()
        #expect(page.contains("the network overfits") && page.contains("after epoch 2 and rose by 67 %"))
        #expect(page.contains("are confused most"))
    }
}

/// Escaping as the page needs it, written down a second time.
private enum HTMLText {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
