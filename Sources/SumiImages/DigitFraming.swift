import SumiData

/// A picture of a written digit becomes one like those of MNIST: light ink on black, the longer side 20 of 28 pixels, the
/// centre of mass in the middle.
///
/// The steps: shrink to a size where pens are a few pixels wide and noise is averaged; find whether ink is darker or
/// lighter than paper; take the paper away, however unevenly it is lit; keep the strokes and drop specks and edges of the
/// sheet; crop, scale, centre.
struct DigitFraming {
    private let image: Image
    private let height: Int
    private let width: Int

    /// The longer side of the picture in which ink is looked for. A digit a tenth as high still has 32 pixels there, more
    /// than the 20 that are wanted.
    private static let workingSide = 320
    /// Ink must differ from paper by this much of the range from black to white.
    private static let leastContrast: Float = 12

    init(_ image: Image, height: Int, width: Int) {
        self.image = image
        self.height = height
        self.width = width
    }

    /// The longer side of the ink in the result: 20 of 28.
    private var inkSide: Int { max(1, (min(height, width) * 20 + 14) / 28) }

    func framed() throws -> Image {
        let grey = image.grey
        if let framed = alreadyFramed(grey) { return framed }
        let page = Self.shrunk(grey)
        let ink = try InkFinder(page, leastContrast: Self.leastContrast).ink()
        let sheet = placed(scaled(ink))
        return Image.joined([sheet])
    }

    /// Where a picture has the right size and its ink lies as in MNIST, nothing is changed.
    private func alreadyFramed(_ grey: Image) -> Image? {
        guard grey.width == width, grey.height == height,
            let frame = InkFrame(grey.pixels, width: width, limit: 48)
        else { return nil }
        return frame.isFramedAsDigit(side: inkSide, in: width, height) ? grey : nil
    }

    private static func shrunk(_ grey: Image) -> Plane {
        let grey = grey.reduced(by: max(grey.width, grey.height) / (4 * workingSide))
        let plane = Plane(grey)
        let side = max(grey.width, grey.height)
        guard side > workingSide else { return plane }
        let scale = Double(workingSide) / Double(side)
        return plane.scaled(
            width: max(1, Int((Double(grey.width) * scale).rounded())),
            height: max(1, Int((Double(grey.height) * scale).rounded())))
    }

    /// The ink, cropped and at its size in the result, 0...255.
    private func scaled(_ ink: Ink) -> Plane {
        let frame = ink.frame
        let longer = max(frame.width, frame.height)
        let scale = Double(inkSide) / Double(longer)
        var plane = ink.plane.part(x: frame.left, y: frame.top, width: frame.width, height: frame.height)
        // A thin pen would be a grey shadow after shrinking: MNIST's are 2 to 4 of 20 pixels wide.
        let least = 2.2 * Double(longer) / Double(inkSide)
        if ink.strokeWidth < least {
            let radius = Int(((least - ink.strokeWidth) / 2).rounded())
            plane = plane.dilated(min(radius, longer / 8))
        }
        var small = plane.scaled(
            width: max(1, Int((Double(frame.width) * scale).rounded())),
            height: max(1, Int((Double(frame.height) * scale).rounded())))
        // Full ink is white, as it is in MNIST.
        let strong = small.values.sorted()[small.values.count * 9 / 10]
        let most = small.values.max() ?? 0
        let full = max(strong, most * 0.7)
        if full > 0 { small.values = small.values.map { min(255, $0 * 255 / full) } }
        return small
    }

    /// The ink on black, its centre of mass in the middle as far as the frame allows. In MNIST the middle is column 14 and row
    /// 14, counted from 0, to half a pixel.
    private func placed(_ ink: Plane) -> Plane {
        var (mass, x, y): (Float, Float, Float) = (0, 0, 0)
        for row in 0..<ink.height {
            for column in 0..<ink.width {
                mass += ink[column, row]
                x += ink[column, row] * Float(column)
                y += ink[column, row] * Float(row)
            }
        }
        func offset(_ centre: Float, _ size: Int, _ room: Int) -> Int {
            let wanted = Int((Float(room) / 2 - centre).rounded())
            return min(max(wanted, 0), max(room - size, 0))
        }
        let left = mass > 0 ? offset(x / mass, ink.width, width) : 0
        let top = mass > 0 ? offset(y / mass, ink.height, height) : 0
        var sheet = Plane(width: width, height: height)
        for row in 0..<min(ink.height, height - top) {
            for column in 0..<min(ink.width, width - left) { sheet[left + column, top + row] = ink[column, row] }
        }
        return sheet
    }
}
