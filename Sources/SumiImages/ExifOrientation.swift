/// How a picture must be turned to be seen upright, as the camera notes it.
///
/// Source: Exif 2.32 (CIPA DC-008), tag 0x0112.
enum ExifOrientation: Int, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, turnedLeft, transposedTheOtherWay, turnedRight

    /// Whether width and height change places.
    var swapsSides: Bool { rawValue >= 5 }

    /// What a JPEG file says in its Exif segment; upright where it says nothing, or something damaged.
    init(jpeg bytes: [UInt8]) {
        self = Self.exif(in: bytes).flatMap(Self.value).flatMap(Self.init) ?? .upright
    }

    /// The TIFF structure in the first Exif segment before the pixels.
    private static func exif(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var position = 2
        while position + 4 <= bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            // Fill bytes may stand before a marker.
            if marker == 0xFF {
                position += 1
                continue
            }
            // The pixels begin, or the file ends.
            if marker == 0xDA || marker == 0xD9 { return nil }
            // These markers stand alone.
            if marker == 0x01 || (0xD0...0xD8).contains(marker) {
                position += 2
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let content = bytes[(position + 4)..<end]
            if marker == 0xE1, content.starts(with: Array("Exif\0\0".utf8)) { return content.dropFirst(6) }
            position = end
        }
        return nil
    }

    /// The value of the tag 0x0112 in the first directory.
    private static func value(_ tiff: ArraySlice<UInt8>) -> Int? {
        let tiff = Array(tiff)
        let isLittle: Bool
        switch tiff.prefix(2) {
        case [0x49, 0x49]: isLittle = true
        case [0x4D, 0x4D]: isLittle = false
        default: return nil
        }
        func number(_ place: Int, _ size: Int) -> Int? {
            guard place >= 0, place + size <= tiff.count else { return nil }
            let digits = tiff[place..<place + size]
            return isLittle
                ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for index in 0..<count {
            let entry = directory + 2 + 12 * index
            guard let tag = number(entry, 2) else { return nil }
            // A single 16-bit number, at the start of the value's four bytes.
            if tag == 0x0112 { return number(entry + 2, 2) == 3 ? number(entry + 8, 2) : nil }
        }
        return nil
    }
}

extension Image {
    /// The picture as it is seen.
    func turned(_ orientation: ExifOrientation) -> Image {
        guard orientation != .upright else { return self }
        let (newWidth, newHeight) = orientation.swapsSides ? (height, width) : (width, height)
        var result = [UInt8](repeating: 0, count: pixels.count)
        pixels.withUnsafeBufferPointer { pixels in
            result.withUnsafeMutableBufferPointer { result in
                var target = 0
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        let (column, row) =
                            switch orientation {
                            case .upright: (x, y)
                            case .mirrored: (width - 1 - x, y)
                            case .upsideDown: (width - 1 - x, height - 1 - y)
                            case .flipped: (x, height - 1 - y)
                            case .transposed: (y, x)
                            case .turnedLeft: (y, height - 1 - x)
                            case .transposedTheOtherWay: (width - 1 - y, height - 1 - x)
                            case .turnedRight: (width - 1 - y, x)
                            }
                        let source = (row * width + column) * channels
                        for channel in 0..<channels { result[target + channel] = pixels[source + channel] }
                        target += channels
                    }
                }
            }
        }
        return Image(checkedWidth: newWidth, height: newHeight, channels: channels, pixels: result)
    }
}
