/// A step that can compute its results for some images after those for others, since what it reads and writes of each
/// image lies together.
///
/// Such steps follow one another in an ``ImageChainStep``. They look slots up when they run, not when they prepare: a
/// chain moves the slots that it keeps to itself.
protocol ImageStep: Step {
    /// Images of its operands; `nil` where only those around it know.
    var images: Int? { get }

    /// What it reads and writes of each of `images` images; `nil` where its work cannot be cut so.
    func slices(images: Int) -> ImageSlices?

    /// Computes the results of some of `count` images: those of a part in their order.
    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution)
}

extension ImageStep {
    var images: Int? { nil }
    func slices(images: Int) -> ImageSlices? { nil }
    /// Only where there are slices.
    func run(images: Range<Int>, of count: Int, scratch: UnsafeMutableRawPointer, _ run: Execution) {}
}

/// How a step's operands are cut by images.
struct ImageSlices {
    /// Bytes of an image in each slot that is read or written image by image. All others are read whole for any image.
    var bytes: [Slot: Int] = [:]
    /// Images that should be computed together for the kernels to be at their best.
    var together = 1
    /// Bytes that stay in the cache from image to image while no other step comes between.
    var lasting = 0
    /// Slots in which it sums over the images of a part. Nobody may read them before the last image.
    var sums: Set<Slot> = []
    /// Where there are sums.
    var part: Part?

    /// Images that one thread must take in their order, block by block, for the same sums in the same order.
    struct Part: Equatable {
        var images: Int
        var block: Int
    }
}

extension ConvolutionPlan {
    /// The slices of a step between an image's input and its output, whichever of them it reads.
    func slices(input: Slot, output: Slot) -> ImageSlices {
        let float = MemoryLayout<Float>.size
        return ImageSlices(
            bytes: [input: imageSize * float, output: layout.outputCells * filters * float],
            lasting: kernelSize * float)
    }
}
