import SumiTensor
import Testing

/// The lines of NumPy in a Keras MNIST script, each with the Swift line that takes its place. The set is a small one with
/// known content, so that every line's result is known too.
@Suite("NumPy lines of a Keras MNIST script")
struct ScriptTests {
    /// 50 images of 4 x 4 bytes, image `i` filled with `i`, and labels `i % 10`.
    private func loadData() throws -> (x: Tensor, y: Tensor) {
        let x = try Tensor(shape: [50, 4, 4], scalars: (0..<800).map { UInt8($0 / 16) })
        return (x, try Tensor((0..<50).map { UInt8($0 % 10) }))
    }

    @Test("preparing the images")
    func images() throws {
        // (x_train, y_train), (x_test, y_test) = mnist.load_data()
        var (xTrain, yTrain) = try loadData()
        // print(x_train.shape, x_train.dtype, x_train.ndim, x_train.size, len(x_train))
        #expect(
            try "\(xTrain.shape) \(xTrain.elementType) \(xTrain.rank) \(xTrain.count) \(xTrain.shape[0])"
                == "[50, 4, 4] uint8 3 800 50")
        // img_rows, img_cols = x_train.shape[1], x_train.shape[2]
        let (rows, columns) = (try xTrain.shape[1], try xTrain.shape[2])
        // x_train = x_train.reshape(x_train.shape[0], img_rows, img_cols, 1)
        let channelsLast = try xTrain.reshaped(xTrain.shape[0], rows, columns, 1)
        #expect(channelsLast.shape == [50, 4, 4, 1])
        // x_train = x_train.reshape(-1, 1, img_rows, img_cols)
        #expect(try xTrain.reshaped(-1, 1, rows, columns).shape == [50, 1, 4, 4])
        // x_train = x_train.reshape((60000, 784))
        #expect(try xTrain.reshaped([50, 16]).shape == [50, 16])
        // x_train = np.expand_dims(x_train, -1)
        #expect(try xTrain.expandingDimensions(at: -1) == channelsLast)
        // x_train = x_train[..., np.newaxis]
        #expect(try xTrain[..., .newAxis] == channelsLast)
        // x_train = np.squeeze(x_train)
        #expect(channelsLast.squeezed() == xTrain)
        // x_train = x_train.astype('float32')
        xTrain = channelsLast.converted(to: .float32)
        // x_train /= 255
        xTrain /= 255
        #expect(xTrain.elementType == .float32)
        #expect(try xTrain[49, 0, 0, 0].scalar == Double(Float(49) / 255))
        // x_train = x_train.astype('float32') / 255.
        #expect(xTrain == channelsLast.converted(to: .float32) / 255.0)
        // mean, std = x_train.mean(), x_train.std()
        let (mean, std) = try (xTrain.mean().scalar, xTrain.std().scalar)
        #expect(abs(mean - 24.5 / 255) < 1e-8 && abs(std - 208.25.squareRoot() / 255) < 1e-8)
        // x_train = (x_train - mean) / std
        let standard = (xTrain - mean) / std
        #expect(abs(try standard.mean().scalar) < 1e-6)
        // x_train -= np.mean(x_train, axis=0)
        try xTrain -= xTrain.mean(axis: 0)
        #expect(xTrain.shape == [50, 4, 4, 1])
        // x_val, x_train = x_train[:10], x_train[10:]
        let (xValidation, xRest) = (try xTrain[..<10], try xTrain[10...])
        #expect(xValidation.shape == [10, 4, 4, 1] && xRest.shape == [40, 4, 4, 1])
        // x_small = x_train[5:20:5]
        #expect(try yTrain[.slice(5, 20, step: 5)].scalars(as: Int.self) == [5, 0, 5])
        // image = x_train[0]; pixel = x_train[0, 1, 2, 0]; column = x_train[0, :, 2]
        #expect(
            try xTrain[0].shape == [4, 4, 1] && xTrain[0, 1, 2, 0].shape == [] && xTrain[0, 0..., 2].shape == [4, 1])
        // x_train = np.pad(x_train, ((0, 0), (2, 2), (2, 2), (0, 0)))
        #expect(try xTrain.padded([(0, 0), (2, 2), (2, 2), (0, 0)]).shape == [50, 8, 8, 1])
        // x_train = x_train.transpose(0, 3, 1, 2)
        #expect(try xTrain.transposed([0, 3, 1, 2]).shape == [50, 1, 4, 4])
        // x_all = np.concatenate([x_train, x_test]); pair = np.stack([a, b])
        #expect(try Tensor.concatenated([xTrain, xTrain]).shape == [100, 4, 4, 1])
        #expect(try Tensor.stacked([xTrain[0], xTrain[1]]).shape == [2, 4, 4, 1])
        // x_train[x_train > 0.5] = 1.0
        try xTrain.set(1.0, at: xTrain .> 0.05)
        #expect(try xTrain.max().scalar == 1)
        // x_train[0] = np.zeros((28, 28, 1))
        try xTrain.set(Tensor.zeros([4, 4, 1]), at: 0)
        #expect(try xTrain[0].sum().scalar == 0)
        // y_train = y_train.reshape(-1, 1)
        yTrain = try yTrain.reshaped(-1, 1)
        #expect(yTrain.shape == [50, 1])
    }

    @Test("labels, shuffling and predictions")
    func labels() throws {
        let (xTrain, yTrain) = try loadData()
        // num_classes = len(np.unique(y_train))
        let classes = yTrain.unique().count
        #expect(classes == 10)
        // values, counts = np.unique(y_train, return_counts=True)
        #expect(yTrain.uniqueCounts().counts.scalars(as: Int.self) == [Int](repeating: 5, count: 10))
        // y_train = keras.utils.to_categorical(y_train, num_classes)
        let oneHot = try yTrain.toCategorical(classes: classes)
        #expect(oneHot.shape == [50, 10] && oneHot.elementType == .float32)
        // y_train = np.eye(10)[y_train]
        #expect(try Tensor.eye(10)[yTrain] == oneHot)
        // print(np.bincount(y_train))
        #expect(try yTrain.binCount().description == "[5 5 5 5 5 5 5 5 5 5]")
        // rng = np.random.default_rng(42); order = rng.permutation(len(x_train))
        var random = RandomStream(seed: 42)
        let order = random.permutation(try xTrain.shape[0])
        // x_train, y_train = x_train[order], y_train[order]
        let (xShuffled, yShuffled) = (try xTrain[order], try yTrain[order])
        #expect(try (xShuffled[..., 0, 0].converted(to: .int32)).scalars(as: Int.self) == order)
        #expect(yShuffled.scalars(as: Int.self) == order.map { $0 % 10 })
        // threes = x_train[y_train == 3]
        #expect(try xTrain[yTrain .== 3].shape == [5, 4, 4])
        // probabilities = model.predict(x_test)
        let probabilities = oneHot * 0.9 + 0.01
        // predicted = probabilities.argmax(axis=1)   (or np.argmax(probabilities, axis=-1))
        var predicted = try probabilities.argMax(axis: 1)
        // predicted[:5] = 0
        try predicted.set(0, at: ..<5)
        // accuracy = np.mean(predicted == y_test)
        let accuracy = try (predicted .== yTrain).mean().scalar
        #expect(abs(accuracy - 0.92) < 1e-7)
        // wrong = np.where(predicted != y_test)[0]
        #expect(try (predicted .!= yTrain).nonZeroIndices().scalars(as: Int.self) == [1, 2, 3, 4])
        // top3 = np.argsort(probabilities[7])[::-1][:3]
        #expect(try probabilities[7].argSorted(descending: true)[..<3].scalars(as: Int.self)[0] == 7)
        // confidence = probabilities.max(axis=1)
        #expect(try probabilities.max(axis: 1).isApproximatelyEqual(to: Tensor.full([50], 0.91)))
        // loss = -np.mean(np.sum(y * np.log(p), axis=1))
        let loss = try -(oneHot * probabilities.clipped(1e-7, 1.0).log()).sum(axis: 1).mean()
        #expect(abs(try loss.scalar - 0.0943107) < 1e-6)
    }

    @Test("the tutorial's confusion matrix")
    func confusionMatrix() throws {
        let (_, truth) = try loadData()
        var predicted = truth.converted(to: .int32)
        // predicted[:2] = 9
        try predicted.set(9, at: ..<2)
        // cm = confusion_matrix(y_true, y_pred)   (np.bincount(10 * y_true + y_pred, minlength=100).reshape(10, 10))
        var cm = try (truth.converted(to: .int32) * 10 + predicted).binCount(minimumLength: 100).reshaped(10, 10)
        #expect(try cm[0].description == "[4 0 0 0 0 0 0 0 0 1]")
        #expect(cm.elementType == .int32)
        // tick_marks = np.arange(len(classes))
        #expect(try Tensor.arange(10).scalars(as: Int.self) == Array(0..<10))
        // thresh = cm.max() / 2.
        let threshold = try cm.max() / 2.0
        #expect(try threshold.scalar == 2.5)
        // cm = cm.astype('float') / cm.sum(axis=1)[:, np.newaxis]
        let normalised = try cm.converted(to: .float64) / cm.sum(axis: 1)[0..., .newAxis]
        #expect(try normalised[0, 0].scalar == 0.8 && normalised[0, 9].scalar == 0.2)
        #expect(try normalised == cm.converted(to: .float64) / cm.sum(axis: 1, keepingDimensions: true))
        cm = normalised
        // for i, j in itertools.product(range(cm.shape[0]), range(cm.shape[1])):
        //     plt.text(j, i, format(cm[i, j], '.2f'), color="white" if cm[i, j] > thresh else "black")
        var dark = 0
        for i in 0..<(try cm.shape[0]) {
            for j in 0..<(try cm.shape[1]) where try cm[i, j].scalar > 0.5 { dark += 1 }
        }
        #expect(dark == 10)
        // accuracy = np.trace(cm) / np.sum(cm)
        #expect(try abs((cm * Tensor.eye(10)).sum().scalar / cm.sum().scalar - 0.96) < 1e-12)
        // print(np.round(cm, 2))
        #expect(try (cm[0..<1] * 100).rounded().description == "[[80.  0.  0.  0.  0.  0.  0.  0.  0. 20.]]")
    }
}
