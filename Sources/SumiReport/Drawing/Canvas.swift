import CSumiCairo

/// What a chart is drawn on: a page of points (1/72 inch) with its origin at the top left.
final class Canvas {
    let theme: Theme
    let fonts: Fonts
    private let cairo: sumi_cairo
    private let context: OpaquePointer

    init(_ context: OpaquePointer, theme: Theme, fonts: Fonts) {
        self.context = context
        self.theme = theme
        self.fonts = fonts
        cairo = fonts.cairo
        fonts.apply(to: context)
        cairo.set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    }

    // MARK: Areas

    func fill(_ rectangle: Rectangle, _ color: Color, opacity: Double = 1) {
        cairo.rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        fillPath(color, opacity)
    }

    func fill(_ polygon: [Point], _ color: Color, opacity: Double = 1) {
        path(polygon)
        cairo.close_path(context)
        fillPath(color, opacity)
    }

    func fillCircle(_ center: Point, radius: Double, _ color: Color) {
        cairo.new_sub_path(context)
        cairo.arc(context, center.x, center.y, radius, 0, 2 * .pi)
        fillPath(color, 1)
    }

    /// Paths inside of `body` show only within the rectangle.
    func clipped(to rectangle: Rectangle, _ body: () -> Void) {
        cairo.save(context)
        cairo.rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        cairo.clip(context)
        body()
        cairo.restore(context)
    }

    /// A rectangle with round corners.
    func fillRound(_ rectangle: Rectangle, radius: Double, _ color: Color) {
        roundPath(rectangle, radius)
        fillPath(color, 1)
    }

    func strokeRound(_ rectangle: Rectangle, radius: Double, _ color: Color, width: Double = 1) {
        roundPath(rectangle, radius)
        strokePath(color, width, [])
    }

    /// Clips to a rectangle with round corners.
    func clippedRound(to rectangle: Rectangle, radius: Double, _ body: () -> Void) {
        cairo.save(context)
        roundPath(rectangle, radius)
        cairo.clip(context)
        body()
        cairo.restore(context)
    }

    // MARK: Lines

    func stroke(_ rectangle: Rectangle, _ color: Color, width: Double = 1) {
        cairo.rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
        strokePath(color, width, [])
    }

    func line(_ start: Point, _ end: Point, _ color: Color, width: Double = 1, dash: [Double] = []) {
        path([start, end])
        strokePath(color, width, dash)
    }

    func polyline(_ points: [Point], _ color: Color, width: Double = 1, dash: [Double] = []) {
        guard points.count > 1 else { return }
        path(points)
        strokePath(color, width, dash)
    }

    /// A curve that leaves and arrives vertically, through places where it passes vertically too.
    func verticalCurve(_ points: [Point], _ color: Color, width: Double = 1) {
        guard let first = points.first else { return }
        cairo.new_path(context)
        cairo.move_to(context, first.x, first.y)
        for (start, end) in zip(points, points.dropFirst()) {
            let middle = (start.y + end.y) / 2
            cairo.curve_to(context, start.x, middle, end.x, middle, end.x, end.y)
        }
        strokePath(color, width, [])
    }

    // MARK: Text

    /// Text at a place, turned by `angle` (radians, clockwise) around it.
    func text(
        _ text: String, at place: Point, _ style: TextStyle, _ color: Color? = nil, anchor: TextAnchor = .start,
        baseline: TextBaseline = .letters, angle: Double = 0
    ) {
        let (runs, width) = fonts.layout(text, style)
        let left: Double =
            switch anchor {
            case .start: 0
            case .middle: -width / 2
            case .end: -width
            }
        let down: Double =
            switch baseline {
            case .letters: 0
            case .middle: style.capHeight / 2
            case .top: style.capHeight
            }
        cairo.save(context)
        cairo.translate(context, place.x, place.y)
        if angle != 0 { cairo.rotate(context, angle) }
        cairo.translate(context, left, down)
        set(color ?? theme.ink, 1)
        cairo.set_font_size(context, style.size)
        for run in runs {
            cairo.set_font_face(context, run.face)
            cairo.show_glyphs(context, run.glyphs, Int32(clamping: run.glyphs.count))
        }
        cairo.restore(context)
    }

    func width(_ text: String, _ style: TextStyle) -> Double { fonts.width(text, style) }

    // MARK: Images

    /// An image stretched over a rectangle, its pixels with sharp edges unless `isSmooth`.
    func image(_ image: PixelImage, in rectangle: Rectangle, isSmooth: Bool = false) {
        // Viewers of SVG and PDF smooth what they enlarge: small images are enlarged before.
        let image = isSmooth ? image : image.enlarged(toAtLeast: 240)
        let stride = Int(cairo.format_stride_for_width(CAIRO_FORMAT_RGB24, Int32(clamping: image.width)))
        var bytes = image.nativeRows(stride: stride)
        bytes.withUnsafeMutableBufferPointer { buffer in
            guard
                let surface = cairo.image_surface_create_for_data(
                    buffer.baseAddress, CAIRO_FORMAT_RGB24, Int32(clamping: image.width), Int32(clamping: image.height),
                    Int32(clamping: stride))
            else { return }
            cairo.save(context)
            cairo.translate(context, rectangle.x, rectangle.y)
            cairo.scale(
                context, rectangle.width / Double(image.width), rectangle.height / Double(image.height))
            cairo.set_source_surface(context, surface, 0, 0)
            cairo.pattern_set_filter(cairo.get_source(context), isSmooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
            cairo.pattern_set_extend(cairo.get_source(context), CAIRO_EXTEND_PAD)
            cairo.rectangle(context, 0, 0, Double(image.width), Double(image.height))
            cairo.fill(context)
            cairo.restore(context)
            // Vector formats keep a reference until the page ends: let them copy the pixels now.
            cairo.surface_finish(surface)
            cairo.surface_destroy(surface)
        }
    }

    // MARK: Paths

    private func path(_ points: [Point]) {
        cairo.new_path(context)
        for (index, point) in points.enumerated() {
            if index == 0 { cairo.move_to(context, point.x, point.y) } else { cairo.line_to(context, point.x, point.y) }
        }
    }

    private func roundPath(_ rectangle: Rectangle, _ radius: Double) {
        let radius = min(radius, rectangle.width / 2, rectangle.height / 2)
        cairo.new_path(context)
        let corners = [
            Point(rectangle.maxX - radius, rectangle.y + radius),
            Point(rectangle.maxX - radius, rectangle.maxY - radius),
            Point(rectangle.x + radius, rectangle.maxY - radius), Point(rectangle.x + radius, rectangle.y + radius),
        ]
        for (index, corner) in corners.enumerated() {
            let start = Double(index - 1) * .pi / 2
            cairo.arc(context, corner.x, corner.y, radius, start, start + .pi / 2)
        }
        cairo.close_path(context)
    }

    private func set(_ color: Color, _ opacity: Double) {
        cairo.set_source_rgba(context, color.red, color.green, color.blue, opacity)
    }

    private func fillPath(_ color: Color, _ opacity: Double) {
        set(color, opacity)
        cairo.fill(context)
    }

    private func strokePath(_ color: Color, _ width: Double, _ dash: [Double]) {
        set(color, 1)
        cairo.set_line_width(context, width)
        cairo.set_dash(context, dash, Int32(clamping: dash.count), 0)
        cairo.stroke(context)
    }
}
