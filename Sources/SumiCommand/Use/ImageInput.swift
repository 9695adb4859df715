import SumiData
import SumiImages
import SumiNN
import SumiTensor

/// How images become the input of a model: by what its file says, else by what an option says, else as is usual.
struct ImageInput {
    /// Where the axes of one image lie in the model's input.
    enum Layout {
        /// `[height, width, channels]`, `[height, width]`, and all in one axis.
        case channelsLast
        /// `[channels, height, width]`.
        case channelsFirst
    }

    /// Without the batch axis; open sizes are taken from the image.
    let sizes: [Int?]
    let layout: Layout
    let height: Int?
    let width: Int?
    let channels: Int
    let framing: ImageFraming
    /// What a pixel's value from 0 to 255 is multiplied with.
    let scale: Double
    /// What neither the file nor an option said.
    private(set) var assumptions: [String] = []

    /// - Throws: ``ToolError`` where the model takes no images.
    init(_ model: Model, framing: ImageFraming?, scale: Double?) throws {
        guard model.inputs.count == 1, case .input(let settings) = model.inputs[0].entry.content else {
            throw ToolError(
                "\(model.place) takes \(model.inputs.count) inputs; only models with one take images. "
                    + "Use --input FILE.safetensors --output FILE.safetensors")
        }
        sizes = settings.sizes
        guard let form = Self.form(of: settings.sizes) else {
            throw ToolError(
                "\(model.place) takes inputs of shape \(settings.text), which are no images. "
                    + "Use --input FILE.safetensors --output FILE.safetensors")
        }
        (layout, height, width, channels) = form
        let notes = model.notes
        if let framing = framing ?? notes.framing {
            self.framing = framing
        } else {
            let isLikeMNIST = height == 28 && width == 28 && channels == 1
            self.framing = isLikeMNIST ? .digit : .fit
            assumptions.append(
                isLikeMNIST
                    ? "images are framed as handwritten digits (--framing fit for others)"
                    : "images are scaled to fit (--framing stretch for others)")
        }
        if let scale = scale ?? notes.scale {
            self.scale = scale
        } else if Self.scalesItself(model) {
            self.scale = 1
            assumptions.append("pixels go in as 0 to 255, since the model scales them itself (--scale for others)")
        } else {
            self.scale = 1 / 255
            assumptions.append("pixels go in as value / 255 (--scale for others)")
        }
    }

    private static func form(of sizes: [Int?]) -> (Layout, Int?, Int?, Int)? {
        switch sizes.count {
        case 1:
            guard let count = sizes[0] else { return nil }
            for channels in [1, 3] where count % channels == 0 {
                let side = Int(Double(count / channels).squareRoot().rounded())
                if side > 1, side * side * channels == count { return (.channelsLast, side, side, channels) }
            }
            return nil
        case 2: return (.channelsLast, sizes[0], sizes[1], 1)
        case 3:
            if let channels = sizes[2], channels == 1 || channels == 3 {
                return (.channelsLast, sizes[0], sizes[1], channels)
            }
            if let channels = sizes[0], channels == 1 || channels == 3 {
                return (.channelsFirst, sizes[1], sizes[2], channels)
            }
            return nil
        default: return nil
        }
    }

    /// Whether the first layer brings pixels to their scale.
    private static func scalesItself(_ model: Model) -> Bool {
        let first = model.layers.first { if case .input = $0.content { false } else { true } }
        if case .model(let nested)? = first?.content { return scalesItself(nested) }
        return ["Rescaling", "Normalization"].contains(first?.className)
    }

    /// The divisor that a data set's bytes have on their way into the model, as in training.
    var divisor: Double? {
        if scale == 1 { return nil }
        let divisor = 1 / scale
        // 1/255 was rounded when it was written.
        return abs(divisor - divisor.rounded()) < 1e-9 * divisor ? divisor.rounded() : divisor
    }

    /// An image as the network sees it, values 0 to 255, `[height, width, channels]`.
    func framed(_ image: Image) throws -> Tensor {
        try image.framed(for: [height ?? image.height, width ?? image.width, channels], framing: framing)
    }

    /// Framed images of equal size as data for the model: `[images, …]`.
    func samples(_ images: [Tensor]) throws -> Samples {
        let batch = try Tensor.concatenated(images.map { try $0.expandingDimensions(at: 0) })
        return Samples(inputs: [ModelInput(try arranged(batch), divisor: divisor)], targets: [])
    }

    /// The images of a data set, `[images, height, width, channels]`, in the model's arrangement.
    func arranged(_ images: Tensor) throws -> Tensor {
        let shape = images.shape.dimensions
        let (ownHeight, ownWidth, ownChannels) = (shape[1], shape[2], shape.count == 4 ? shape[3] : 1)
        guard height ?? ownHeight == ownHeight, width ?? ownWidth == ownWidth, channels == ownChannels else {
            throw ToolError(
                "the model takes images of \(text(height)) x \(text(width)) pixels and \(channels) channels; these have "
                    + "\(ownHeight) x \(ownWidth) and \(ownChannels)")
        }
        switch layout {
        case .channelsLast:
            let own = sizes.count == 1 ? [ownHeight * ownWidth * ownChannels] : [ownHeight, ownWidth]
            return try images.reshaped(Shape([shape[0]] + own + (sizes.count == 3 ? [ownChannels] : [])))
        case .channelsFirst:
            return try images.reshaped(Shape([shape[0], ownHeight, ownWidth, ownChannels])).transposed([0, 3, 1, 2])
        }
    }

    private func text(_ size: Int?) -> String { size.map(String.init) ?? "any number of" }
}
