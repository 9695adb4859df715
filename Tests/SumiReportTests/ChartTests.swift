import Foundation
import Sumi
import SumiReport
import SumiTestSupport
import Testing

@Suite("Charts")
struct ChartTests {
    @Test("one drawing makes PNG, SVG and PDF")
    func formats() throws {
        let chart = try Chart.confusionMatrix(Examples.matrix(), classNames: Examples.clothes)
        #expect(try chart.data(.png).starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]))
        #expect(try chart.data(.pdf).starts(with: Array("%PDF-".utf8)))
        let svg = String(decoding: try chart.data(.svg), as: UTF8.self)
        #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"))
        // 100 cells of the matrix are there as areas.
        #expect(svg.matches(of: /<(path|rect)/).count > 100)
        let size = try chart.size
        let (wide, high) = try pngSize(chart.data(.png, scale: 3))
        #expect(abs(Double(wide) - size.width * 3) <= 1 && abs(Double(high) - size.height * 3) <= 1)
    }

    @Test("SVG shows images without files beside it")
    func selfContained() throws {
        let images = try Handwriting.load().test.prefix(3).images
        let svg = String(decoding: try Chart.imageGrid(images).data(.svg), as: UTF8.self)
        #expect(svg.contains("data:image/png;base64,"))
        let links = svg.matches(of: /(href|src)="(?<target>[^"]*)"/).map { String($0.output.target) }
        #expect(links.allSatisfy { $0.hasPrefix("data:") || $0.hasPrefix("#") })
    }

    @Test("a file is of the kind that its name asks for", arguments: ["a.png", "b.SVG", "c.d/e.pdf"])
    func endings(_ name: String) throws {
        #expect(throws: Never.self) { try ChartFormat(path: name) }
    }

    @Test("other endings and folders that are not there are errors", arguments: ["a.jpg", "png", "a.png/b", "a"])
    func otherEndings(_ name: String) throws {
        #expect(throws: ChartError.self) { try ChartFormat(path: name) }
    }

    @Test("a chart is written whole, or an error says why not")
    func writing() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sumi-charts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let chart = try Chart.learningCurves([Examples.run("")])
        let file = folder.appending(path: "curves.svg").path
        try chart.write(to: file)
        #expect(FileManager.default.fileExists(atPath: file))
        let error = #expect(throws: ChartError.self) { try chart.write(to: folder.path + "/none/curves.png") }
        #expect(error?.description.contains("none/curves.png") == true)
    }

    @Test("what cannot be drawn is an error that says why")
    func errors() throws {
        let matrix = try Examples.matrix()
        #expect(throws: ChartError.self) { try Chart.confusionMatrix(matrix, classNames: ["a"]) }
        #expect(throws: ChartError.self) { try Chart.learningCurves([]) }
        #expect(throws: ChartError.self) { try Chart.learningCurves([Examples.run("")], logs: ["mae"]) }
        #expect(throws: ChartError.self) { try Chart.imageGrid(.zeros([2, 4, 4, 2])) }
        #expect(throws: ChartError.self) { try Chart.imageGrid(.zeros([0, 4, 4])) }
        #expect(throws: ChartError.self) { try Chart.imageGrid(.zeros([2, 4, 4]), truths: [1]) }
        #expect(throws: ChartError.self) { try Chart.lines([]) }
        #expect(throws: ChartError.self) { try Chart.lines([.init("a", x: [1], y: [])]) }
        #expect(throws: ChartError.self) { try Chart.rocCurves([]) }
        let model = Examples.network()
        let image = try Tensor.zeros([28, 28])
        #expect(throws: ModelError.self) { try Chart.activations(model, layer: "none", image: image) }
        #expect(throws: ChartError.self) { try Chart.filters(model, layer: "dropout") }
        #expect(throws: ChartError.self) { try Chart.gradCAM(model, image: .zeros([5, 5])) }
        #expect(throws: ChartError.self) { try Chart.gradCAM(model, image: image, label: 10) }
        #expect(throws: ChartError.self) { try Chart.gradCAM(model, image: image, layer: "dense") }
        let curves = try Chart.learningCurves([Examples.run("")])
        #expect(throws: ChartError.self) { try curves.data(.png, scale: 1000) }
        #expect(throws: ChartError.self) { try curves.data(.png, scale: 0) }
    }

    @Test("numbers that are not finite, one epoch, one class and many classes are drawn")
    func extremes() throws {
        var run = Examples.run("", epochs: 1)
        run.logs[1].values = [.infinity]
        _ = try Chart.learningCurves([run]).data(.png)
        let one = try Tensor([3, 3])
        _ = try Chart.confusionMatrix(ConfusionMatrix(one, one)).data(.png)
        let many = try Tensor((0..<400).map { $0 % 200 })
        let chart = try Chart.confusionMatrix(ConfusionMatrix(many, many))
        #expect(try chart.size.width < 2000)
        _ = try chart.data(.pdf)
        _ = try Chart.lines([.init("", x: [1, 2], y: [.nan, .nan])]).data(.svg)
        _ = try Chart.imageGrid(.full([1, 2, 2], Float.nan)).data(.png)
    }

    private func pngSize(_ bytes: [UInt8]) throws -> (Int, Int) {
        let picture = try CoarsePicture(png: bytes)
        return (picture.width, picture.height)
    }
}
