import SumiGraph
import SumiNN
import SumiTensor

/// What a model makes of one image, looked at from inside.
package struct ModelLook {
    package let model: Model
    /// The image as the model takes it, `[1, …]`.
    package let input: Tensor

    /// - Parameter image: with the model's sizes, with or without a batch axis and a channel; bytes are read as value/255,
    ///   as those of data sets are.
    package init(_ model: Model, _ image: Tensor) throws {
        self.model = model
        var image = image.elementType == .uint8 ? image / 255.0 : image
        image = image.converted(to: .float32)
        let sizes = model.inputs.first?.entry.inputSettings?.shape(batch: 1, open: 0).dimensions
        if let sizes, !sizes.contains(0) {
            guard Shape(sizes).count == image.count else { throw Self.wrongSize(model, sizes, image) }
            input = try image.reshaped(Shape(sizes))
            return
        }
        // Open sizes, or none that are known: the image's own.
        let rank = sizes?.count ?? 4
        var own = image.shape.dimensions
        if own.count == rank - 1 { own.insert(1, at: 0) }
        if own.count == rank - 2 { own = [1] + own + [1] }
        guard own.count == rank, own.first == 1 else { throw Self.wrongSize(model, sizes ?? [], image) }
        input = try image.reshaped(Shape(own))
        _ = try model.ensureBuilt(for: [input.shape])
    }

    private static func wrongSize(_ model: Model, _ sizes: [Int], _ image: Tensor) -> ChartError {
        let wanted = shapeText([nil] + sizes.dropFirst().map { $0 == 0 ? nil : $0 })
        return ChartError(
            "model \"\(model.name)\" takes images of the shape \(wanted), the given one has \(image.shape)")
    }

    /// What the layer makes of the image in its first call.
    package func activation(ofLayer name: String) throws -> Tensor {
        let entry = try model.layer(named: name)
        return try model.function { step in
            [try Self.trace(step, entry, name).value]
        }(input)[0]
    }

    /// The model's output for the image, and that of `entry` within the same trace.
    private static func trace(
        _ step: TrainingStep, _ entry: Entry, _ name: String
    ) throws -> (output: TracedTensor, value: TracedTensor) {
        var found: TracedTensor?
        let outputs = step.outputs([step.x]) { call, values in
            if call.entry === entry, found == nil { found = values.first }
        }
        // An error of the trace itself is told by whoever ends it.
        if let output = outputs.first, output.isFailed { return (output, output) }
        guard let found, let output = outputs.first else {
            throw ChartError("layer \"\(name)\" is not used by the model's outputs")
        }
        return (output, found)
    }

    // MARK: Grad-CAM

    /// Where a class was seen, and how sure the model is.
    package struct ClassMap {
        package var label: Int
        /// The output for the class.
        package var score: Double
        /// `[height, width]` of the layer, 0 and more.
        package var map: Tensor
    }

    /// Grad-CAM: the layer's channels, each weighted by the mean gradient of the class's score with respect to it, added
    /// up, and what is below 0 cut off. The score is what goes into the last softmax or sigmoid, if there is one.
    ///
    /// Source: Selvaraju et al., "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization" (2017).
    ///
    /// - Parameter label: the class; the predicted one where it is `nil`.
    package func gradCAM(layer name: String, label: Int?) throws -> ClassMap {
        let entry = try model.layer(named: name)
        let scores = try model.function { step in [try Self.trace(step, entry, name).output] }(input)[0].doubles
        // One output is the probability of class 1 of two.
        let isSingle = scores.count == 1
        let classes = isSingle ? 2 : scores.count
        let predicted = isSingle ? (scores[0] > 0.5 ? 1 : 0) : scores.indices.max { scores[$0] < scores[$1] } ?? 0
        let label = label ?? predicted
        guard (0..<classes).contains(label) else {
            throw ChartError("Grad-CAM: there is no class \(label), the model has \(classes)")
        }
        let results = try model.function { step in
            let (output, value) = try Self.trace(step, entry, name)
            let logits = output.logits ?? output
            let axis = logits.rank - 1
            let score: TracedTensor =
                isSingle
                ? (label == 1 ? logits.sum() : -logits.sum()) : logits.sliced(axis: axis, label..<label + 1).sum()
            return [value] + step.gradients(of: score, withRespectTo: [value])
        }(input)
        let (value, gradient) = (results[0], results[1])
        guard value.rank == 4 else {
            throw ChartError(
                "Grad-CAM: layer \"\(name)\" makes \(value.shape); a layer that makes [batch, height, width, channels] is "
                    + "needed, such as the last convolution")
        }
        let weights = try gradient.mean(axes: [0, 1, 2], keepingDimensions: true)
        let weighted: Tensor = try value * weights
        let map = try weighted.sum(axes: [0, 3]).clipped(0.0, Double.infinity)
        return ClassMap(
            label: label, score: isSingle && label == 0 ? 1 - scores[0] : scores[isSingle ? 0 : label], map: map)
    }
}

extension Model {
    /// The first convolution, else the first layer that makes images, else the first layer.
    package func firstImageLayer() throws -> String {
        let calls = try imageCalls()
        guard
            let call = calls.first(where: { $0.entry.className.contains("Conv") }) ?? calls.first
                ?? network?.calls.first(where: { !$0.isInput })
        else { throw ChartError("model \"\(name)\" has no layers") }
        return self.name(of: call.entry)
    }

    /// The last convolution, else the last layer that makes images: where Grad-CAM looks.
    package func lastImageLayer() throws -> String {
        let calls = try imageCalls()
        guard let call = calls.last(where: { $0.entry.className.contains("Conv") }) ?? calls.last else {
            throw ChartError(
                "model \"\(name)\" has no layer that makes [batch, height, width, channels]: Grad-CAM needs one")
        }
        return self.name(of: call.entry)
    }

    /// The calls that make `[batch, height, width, channels]`, in order.
    private func imageCalls() throws -> [Call] {
        let built = try ensureBuilt(for: [])
        return (network?.calls ?? []).filter { call in
            !call.isInput && built.probe.callShapes[ObjectIdentifier(call)]?.first?.count == 4
        }
    }
}
