import CSumiCairo
import SumiNN

/// The faces that text is set in. Each character takes the first face in the list that has it, so that a chart may mix
/// English and Chinese.
final class Fonts {
    /// Glyphs of one face, from the origin to the right.
    struct Run {
        var face: OpaquePointer
        var glyphs: [cairo_glyph_t]
    }

    private struct FaceKey: Hashable {
        var family: String
        var isBold: Bool
    }

    private static let families = ["DejaVu Sans", "Noto Sans", "Helvetica", "sans-serif"]
    private static let monospaced = ["DejaVu Sans Mono", "Noto Sans Mono", "Menlo", "monospace"]
    /// Faces with Chinese, Japanese and Korean characters, as systems have them.
    private static let eastAsian = [
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
        "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Droid Sans Fallback", "Noto Sans CJK JP",
        "Noto Sans CJK KR", "Unifont",
    ]

    /// What text is measured and set with.
    let cairo: sumi_cairo
    private var faces: [FaceKey: OpaquePointer] = [:]
    private var scaled: [TextStyle: [OpaquePointer]] = [:]
    private var places: [TextStyle: [Character: Int]] = [:]
    private let options: OpaquePointer

    /// - Throws: ``ChartError`` where Cairo is not on this machine.
    init() throws(ChartError) {
        cairo = try Cairo.functions()
        guard let options = cairo.font_options_create() else { throw ChartError("there is no memory for the chart") }
        self.options = options
        // Sizes of text must not depend on what it is drawn on.
        cairo.font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo.font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo.font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    }

    deinit {
        for font in scaled.values.joined() { cairo.scaled_font_destroy(font) }
        for face in faces.values { cairo.font_face_destroy(face) }
        cairo.font_options_destroy(options)
    }

    /// How wide the text is.
    func width(_ text: String, _ style: TextStyle) -> Double { layout(text, style).width }

    /// The text in runs of one face each, and how wide it is.
    func layout(_ text: String, _ style: TextStyle) -> (runs: [Run], width: Double) {
        var runs: [Run] = []
        var x = 0.0
        var rest = Array(text)[...]
        while let first = rest.first {
            let place = place(of: first, style)
            let part = rest.prefix { self.place(of: $0, style) == place }
            rest = rest.dropFirst(part.count)
            let font = candidates(style)[place]
            let (glyphs, width) = glyphs(String(part), font, x: x)
            if let face = cairo.scaled_font_get_font_face(font) { runs.append(Run(face: face, glyphs: glyphs)) }
            x += width
        }
        return (runs, x)
    }

    /// The text, shortened with an ellipsis where it is wider than `width`.
    func shortened(_ text: String, _ style: TextStyle, width: Double) -> String {
        if self.width(text, style) <= width { return text }
        var short = text
        while !short.isEmpty, self.width(short + "…", style) > width { short.removeLast() }
        return short + "…"
    }

    func apply(to context: OpaquePointer) { cairo.set_font_options(context, options) }

    // MARK: Faces

    /// The first face with the character; the first of all where none has it.
    private func place(of character: Character, _ style: TextStyle) -> Int {
        if let known = places[style]?[character] { return known }
        let fonts = candidates(style)
        let place = fonts.firstIndex { font in
            glyphs(String(character), font, x: 0).glyphs.allSatisfy { $0.index != 0 }
        }
        places[style, default: [:]][character] = place ?? 0
        return place ?? 0
    }

    private func candidates(_ style: TextStyle) -> [OpaquePointer] {
        if let known = scaled[style] { return known }
        let families = (style.isMonospaced ? Self.monospaced : []) + Self.families + Self.eastAsian
        let fonts = families.compactMap { font($0, style) }
        scaled[style] = fonts
        return fonts
    }

    private func font(_ family: String, _ style: TextStyle) -> OpaquePointer? {
        let key = FaceKey(family: family, isBold: style.isBold)
        let weight = style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
        guard let face = faces[key] ?? cairo.toy_font_face_create(family, CAIRO_FONT_SLANT_NORMAL, weight) else {
            return nil
        }
        faces[key] = face
        var matrix = cairo_matrix_t()
        var identity = cairo_matrix_t()
        cairo.matrix_init_scale(&matrix, style.size, style.size)
        cairo.matrix_init_identity(&identity)
        return cairo.scaled_font_create(face, &matrix, &identity, options)
    }

    private func glyphs(
        _ text: String, _ font: OpaquePointer, x: Double
    ) -> (glyphs: [cairo_glyph_t], width: Double) {
        var glyphs: UnsafeMutablePointer<cairo_glyph_t>?
        var count: Int32 = 0
        let status = cairo.scaled_font_text_to_glyphs(
            font, x, 0, text, Int32(clamping: text.utf8.count), &glyphs, &count, nil, nil, nil)
        guard status == CAIRO_STATUS_SUCCESS, let glyphs, count > 0 else { return ([], 0) }
        defer { cairo.glyph_free(glyphs) }
        var extents = cairo_text_extents_t()
        cairo.scaled_font_glyph_extents(font, glyphs, count, &extents)
        return (Array(UnsafeBufferPointer(start: glyphs, count: Int(count))), extents.x_advance)
    }
}
