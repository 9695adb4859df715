import Sumi

/// Learns which quarter of a small image is bright, and predicts it for images it has not seen.
@main
struct Consumer {
    static func main() throws {
        setRandomSeed(1)
        let model = Sequential {
            Input(8, 8, 1)
            Conv2D(8, kernelSize: 3, activation: .relu)
            MaxPooling2D(2)
            Flatten()
            Dense(4, activation: .softmax)
        }
        try model.compile(
            optimizer: .adam(learningRate: 0.01), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])

        let (images, labels) = try quarters(400)
        let history = try model.fit(images, labels, batchSize: 16, epochs: 5, verbose: 0)
        let (newImages, newLabels) = try quarters(80, first: 3)
        let score = try model.evaluate(newImages, newLabels, verbose: 0)
        let predicted = try model.predict(newImages, verbose: 0).argMax(axis: 1)
        print("loss by epoch:", history["loss"].map { ($0 * 10000).rounded() / 10000 })
        print("accuracy on new images:", score.accuracy)
        guard score.accuracy > 0.95, predicted.shape == [80] else { throw Failure() }
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String { "the consumer's model did not learn" }
    }

    /// Images of faint stripes whose quarter `label` is bright.
    static func quarters(_ count: Int, first: Int = 0) throws -> (images: Tensor, labels: Tensor) {
        var pixels: [Float] = []
        var labels: [Int32] = []
        for image in first..<first + count {
            let label = image * 7 % 4
            for y in 0..<8 {
                for x in 0..<8 {
                    let isBright = y / 4 * 2 + x / 4 == label
                    pixels.append(isBright ? 0.7 + Float((x + image) % 4) / 10 : Float((x * y + image) % 5) / 10)
                }
            }
            labels.append(Int32(label))
        }
        return try (Tensor(pixels).reshaped(count, 8, 8, 1), Tensor(labels))
    }
}
