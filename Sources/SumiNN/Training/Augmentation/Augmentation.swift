/// Random changes to images while a model trains on them, so that it sees none twice.
///
/// `mnist.train.augmented(Augmentation(shift: 2, rotate: 10))` goes into `fit` like `mnist.train`. A change depends on the
/// model's seed, the number of the epoch and the place of the image in its set, and on nothing else: it is the same for any
/// number of threads and batch size, and after training was interrupted and resumed.
///
/// The corners are moved first (shear, scale, rotation about the middle), then the whole is bent, shifted and flipped. Values
/// between pixels are interpolated; outside of the image its border goes on.
public struct Augmentation: Hashable, Sendable {
    /// Whole pixels along each axis, from `-shift` to `shift`.
    public var shift: Int
    /// Degrees, from `-rotate` to `rotate`, at most 180.
    public var rotate: Double
    /// A share: sizes are multiplied by `1 - scale` to `1 + scale`, both axes alike; below 1.
    public var scale: Double
    /// Degrees by which vertical lines lean, from `-shear` to `shear`; at most 60.
    public var shear: Double
    /// Pixels by which the image is bent: the standard deviation of the places of an elastic grid.
    public var elastic: Double
    /// Mirroring, of every other image.
    public var flip: Flip?

    /// Along which axes images are mirrored.
    public enum Flip: String, CaseIterable, Hashable, Sendable {
        /// Left and right change places.
        case horizontal
        /// Top and bottom change places.
        case vertical
        /// Each of the two, independently.
        case both
    }

    /// Changes of these sizes; nothing is changed by 0.
    public init(
        shift: Int = 0, rotate: Double = 0, scale: Double = 0, shear: Double = 0, elastic: Double = 0, flip: Flip? = nil
    ) {
        self.shift = shift
        self.rotate = rotate
        self.scale = scale
        self.shear = shear
        self.elastic = elastic
        self.flip = flip
    }

    /// What is wrong with the settings, `nil` where nothing is.
    package var fault: String? {
        if !(0...4096).contains(shift) { return "shift=\(shift): pixels, 0 to 4096" }
        if !(0...180).contains(rotate) { return "rotate=\(rotate): degrees, 0 to 180" }
        if !(0..<1).contains(scale) { return "scale=\(scale): a share, 0 to less than 1" }
        if !(0...60).contains(shear) { return "shear=\(shear): degrees, 0 to 60" }
        if !(0...4096).contains(elastic) { return "elastic=\(elastic): pixels, 0 to 4096" }
        return nil
    }

    /// Whether pixels keep their values and only change places.
    var isExact: Bool { rotate == 0 && scale == 0 && shear == 0 && elastic == 0 }
}
