import SumiTensor

/// A picture: 8 bits a channel, row by row, grey or red, green and blue.
public struct Image: Hashable, Sendable {
    /// How many pixels a row has.
    public let width: Int
    /// How many rows there are.
    public let height: Int
    /// 1 for grey, 3 for colour.
    public let channels: Int
    /// `height` x `width` x `channels` bytes; 0 is black.
    public let pixels: [UInt8]

    /// The most pixels that a picture may have: 64 Mi, more than cameras of 60 megapixels take.
    ///
    /// What a file declares is compared with it before anything is allocated. Reading a picture of this size takes at most
    /// 192 MiB for its pixels and ``decoderMemory`` for the decoder.
    public static let largestCount = 64 << 20

    /// The most bytes that decoding takes beside the pixels.
    public static let decoderMemory = 512 << 20

    /// - Throws: ``ImageError`` where the sizes are not positive, the pixels are not as many as they say, or too many.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) throws {
        guard channels == 1 || channels == 3 else {
            throw ImageError("a picture of \(channels) channels: 1 (grey) and 3 (red, green, blue) are possible")
        }
        guard width > 0, height > 0, Shape([height, width, channels]).isValid,
            Shape([height, width]).count <= Self.largestCount, pixels.count == width * height * channels
        else {
            throw ImageError(
                "\(pixels.count) bytes are no picture of \(width) x \(height) pixels and \(channels) channels")
        }
        self.init(checkedWidth: width, height: height, channels: channels, pixels: pixels)
    }

    /// The sizes must be positive and fit the pixels.
    init(checkedWidth width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// A picture from a `uint8` tensor `[height, width]` or `[height, width, channels]`, or one that has such a shape
    /// behind axes of size 1.
    ///
    /// - Throws: ``ImageError`` where the tensor is none of these.
    public init(_ tensor: Tensor) throws {
        var sizes = tensor.shape.dimensions
        while sizes.count > 3, sizes.first == 1 { sizes.removeFirst() }
        if sizes.count == 2 { sizes.append(1) }
        guard sizes.count == 3, tensor.elementType == .uint8 else {
            throw ImageError(
                "a picture is made from uint8 of [height, width, channels], not \(tensor.elementType) of \(tensor.shape)"
            )
        }
        try self.init(width: sizes[1], height: sizes[0], channels: sizes[2], pixels: tensor.scalars(as: UInt8.self))
    }

    /// The picture as `[height, width, channels]`, `uint8`.
    public var tensor: Tensor { Tensor(shape: [height, width, channels], storage: .uint8(pixels)) }

    /// The picture in grey: 0.299 red + 0.587 green + 0.114 blue, as television weighs them (ITU-R BT.601).
    public var grey: Image {
        guard channels == 3 else { return self }
        var bytes = [UInt8](repeating: 0, count: width * height)
        pixels.withUnsafeBufferPointer { pixels in
            for index in bytes.indices {
                // Weights of 1/65536.
                let red = 19595 * Int(pixels[3 * index])
                let green = 38470 * Int(pixels[3 * index + 1])
                let blue = 7471 * Int(pixels[3 * index + 2])
                bytes[index] = UInt8((red + green + blue + 32768) >> 16)
            }
        }
        return Image(checkedWidth: width, height: height, channels: 1, pixels: bytes)
    }

    /// The picture with three channels.
    public var colour: Image {
        guard channels == 1 else { return self }
        var bytes = [UInt8](repeating: 0, count: 3 * pixels.count)
        for (index, byte) in pixels.enumerated() {
            bytes[3 * index] = byte
            bytes[3 * index + 1] = byte
            bytes[3 * index + 2] = byte
        }
        return Image(checkedWidth: width, height: height, channels: 3, pixels: bytes)
    }
}
