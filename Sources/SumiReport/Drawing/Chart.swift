import CSumiCairo
import SumiArchive

/// A chart that can be written as PNG, SVG and PDF, all from the same drawing.
///
/// ```swift
/// let matrix = try ConfusionMatrix(test.labels, predicted)
/// try Chart.confusionMatrix(matrix, classNames: test.classNames).write(to: "confusion.pdf")
/// ```
///
/// Text in any script is set in the first face that has its characters; for Chinese that is Noto Sans CJK or WenQuanYi.
public struct Chart: Sendable {
    private let drawing: any Drawing
    /// The colours of everything but the data.
    public var theme = Theme.light

    init(_ drawing: some Drawing) { self.drawing = drawing }

    /// The same chart with other colours.
    public func themed(_ theme: Theme) -> Chart {
        var chart = self
        chart.theme = theme
        return chart
    }

    /// Width and height in points (1/72 inch).
    ///
    /// - Throws: ``ChartError`` where Cairo, which measures text, is not on this machine.
    public var size: (width: Double, height: Double) {
        get throws(ChartError) {
            let size = drawing.size(try Fonts())
            return (size.width, size.height)
        }
    }

    /// Writes the chart as the kind of file that the name asks for: `.png`, `.svg` or `.pdf`.
    ///
    /// - Parameter scale: pixels of a PNG for each point.
    /// - Throws: ``ChartError`` for other endings, and where the file cannot be written or Cairo is not on this machine.
    public func write(to path: String, scale: Double = 2) throws {
        let bytes = try data(ChartFormat(path: path), scale: scale)
        do {
            try AtomicFile.write([bytes], to: path)
        } catch {
            throw ChartError("\(error)")
        }
    }

    /// The chart as the content of a file.
    ///
    /// - Parameter scale: pixels of a PNG for each point.
    /// - Throws: ``ChartError`` where the chart is too large for its kind of file, or Cairo is not on this machine.
    public func data(_ format: ChartFormat, scale: Double = 2) throws(ChartError) -> [UInt8] {
        let fonts = try Fonts()
        let size = drawing.size(fonts)
        guard size.width.isFinite, size.height.isFinite, size.width > 0, size.height > 0 else {
            throw ChartError("there is nothing to draw")
        }
        let sink = ByteSink()
        switch format {
        case .png: try png(size, scale, fonts, sink)
        case .svg: try vector(size, fonts, sink, fonts.cairo.svg_surface_create_for_stream)
        case .pdf: try vector(size, fonts, sink, fonts.cairo.pdf_surface_create_for_stream)
        }
        return sink.bytes
    }

    private func png(_ size: Size, _ scale: Double, _ fonts: Fonts, _ sink: ByteSink) throws(ChartError) {
        guard scale > 0, max(size.width, size.height) * scale <= 30_000 else {
            throw ChartError(
                "the chart is \(Int(size.width)) x \(Int(size.height)) points: at the scale \(scale) that is no size "
                    + "for a PNG; take a smaller scale, or write SVG")
        }
        let cairo = fonts.cairo
        let surface = cairo.image_surface_create(
            CAIRO_FORMAT_RGB24, Int32((size.width * scale).rounded(.up)), Int32((size.height * scale).rounded(.up)))
        defer { cairo.surface_destroy(surface) }
        try draw(on: surface, size, scale, fonts)
        try check(cairo.surface_write_to_png_stream(surface, ByteSink.write, sink.pointer), cairo)
    }

    private func vector(
        _ size: Size, _ fonts: Fonts, _ sink: ByteSink,
        _ make: (cairo_write_func_t, UnsafeMutableRawPointer, Double, Double) -> OpaquePointer?
    ) throws(ChartError) {
        let cairo = fonts.cairo
        let surface = make(ByteSink.write, sink.pointer, size.width, size.height)
        defer { cairo.surface_destroy(surface) }
        try draw(on: surface, size, 1, fonts)
        cairo.surface_finish(surface)
        try check(cairo.surface_status(surface), cairo)
    }

    private func draw(on surface: OpaquePointer?, _ size: Size, _ scale: Double, _ fonts: Fonts) throws(ChartError) {
        let cairo = fonts.cairo
        try check(cairo.surface_status(surface), cairo)
        guard let context = cairo.create(surface) else { throw ChartError("there is no memory for the chart") }
        defer { cairo.destroy(context) }
        cairo.scale(context, scale, scale)
        let canvas = Canvas(context, theme: theme, fonts: fonts)
        canvas.fill(Rectangle(0, 0, size.width + 1, size.height + 1), theme.background)
        drawing.draw(on: canvas)
        try check(cairo.status(context), cairo)
    }

    private func check(_ status: cairo_status_t, _ cairo: sumi_cairo) throws(ChartError) {
        if status != CAIRO_STATUS_SUCCESS {
            throw ChartError("the chart cannot be drawn: \(cairo.text(status))")
        }
    }
}
