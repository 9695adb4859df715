/// The colours of a map with the numbers they stand for.
struct ColorBar {
    var map: ColorMap
    var scale: Scale

    static let width = 14.0

    /// With the labels of its ticks.
    func fullWidth(_ fonts: Fonts) -> Double {
        Self.width + 7 + (scale.ticks.map { fonts.width($0.label, .tick) }.max() ?? 0)
    }

    func draw(on canvas: Canvas, x: Double, y: Double, height: Double) {
        let values = (0..<256).map { 1 - Double($0) / 255 }
        let image = PixelImage(width: 1, height: 256, values: values, range: 0...1, map: map)
        let bar = Rectangle(x, y, Self.width, height)
        canvas.image(image, in: bar, isSmooth: true)
        canvas.stroke(bar, canvas.theme.mutedInk, width: 0.8)
        for tick in scale.ticks where (-0.001...1.001).contains(scale.place(tick.value)) {
            let place = bar.maxY - scale.place(tick.value) * height
            canvas.line(Point(bar.maxX, place), Point(bar.maxX + 3, place), canvas.theme.mutedInk, width: 0.8)
            canvas.text(
                tick.label, at: Point(bar.maxX + 6, place), .tick, canvas.theme.mutedInk, baseline: .middle)
        }
    }
}
