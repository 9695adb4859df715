import SumiNN
import SumiTensor

/// Images and the class of each.
///
/// The pixels stay bytes: a model that is given the set reads them batch by batch as value/255. Scripts that scale by
/// hand use ``images`` and ``labels``, plain tensors as Keras' `load_data()` gives them.
public struct LabelledImages: LabelledData, Sendable, Hashable {
    /// `[count, height, width]` or, of several channels, `[count, height, width, channels]`: `uint8`, where 0 is black,
    /// or `float32`, whose values reach a model as they are.
    public let images: Tensor
    /// `[count]`, `uint8` or `int32`: for each image the place of its class in ``classNames``.
    public let labels: Tensor
    /// What the classes are called, in order.
    public let classNames: [String]

    /// - Throws: ``DataError`` where images and labels are not as described above, or a label is no class.
    public init(images: Tensor, labels: Tensor, classNames: [String]) throws {
        guard [.uint8, .float32].contains(images.elementType), (3...4).contains(images.rank) else {
            throw DataError(
                "images must be uint8 of the shape [count, height, width] or [count, height, width, channels], not "
                    + "\(images.elementType) of \(images.shape)")
        }
        guard [.uint8, .int32].contains(labels.elementType), labels.rank == 1 else {
            throw DataError(
                "labels must be uint8 or int32 of the shape [count], not \(labels.elementType) of \(labels.shape)")
        }
        guard images.shape.dimensions[0] == labels.count else {
            throw DataError(
                "\(images.shape.dimensions[0]) images, but \(labels.count) labels: they do not belong together")
        }
        let classes = labels.scalars(as: Int.self)
        if let index = classes.firstIndex(where: { !classNames.indices.contains($0) }) {
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

    /// What a model takes: the images as `[count, height, width, channels]`, still bytes.
    public var inputs: Tensor {
        Tensor(shape: Shape([images.shape.dimensions[0]] + inputShape.dimensions), storage: images.storage)
    }

    /// What a model is to answer: the labels.
    public var targets: Tensor { labels }

    /// The shape of one image as a model takes it, `[height, width, channels]`.
    public var inputShape: Shape {
        let sizes = images.shape.dimensions.dropFirst()
        return Shape(sizes.count == 3 ? Array(sizes) : sizes + [1])
    }

    /// The first `count` images with their labels, all of them if there are no more.
    public func prefix(_ count: Int) -> LabelledImages { part(0..<min(max(count, 0), self.count)) }

    /// The images after the first `count`.
    public func dropFirst(_ count: Int) -> LabelledImages { part(min(max(count, 0), self.count)..<self.count) }

    /// The images at `indices`, in that order.
    package func rows(_ indices: [Int]) throws -> LabelledImages {
        LabelledImages(
            checkedImages: try images.take(indices), labels: try labels.take(indices), classNames: classNames)
    }

    private func part(_ range: Range<Int>) -> LabelledImages {
        LabelledImages(checkedImages: images.rows(range), labels: labels.rows(range), classNames: classNames)
    }
}
