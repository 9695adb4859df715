/// A kind of chart: how large it is, and what it draws.
protocol Drawing: Sendable {
    func size(_ fonts: Fonts) -> Size
    func draw(on canvas: Canvas)
}
