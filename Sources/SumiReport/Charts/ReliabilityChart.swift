import SumiFigures
import SumiNN

extension Chart {
    /// A reliability diagram: the accuracy of predictions by their confidence, its distance from the diagonal, and below it
    /// how many predictions there are of each confidence.
    public static func reliability(_ calibration: Calibration, title: String = "Reliability") -> Chart {
        Chart(ReliabilityDrawing(calibration: calibration, title: title))
    }
}

private struct ReliabilityDrawing: Drawing {
    var calibration: Calibration
    var title: String

    private let side = 270.0
    private let left = 58.0

    func size(_ fonts: Fonts) -> Size { Size(left + side + 20, 36 + side + 18 + 70 + 44 + 20) }

    func draw(on canvas: Canvas) {
        let x = Scale([0, 1], isTight: true)
        var frame = PlotFrame(
            area: Rectangle(left, 36, side, side), x: x, y: Scale([0, 1], isTight: true), title: title,
            yTitle: "accuracy")
        frame.drawBack(on: canvas)
        let gap = canvas.theme.series(3)
        for bin in calibration.bins where bin.count > 0 {
            bar(bin, from: 0, to: bin.accuracy, frame, canvas, canvas.theme.series(0), 0.85)
            bar(
                bin, from: min(bin.accuracy, bin.confidence), to: max(bin.accuracy, bin.confidence), frame, canvas, gap,
                0.35)
        }
        canvas.line(frame.point(0, 0), frame.point(1, 1), canvas.theme.ink, width: 1, dash: [4, 3])
        frame.drawFront(on: canvas)
        let note =
            "ECE \(formatted(calibration.expectedError * 100, "%.2f")) %   MCE "
            + "\(formatted(calibration.maximumError * 100, "%.2f")) %"
        let box = Rectangle(left + 8, 44, canvas.width(note, .tick) + 12, 18)
        canvas.fill(box, canvas.theme.background, opacity: 0.85)
        canvas.text(note, at: Point(box.x + 6, box.midY), .tick, baseline: .middle)
        drawCounts(on: canvas, x)
        let legend = Legend([
            Legend.Item(name: "accuracy", series: 0, isArea: true),
            Legend.Item(name: "distance from confidence", series: 3, isArea: true),
        ])
        frame.area.y = 0
        legend.draw(on: canvas, in: Rectangle(12, size(canvas.fonts).height - 20, left + side - 12, 16))
    }

    private func drawCounts(on canvas: Canvas, _ x: Scale) {
        let all = calibration.bins.reduce(0) { $0 + $1.count }
        let shares = calibration.bins.map { all > 0 ? $0.count / all : 0 }
        let frame = PlotFrame(
            area: Rectangle(left, 36 + side + 26, side, 62), x: x,
            y: Scale([0, (shares.max() ?? 1) * 1.1], count: 2, isTight: true), xTitle: "confidence", yTitle: "share")
        frame.drawBack(on: canvas)
        for (bin, share) in zip(calibration.bins, shares) where share > 0 {
            bar(bin, from: 0, to: share, frame, canvas, canvas.theme.mutedInk, 0.6)
        }
        frame.drawFront(on: canvas)
    }

    private func bar(
        _ bin: Calibration.Bin, from low: Double, to high: Double, _ frame: PlotFrame, _ canvas: Canvas, _ color: Color,
        _ opacity: Double
    ) {
        let (start, end) = (frame.point(bin.lower, high), frame.point(bin.upper, low))
        canvas.fill(
            Rectangle(start.x + 0.7, start.y, end.x - start.x - 1.4, end.y - start.y), color, opacity: opacity)
    }
}
