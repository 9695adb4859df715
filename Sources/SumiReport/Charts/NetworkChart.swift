import SumiNN
import SumiTensor

extension Chart {
    /// The network as a diagram: a box for each layer with its name, class, output shape and number of parameters, and
    /// arrows along which values flow. What Keras' `plot_model` draws.
    ///
    /// - Parameters:
    ///   - showShapes: whether boxes name output shapes.
    ///   - showParameters: whether boxes name numbers of parameters.
    /// - Throws: what keeps the model from being built.
    public static func network(_ model: Model, showShapes: Bool = true, showParameters: Bool = true) throws -> Chart {
        let built = try model.ensureBuilt(for: [])
        guard let network = model.network else { throw ChartError("model \"\(model.name)\" has no layers to draw") }
        var boxes: [NetworkDrawing.Box] = []
        var places: [ObjectIdentifier: Int] = [:]
        var edges: [LayeredLayout.Edge] = []
        var seen: Set<ObjectIdentifier> = []
        for call in network.calls {
            let shapes = built.probe.callShapes[ObjectIdentifier(call)] ?? []
            // A layer that is used again has its weights already.
            let isFirst = seen.insert(ObjectIdentifier(call.entry)).inserted
            let count = try model.parameterCount(of: call.entry)
            var lines: [String] = []
            if showShapes { lines.append(shapes.map(shapeText).joined(separator: ", ")) }
            if showParameters, count > 0 {
                lines.append(isFirst ? "\(grouped(count)) parameters" : "the same \(grouped(count)) parameters")
            }
            boxes.append(
                NetworkDrawing.Box(
                    name: network.name(of: call.entry), className: call.entry.className, lines: lines,
                    kind: .init(call.entry.className)))
            places[ObjectIdentifier(call)] = boxes.count - 1
            for source in call.inputs {
                guard let from = places[ObjectIdentifier(source.call)] else { continue }
                edges.append(LayeredLayout.Edge(from: from, to: boxes.count - 1))
            }
        }
        return Chart(NetworkDrawing(boxes: boxes, edges: edges, title: model.name))
    }
}

extension Model {
    /// How many numbers the weights of one entry hold.
    fileprivate func parameterCount(of entry: Entry) throws -> Int {
        if let model = entry.model { return try model.countParameters() }
        return entry.values.values.reduce(0) { $0 + $1.shape.count }
    }
}

struct NetworkDrawing: Drawing {
    /// What a layer does, by which boxes are coloured.
    enum Kind: Hashable, Sendable {
        case input, convolution, pooling, dense, normalization, activation, reshaping, regularization, other

        init(_ className: String) {
            let kinds: [(String, Kind)] = [
                ("Input", .input), ("Conv", .convolution), ("Pooling", .pooling), ("Dense", .dense),
                ("Embedding", .dense), ("LSTM", .dense), ("GRU", .dense), ("RNN", .dense), ("Attention", .dense),
                ("Normalization", .normalization), ("Dropout", .regularization), ("Noise", .regularization),
                ("Flatten", .reshaping), ("Reshape", .reshaping), ("Permute", .reshaping), ("Padding", .reshaping),
                ("Cropping", .reshaping), ("UpSampling", .reshaping), ("RepeatVector", .reshaping),
                ("LU", .activation), ("Activation", .activation), ("Softmax", .activation),
            ]
            self = kinds.first { className.contains($0.0) }?.1 ?? .other
        }

        /// A place in the theme's series; the muted ink where it is `nil`.
        var series: Int? {
            switch self {
            case .input: nil
            case .convolution: 0
            case .pooling: 7
            case .dense: 1
            case .normalization: 4
            case .activation: 2
            case .reshaping: 5
            case .regularization: 6
            case .other: 3
            }
        }
    }

    struct Box: Hashable, Sendable {
        var name: String
        var className: String
        var lines: [String]
        var kind: Kind
    }

    var boxes: [Box]
    var edges: [LayeredLayout.Edge]
    var title: String

    private static let header = 21.0
    private static let line = 14.0
    private static let nameStyle = TextStyle(size: 10, isBold: true)
    private static let classStyle = TextStyle(size: 9.5)

    private func size(of box: Box, _ fonts: Fonts) -> Size {
        let head = fonts.width(box.name, Self.nameStyle) + 10 + fonts.width(box.className, Self.classStyle)
        let widest = max(head, box.lines.map { fonts.width($0, .tick) }.max() ?? 0)
        let lines = box.lines.isEmpty ? 0 : Double(box.lines.count) * Self.line + 7
        return Size(max(widest + 22, 120), Self.header + lines)
    }

    private func layout(_ fonts: Fonts) -> LayeredLayout {
        // Boxes one over the other look better with one width.
        var sizes = boxes.map { size(of: $0, fonts) }
        let widest = min(sizes.map(\.width).max() ?? 0, 240)
        for index in sizes.indices { sizes[index].width = max(sizes[index].width, widest) }
        return LayeredLayout(sizes: sizes, edges: edges)
    }

    func size(_ fonts: Fonts) -> Size {
        let layout = layout(fonts)
        return Size(
            max(layout.size.width, fonts.width(title, .title)) + 32, layout.size.height + 36 + 16)
    }

    func draw(on canvas: Canvas) {
        let layout = layout(canvas.fonts)
        let size = size(canvas.fonts)
        let left = (size.width - layout.size.width) / 2
        canvas.text(title, at: Point(size.width / 2, 22), .title, anchor: .middle)
        func moved(_ point: Point) -> Point { Point(point.x + left, point.y + 36) }
        for route in layout.routes {
            let points = route.map(moved)
            guard let end = points.last else { continue }
            let tip = Point(end.x, end.y - 5)
            canvas.verticalCurve(points.dropLast() + [tip], canvas.theme.mutedInk, width: 1.2)
            canvas.fill([end, Point(end.x - 3.6, end.y - 7.5), Point(end.x + 3.6, end.y - 7.5)], canvas.theme.mutedInk)
        }
        for (box, frame) in zip(boxes, layout.frames) {
            draw(box, in: Rectangle(frame.x + left, frame.y + 36, frame.width, frame.height), on: canvas)
        }
    }

    private func draw(_ box: Box, in area: Rectangle, on canvas: Canvas) {
        let theme = canvas.theme
        let color = box.kind.series.map { theme.series($0) } ?? theme.mutedInk
        let isDark = theme.background.luminance < 0.5
        canvas.fillRound(area, radius: 5, theme.background.mixed(with: color, isDark ? 0.16 : 0.07))
        canvas.clippedRound(to: area, radius: 5) {
            canvas.fill(
                Rectangle(area.x, area.y, area.width, Self.header),
                theme.background.mixed(with: color, isDark ? 0.45 : 0.26))
        }
        canvas.strokeRound(area, radius: 5, color, width: 1)
        let middle = area.y + Self.header / 2
        canvas.text(box.name, at: Point(area.x + 10, middle), Self.nameStyle, baseline: .middle)
        canvas.text(
            box.className, at: Point(area.maxX - 10, middle), Self.classStyle, isDark ? theme.ink : theme.mutedInk,
            anchor: .end, baseline: .middle)
        for (index, line) in box.lines.enumerated() {
            let y = area.y + Self.header + 3.5 + (Double(index) + 0.5) * Self.line
            canvas.text(line, at: Point(area.midX, y), .tick, anchor: .middle, baseline: .middle)
        }
    }
}

/// A whole number with commas: `34,826`.
func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.map { index in
        let rest = digits.count - index
        return (index > 0 && rest % 3 == 0 && digits[index - 1] != "-" ? "," : "") + String(digits[index])
    }.joined()
}
