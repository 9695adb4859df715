import SumiNN
import SumiTensor

extension Chart {
    /// Images in a grid, each with its true and predicted label below: green where it is right, red where it is wrong.
    ///
    /// - Parameters:
    ///   - images: `[count, height, width]`, with 1 or 3 channels at the end or without: bytes, or numbers in 0 to 1.
    ///   - truths: the true class of each image; none are shown where it is `nil`.
    ///   - predictions: the predicted class of each image; none are shown where it is `nil`.
    ///   - confidences: how sure each prediction is, in 0 to 1.
    ///   - classNames: what the classes are called; their numbers where it is `nil`.
    ///   - colorMap: the colours of grey images.
    /// - Throws: ``ChartError`` where there are no images, or another number of labels.
    public static func imageGrid(
        _ images: Tensor, truths: [Int]? = nil, predictions: [Int]? = nil, confidences: [Double]? = nil,
        classNames: [String]? = nil, columns: Int = 5, title: String = "", colorMap: ColorMap = .gray
    ) throws -> Chart {
        guard images.rank >= 3, let count = images.shape.dimensions.first, count > 0 else {
            throw ChartError("image grid: [count, height, width, …] with at least one image is needed")
        }
        for (name, number) in [("true", truths?.count), ("predicted", predictions?.count)] {
            if let number, number != count {
                throw ChartError("image grid: \(count) images, but \(number) \(name) labels")
            }
        }
        let pictures = try (0..<count).map { index in
            try PixelImage(images[index], map: colorMap)
        }
        func name(_ label: Int) -> String {
            classNames.flatMap { $0.indices.contains(label) ? $0[label] : nil } ?? String(label)
        }
        let tiles = pictures.enumerated().map { index, picture in
            let truth = truths?[index]
            let prediction = predictions?[index]
            var tile = ImageTile(picture: picture)
            switch (truth, prediction) {
            case (let truth?, let prediction?):
                tile.isRight = truth == prediction
                let sure =
                    confidences.flatMap { index < $0.count ? $0[index] : nil }
                    .map { " (\(formatted($0 * 100, "%.0f")) %)" } ?? ""
                tile.captions =
                    truth == prediction
                    ? [name(truth) + sure, ""] : [name(prediction) + sure, "true: " + name(truth)]
            case (let label?, nil), (nil, let label?): tile.captions = [name(label)]
            case (nil, nil): break
            }
            return tile
        }
        return Chart(TilesDrawing(tiles: tiles, columns: max(columns, 1), title: title))
    }
}

/// One picture of a grid, with the lines below it.
struct ImageTile: Hashable, Sendable {
    var picture: PixelImage
    var captions: [String] = []
    /// Colours the first line.
    var isRight: Bool?
}

/// Pictures of about one size in rows.
struct TilesDrawing: Drawing {
    var tiles: [ImageTile]
    var columns: Int
    var title: String
    var tileSize = 92.0
    var gap = 10.0
    var isSmooth = false
    /// Beside the tiles.
    var bar: ColorBarContent?

    /// What a colour bar shows.
    struct ColorBarContent: Hashable, Sendable {
        var map: ColorMap
        var range: ClosedRange<Double>
    }

    private var captionHeight: Double {
        let lines = tiles.map { $0.captions.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0 }.max() ?? 0
        return lines == 0 ? 0 : Double(lines) * 12 + 5
    }

    /// Pictures fill the width; their height follows the first one's shape.
    private var tileHeight: Double {
        guard let first = tiles.first?.picture, first.width > 0 else { return tileSize }
        return min(max(tileSize * Double(first.height) / Double(first.width), 6), tileSize * 3)
    }

    private var usedColumns: Int { max(1, min(columns, tiles.count)) }

    private var colorBar: ColorBar? {
        bar.map {
            ColorBar(
                map: $0.map,
                scale: Scale(
                    [$0.range.lowerBound, $0.range.upperBound],
                    count: tiles.count <= usedColumns && tileHeight < 80 ? 2 : 5,
                    isTight: true))
        }
    }

    func size(_ fonts: Fonts) -> Size {
        let rows = Double((tiles.count + usedColumns - 1) / usedColumns)
        let barWidth = colorBar.map { $0.fullWidth(fonts) + 16 } ?? 0
        let width = Double(usedColumns) * (tileSize + gap) - gap + 24 + barWidth
        return Size(
            max(width, title.isEmpty ? 0 : fonts.width(title, .title) + 24),
            (title.isEmpty ? 12 : 36) + rows * (tileHeight + captionHeight + gap) - gap + 12)
    }

    func draw(on canvas: Canvas) {
        let size = size(canvas.fonts)
        let top = title.isEmpty ? 12.0 : 36
        let barWidth = colorBar.map { $0.fullWidth(canvas.fonts) + 16 } ?? 0
        let left = (size.width - barWidth - Double(usedColumns) * (tileSize + gap) + gap) / 2
        if !title.isEmpty { canvas.text(title, at: Point(size.width / 2, 22), .title, anchor: .middle) }
        for (index, tile) in tiles.enumerated() {
            let x = left + Double(index % usedColumns) * (tileSize + gap)
            let y = top + Double(index / usedColumns) * (tileHeight + captionHeight + gap)
            let area = Rectangle(x, y, tileSize, tileHeight)
            canvas.image(tile.picture, in: area, isSmooth: isSmooth)
            canvas.stroke(area, canvas.theme.grid, width: 0.8)
            for (line, caption) in tile.captions.enumerated() where !caption.isEmpty {
                let color: Color
                switch tile.isRight {
                case true? where line == 0: color = canvas.theme.right
                case false? where line == 0: color = canvas.theme.wrong
                case nil: color = canvas.theme.ink
                default: color = canvas.theme.mutedInk
                }
                let text = canvas.fonts.shortened(caption, .caption, width: tileSize + gap - 4)
                canvas.text(
                    text, at: Point(area.midX, area.maxY + 5 + Double(line) * 12), .caption, color, anchor: .middle,
                    baseline: .top)
            }
        }
        colorBar?.draw(
            on: canvas, x: left + Double(usedColumns) * (tileSize + gap) - gap + 16, y: top,
            height: min(size.height - top - 12, 240))
    }
}
