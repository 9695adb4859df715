import SumiNN
import SumiTensor

/// Images and the class of each.
///
/// The pixels stay bytes: a model that is given the set reads them batch by batch as value/255. Scripts that scale by
/// hand use ``images`` and ``labels``, plain tensors as Keras' `load_data()` gives them.
public struct LabelledImages: LabelledData, Sendable, Hashable {
    /// `[count, height, width]`, `uint8`: 0 is background.
    public let images: Tensor
    /// `[count]`, `uint8`: for each image the place of its class in ``classNames``.
    public let labels: Tensor
    /// What the classes are called, in order.
    public let classNames: [String]

    /// - Throws: ``DataError`` where images and labels are not as described above, or a label is no class.
    public init(images: Tensor, labels: Tensor, classNames: [String]) throws {
        guard images.elementType == .uint8, images.rank == 3 else {
            throw DataError(
                "images must be uint8 of the shape [count, height, width], not \(images.elementType) of \(images.shape)"
            )
        }
        guard labels.elementType == .uint8, labels.rank == 1 else {
            throw DataError("labels must be uint8 of the shape [count], not \(labels.elementType) of \(labels.shape)")
        }
        guard images.shape.dimensions[0] == labels.count else {
            throw DataError(
                "\(images.shape.dimensions[0]) images, but \(labels.count) labels: they do not belong together")
        }
        let classes = labels.scalars(as: UInt8.self)
        if let index = classes.firstIndex(where: { $0 >= classNames.count }) {
            throw DataError("label \(classes[index]) at index \(index) is none of the \(classNames.count) classes")
        }
        self.init(checkedImages: images, labels: labels, classNames: classNames)
    }

    private init(checkedImages images: Tensor, labels: Tensor, classNames: [String]) {
        self.images = images
        self.labels = labels
        self.classNames = classNames
    }

    /// The number of images.
    public var count: Int { labels.count }

    /// What a model takes: the images with one channel, `[count, height, width, 1]`, still bytes.
    public var inputs: Tensor { Tensor(shape: Shape(images.shape.dimensions + [1]), storage: images.storage) }

    /// What a model is to answer: the labels.
    public var targets: Tensor { labels }

    /// The shape of one image as a model takes it, `[height, width, 1]`.
    public var inputShape: Shape { Shape(images.shape.dimensions.dropFirst() + [1]) }

    /// The first `count` images with their labels, all of them if there are no more.
    public func prefix(_ count: Int) -> LabelledImages { part(0..<min(max(count, 0), self.count)) }

    /// The images after the first `count`.
    public func dropFirst(_ count: Int) -> LabelledImages { part(min(max(count, 0), self.count)..<self.count) }

    private func part(_ range: Range<Int>) -> LabelledImages {
        LabelledImages(checkedImages: images.rows(range), labels: labels.rows(range), classNames: classNames)
    }
}
