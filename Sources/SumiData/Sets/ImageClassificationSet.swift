import SumiNN
import SumiTensor

/// A data set of labelled images: one part to learn from, one to be judged by.
public struct ImageClassificationSet: Sendable, Hashable {
    /// What the set is called.
    public let name: String
    /// The images to train on.
    public let train: LabelledImages
    /// The images to test on.
    public let test: LabelledImages
    /// How a picture that is not of the set becomes one like those of the set.
    public let framing: ImageFraming
    /// Whether the data came with a part to test. Where they did not, ``test`` is a tenth of them that ``train`` lacks:
    /// see ``splitting(_:name:framing:)``.
    public let hasOwnTest: Bool

    /// - Throws: ``DataError`` where a part is empty, or the parts differ in the size of images or in classes.
    public init(
        name: String, train: LabelledImages, test: LabelledImages, framing: ImageFraming = .fit,
        hasOwnTest: Bool = true
    ) throws {
        guard train.count > 0, test.count > 0 else {
            throw DataError("\(name): \(train.count) images to train and \(test.count) to test: neither may be empty")
        }
        guard train.inputShape == test.inputShape else {
            throw DataError(
                "\(name): images to train have the shape \(train.inputShape), those to test \(test.inputShape): they must be equal"
            )
        }
        guard train.classNames == test.classNames else {
            throw DataError("\(name): the classes of the images to train are not those of the images to test")
        }
        self.name = name
        self.train = train
        self.test = test
        self.framing = framing
        self.hasOwnTest = hasOwnTest
    }

    /// A set from images that have no part to test: of every class the last tenth of its images, rounded down but at least
    /// one of two, is put aside for it. No random numbers are in it.
    ///
    /// - Throws: ``DataError`` where no class has two images.
    public static func splitting(
        _ images: LabelledImages, name: String, framing: ImageFraming = .fit
    ) throws -> ImageClassificationSet {
        let labels = images.labels.scalars(as: Int.self)
        var left = [Int](repeating: 0, count: images.classNames.count)
        for label in labels { left[label] += 1 }
        let shares = left.map { $0 < 2 ? 0 : max(1, $0 / 10) }
        var (train, test): ([Int], [Int]) = ([], [])
        for (index, label) in labels.enumerated() {
            if left[label] <= shares[label] { test.append(index) } else { train.append(index) }
            left[label] -= 1
        }
        guard !test.isEmpty else {
            throw DataError("\(name): no class has two images: none can be put aside to test")
        }
        return try ImageClassificationSet(
            name: name, train: images.rows(train), test: images.rows(test), framing: framing, hasOwnTest: false)
    }

    /// The images of both parts, those to train first.
    ///
    /// - Throws: `TensorError` where memory does not hold them.
    public func all() throws -> LabelledImages {
        try LabelledImages(
            images: Tensor.concatenated([train.images, test.images]),
            labels: Tensor.concatenated([train.labels, test.labels]), classNames: classNames)
    }

    /// What the classes are called, in order.
    public var classNames: [String] { train.classNames }
}
