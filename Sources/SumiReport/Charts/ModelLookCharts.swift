import SumiNN
import SumiTensor

extension Chart {
    /// What a layer makes of one image: a picture for each of its channels, or a strip for a layer without images.
    ///
    /// - Parameters:
    ///   - image: with the model's sizes; bytes are read as value/255, as those of data sets are.
    ///   - limit: how many channels are shown at most.
    /// - Throws: ``ChartError`` where the layer makes nothing that can be drawn, and what keeps the model from being run.
    public static func activations(
        _ model: Model, layer: String, image: Tensor, limit: Int = 64, colorMap: ColorMap = .viridis
    ) throws -> Chart {
        let value = try ModelLook(model, image).activation(ofLayer: layer)
        let sizes = Array(value.shape.dimensions.dropFirst())
        let numbers = value.doubles
        let finite = numbers.filter(\.isFinite)
        let low = finite.min() ?? 0
        let range = low...max(finite.max() ?? 1, low + 1e-12)
        var tiles: [ImageTile] = []
        var columns = 8
        switch sizes.count {
        case 3:
            let (height, width, channels) = (sizes[0], sizes[1], sizes[2])
            guard height * width * channels > 0 else { throw ChartError("layer \"\(layer)\" makes nothing to draw") }
            for channel in 0..<min(channels, max(limit, 1)) {
                let pixels = stride(from: channel, to: numbers.count, by: channels).map { numbers[$0] }
                tiles.append(
                    ImageTile(
                        picture: PixelImage(width: width, height: height, values: pixels, range: range, map: colorMap),
                        captions: ["\(channel)"]))
            }
            columns = min(8, max(tiles.count, 1))
        case 1, 2:
            let width = sizes.count == 2 ? sizes[1] : min(sizes[0], 32)
            let height = width > 0 ? (numbers.count + width - 1) / width : 0
            guard height > 0 else { throw ChartError("layer \"\(layer)\" makes nothing to draw") }
            let padded = numbers + [Double](repeating: low, count: width * height - numbers.count)
            tiles = [
                ImageTile(
                    picture: PixelImage(width: width, height: height, values: padded, range: range, map: colorMap))
            ]
            columns = 1
        default:
            throw ChartError("layer \"\(layer)\" makes \(value.shape): there is no picture of that")
        }
        return Chart(
            TilesDrawing(
                tiles: tiles, columns: columns, title: "\(layer)  \(shapeText(value.shape.dimensions))",
                tileSize: columns == 1 ? 420 : 62, gap: 8, bar: .init(map: colorMap, range: range)))
    }

    /// Where in an image a class was seen: the image, the Grad-CAM map, and the map laid over the image.
    ///
    /// - Parameters:
    ///   - image: with the model's sizes; bytes are read as value/255, as those of data sets are.
    ///   - layer: what the map is made of; the last convolution where it is `nil`.
    ///   - label: the class; the predicted one where it is `nil`.
    ///   - picture: `[height, width]`, with 1 or 3 channels at the end or without: what is shown of the image; what the
    ///     model is given where it is `nil`.
    /// - Throws: ``ChartError`` where a layer or class does not exist, and what keeps the model from being run.
    public static func gradCAM(
        _ model: Model, image: Tensor, layer: String? = nil, label: Int? = nil, classNames: [String]? = nil,
        picture: Tensor? = nil
    ) throws -> Chart {
        let look = try ModelLook(model, image)
        let layer = try layer ?? model.lastImageLayer()
        let result = try look.gradCAM(layer: layer, label: label)
        let picture = try PixelImage(picture ?? look.input[0])
        let (height, width) = (result.map.shape.dimensions[0], result.map.shape.dimensions[1])
        let numbers = result.map.doubles
        let largest = numbers.max() ?? 0
        let range = 0...max(largest, 1e-30)
        // Large enough that the smooth map is smooth.
        let scale = max(1, 224 / max(picture.width, picture.height, 1))
        let fine = Interpolation.bilinear(
            numbers, width: width, height: height, toWidth: picture.width * scale, toHeight: picture.height * scale)
        let map = PixelImage(
            width: picture.width * scale, height: picture.height * scale, values: fine, range: range, map: .heat)
        let large = picture.enlarged(toAtLeast: max(picture.width, picture.height) * scale)
        let name =
            classNames.flatMap { $0.indices.contains(result.label) ? $0[result.label] : nil }
            ?? "class \(result.label)"
        let tiles = [
            ImageTile(picture: large, captions: ["image"]), ImageTile(picture: map, captions: ["Grad-CAM, \(layer)"]),
            ImageTile(picture: large.covered(by: map, opacity: 0.45), captions: ["both"]),
        ]
        let score = (0...1).contains(result.score) ? ", \(formatted(result.score * 100, "%.1f")) %" : ""
        return Chart(
            TilesDrawing(tiles: tiles, columns: 3, title: name + score, tileSize: 168, gap: 12, isSmooth: true))
    }

