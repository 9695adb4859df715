import SumiFigures

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Chart {
    /// A confusion matrix as the classic tutorials draw it: one cell for each pair of classes, the larger the darker, with
    /// its count (or, normalized, with two decimals).
    ///
    /// - Parameters:
    ///   - classNames: what the classes are called, in the order of the matrix's labels; their numbers where it is `nil`.
    ///   - title: "Confusion matrix", or "Normalized confusion matrix", where it is `nil`.
    ///   - normalize: what cells are divided by, if they are not yet.
    ///   - colorMap: letters are white above half of the largest cell where the map goes from light to dark.
    /// - Throws: ``ChartError`` where names and classes differ in number.
    public static func confusionMatrix(
        _ matrix: ConfusionMatrix, classNames: [String]? = nil, title: String? = nil,
        normalize: ConfusionMatrix.Normalization? = nil, colorMap: ColorMap = .blues
    ) throws(ChartError) -> Chart {
        guard classNames.map({ $0.count == matrix.labels.count }) ?? true else {
            throw ChartError(
                "confusion matrix: \(classNames?.count ?? 0) names for \(matrix.labels.count) classes")
        }
        let matrix = normalize.map { matrix.normalized($0) } ?? matrix
        let isNormalized = matrix.normalization != nil
        return Chart(
            ConfusionMatrixDrawing(
                matrix: matrix, names: classNames ?? matrix.labels.map(String.init),
                title: title ?? (isNormalized ? "Normalized confusion matrix" : "Confusion matrix"), map: colorMap))
    }
}

private struct ConfusionMatrixDrawing: Drawing {
    var matrix: ConfusionMatrix
    var names: [String]
    var title: String
    var map: ColorMap

    private var texts: [[String]] { matrix.rows.map { $0.map(matrix.cellText) } }

    private var bar: ColorBar {
        // From the smallest cell to the largest, as the tutorials' images are scaled.
        ColorBar(map: map, scale: Scale(matrix.rows.flatMap(\.self), count: 6, isTight: true, isWhole: matrix.isCount))
    }

    private struct Layout {
        var cell: Double
        var style: TextStyle
        var showsNumbers: Bool
        var showsNames: Bool
        var grid: Rectangle
        var size: Size
    }

    private func layout(_ fonts: Fonts) -> Layout {
        let count = Double(names.count)
        let style = TextStyle(size: 10)
        let widest = texts.flatMap(\.self).map { fonts.width($0, style) }.max() ?? 10
        // A page stays readable: many classes have smaller cells, and at last no numbers.
        let wanted = max(widest + 12, 30)
        let cell = max(min(wanted, 1600 / count), 3, count == 1 ? 120 : 0, count < 6 ? 190 / count : 0)
        let showsNumbers = cell >= widest + 3
        let showsNames = cell >= 10
        let name = showsNames ? names.map { fonts.width($0, .tick) }.max() ?? 0 : 0
        let slope = sin(Double.pi / 4)
        let overhang = showsNames ? (fonts.width(names[0], .tick) + 8) * slope - cell / 2 : 0
        let left = 14 + 16 + max(name + 10, overhang - 10)
        let side = cell * count
        let titleWidth = fonts.width(title, .title)
        let right = 20 + bar.fullWidth(fonts) + 14
        let bottom = name * slope + 22 + 26
        let width = max(left + side + right, left + side / 2 + titleWidth / 2 + 14)
        let shift = max(0, titleWidth / 2 + 14 - left - side / 2)
        return Layout(
            cell: cell, style: style, showsNumbers: showsNumbers, showsNames: showsNames,
            grid: Rectangle(left + shift, 38, side, side), size: Size(width + shift, 38 + side + bottom))
    }

    func size(_ fonts: Fonts) -> Size { layout(fonts).size }

    func draw(on canvas: Canvas) {
        let layout = layout(canvas.fonts)
        let grid = layout.grid
        drawCells(on: canvas, layout)
        canvas.stroke(grid, canvas.theme.ink, width: 0.9)
        if layout.showsNames { drawNames(on: canvas, layout) }
        bar.draw(on: canvas, x: grid.maxX + 20, y: grid.y, height: grid.height)
        canvas.text(title, at: Point(grid.midX, grid.y - 14), .title, anchor: .middle)
        canvas.text("True label", at: Point(24, grid.midY), .label, anchor: .middle, angle: -.pi / 2)
        canvas.text("Predicted label", at: Point(grid.midX, layout.size.height - 13), .label, anchor: .middle)
    }

    private func drawCells(on canvas: Canvas, _ layout: Layout) {
        let values = matrix.rows.flatMap(\.self)
        let scale = bar.scale
        let largest = values.max() ?? 0
        let cell = layout.cell
        for (row, cells) in zip(matrix.rows, texts).enumerated() {
            for (column, (value, text)) in zip(cells.0, cells.1).enumerated() {
                let area = Rectangle(
                    layout.grid.x + Double(column) * cell, layout.grid.y + Double(row) * cell, cell, cell)
                let color = map.color(scale.place(value))
                // A hair larger, so that no line of background shows between cells.
                canvas.fill(
                    Rectangle(
                        area.x, area.y, column + 1 < names.count ? cell + 0.4 : cell,
                        row + 1 < names.count ? cell + 0.4 : cell), color)
                guard layout.showsNumbers else { continue }
                let isWhite = map.darkens ? value > largest / 2 : color.luminance < 0.5
                canvas.text(
                    text, at: Point(area.midX, area.midY), layout.style, isWhite ? .white : .black, anchor: .middle,
                    baseline: .middle)
            }
        }
    }

    private func drawNames(on canvas: Canvas, _ layout: Layout) {
        let grid = layout.grid
        for (index, name) in names.enumerated() {
            let offset = (Double(index) + 0.5) * layout.cell
            canvas.line(
                Point(grid.x - 3.5, grid.y + offset), Point(grid.x, grid.y + offset), canvas.theme.ink, width: 0.8)
            canvas.text(
                name, at: Point(grid.x - 7, grid.y + offset), .tick, anchor: .end, baseline: .middle)
            canvas.line(
                Point(grid.x + offset, grid.maxY), Point(grid.x + offset, grid.maxY + 3.5), canvas.theme.ink, width: 0.8
            )
            canvas.text(
                name, at: Point(grid.x + offset + 3, grid.maxY + 9), .tick, anchor: .end, baseline: .middle,
                angle: -.pi / 4)
        }
    }
}
