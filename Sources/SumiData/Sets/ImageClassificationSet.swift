import SumiTensor

/// A data set of labelled images: one part to learn from, one to be judged by.
public struct ImageClassificationSet: Sendable, Hashable {
    public let name: String
    public let train: LabelledImages
    public let test: LabelledImages

    /// - Throws: ``DataError`` where a part is empty, or the parts differ in the size of images or in classes.
    public init(name: String, train: LabelledImages, test: LabelledImages) throws {
        guard train.count > 0, test.count > 0 else {
            throw DataError("\(name): \(train.count) images to train and \(test.count) to test: neither may be empty")
        }
        guard train.inputShape == test.inputShape, train.classNames == test.classNames else {
            throw DataError(
                "\(name): images to train have the shape \(train.inputShape), those to test \(test.inputShape): they must be equal"
            )
        }
        self.name = name
        self.train = train
        self.test = test
    }

    /// What the classes are called, in order.
    public var classNames: [String] { train.classNames }
}