    /// The filters of a layer: a picture for each, as the layer's kernel weighs what lies under it; blue is below 0, red
    /// above. Kernels of three input channels are shown in colours; more channels are averaged. A dense layer right
    /// behind the input's pixels is shown as pictures of the input's size.
    ///
    /// - Parameters:
    ///   - layer: the first with a kernel where it is `nil`.
    ///   - limit: how many filters are shown at most.
    /// - Throws: ``ChartError`` where a layer has no filters that can be drawn.
    public static func filters(_ model: Model, layer: String? = nil, limit: Int = 64) throws -> Chart {
        try model.build()
        let names = layer.map { [$0] } ?? model.layers.map { model.name(of: $0) }
        for name in names {
            let weights = try model.weights(ofLayer: name)
            guard let kernel = weights.first(where: { ["kernel", "depthwise_kernel"].contains($0.0.name) }) else {
                continue
            }
            let value = try kernel.1.read()
            guard let filters = FilterPictures(value, input: model.inputSizes) else { break }
            return Chart(filters.drawing(title: "\(name)  \(value.shape)", limit: max(limit, 1)))
        }
        throw ChartError(
            layer.map { "layer \"\($0)\" has no kernel that can be drawn as pictures" }
                ?? "model \"\(model.name)\" begins with no layer whose kernel can be drawn as pictures")
    }
}

extension Model {
    /// Sizes of the first input without the batch; empty where they are open.
    fileprivate var inputSizes: [Int] {
        let sizes = inputs.first?.entry.inputSettings?.shape(batch: 1, open: 0).dimensions.dropFirst() ?? []
        return sizes.contains(0) ? [] : Array(sizes)
    }
}

/// A kernel as pictures, one for each filter.
private struct FilterPictures {
    private let height: Int
    private let width: Int
    private let channels: Int
    private let count: Int
    /// `[height, width, channels, count]`.
    private let values: [Double]

    init?(_ kernel: Tensor, input: [Int]) {
        let sizes = kernel.shape.dimensions
        guard kernel.count > 0 else { return nil }
        values = kernel.doubles
        switch sizes.count {
        case 4: (height, width, channels, count) = (sizes[0], sizes[1], sizes[2], sizes[3])
        case 3: (height, width, channels, count) = (sizes[1], sizes[0], 1, sizes[2])
        case 2 where input.count >= 2 && Shape(input).count == sizes[0]:
            (height, width, channels, count) = (input[0], input[1], input.dropFirst(2).reduce(1, *), sizes[1])
        default: return nil
        }
    }

    func drawing(title: String, limit: Int) -> TilesDrawing {
        let largest = max(values.filter(\.isFinite).map(abs).max() ?? 0, 1e-12)
        let range = -largest...largest
        let tiles = (0..<min(count, limit)).map { filter in
            ImageTile(picture: picture(filter, range), captions: ["\(filter)"])
        }
        return TilesDrawing(
            tiles: tiles, columns: 8, title: title, tileSize: 52, gap: 9,
            bar: channels == 3 ? nil : .init(map: .blueRed, range: range))
    }

    private func picture(_ filter: Int, _ range: ClosedRange<Double>) -> PixelImage {
        func value(_ cell: Int, _ channel: Int) -> Double { values[(cell * channels + channel) * count + filter] }
        let cells = 0..<height * width
        if channels == 3 {
            let span = range.upperBound - range.lowerBound
            let bytes = cells.flatMap { cell in
                (0..<3).map { UInt8(min(max((value(cell, $0) - range.lowerBound) / span, 0), 1) * 255 + 0.5) }
            }
            return PixelImage(width: width, height: height, pixels: bytes)
        }
        let means = cells.map { cell in
            (0..<channels).reduce(0) { $0 + value(cell, $1) } / Double(channels)
        }
        return PixelImage(width: width, height: height, values: means, range: range, map: .blueRed)
    }
}
