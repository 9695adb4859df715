import SumiTensor

/// Handwritten digits that are drawn, not collected: for machines where MNIST is neither stored nor reachable.
///
/// Each digit has several forms, described as pen strokes. An image shakes, bends, slants, turns and stretches one of
/// them, draws it with a pen of some width, and frames it as MNIST does: 28 x 28 bytes, the longer side 20 pixels, centred
/// by mass. The same seed draws the same images on every machine.
public enum Handwriting {
    /// A data set in the form of MNIST.
    ///
    /// - Parameters:
    ///   - train: how many images to learn from.
    ///   - test: how many others to be judged by.
    ///   - seed: of the images; image `i` of a part depends on it and on `i` only.
    /// - Throws: ``DataError`` where a part would be empty or larger than ``largestCount``.
    public static func load(train: Int = 60000, test: Int = 10000, seed: UInt64 = 1) throws -> ImageClassificationSet {
        for (name, count) in [("train", train), ("test", test)] where !(1...largestCount).contains(count) {
            throw DataError("handwriting: \(count) images to \(name), of 1 to \(largestCount)")
        }
        return try ImageClassificationSet(
            name: "handwriting", train: part(0, count: train, seed: seed), test: part(1, count: test, seed: seed),
            framing: .digit)
    }

    /// The most images of one part: 6 GB.
    public static let largestCount = 8_000_000

    private static func part(_ part: UInt64, count: Int, seed: UInt64) throws -> LabelledImages {
        let size = PenCanvas.side * PenCanvas.side
        var pixels = [UInt8](repeating: 0, count: count * size)
        var labels = [UInt8](repeating: 0, count: count)
        for index in 0..<count {
            var random = RandomStream(seed: seed, stream: Philox.stream([part, UInt64(index)]))
            let digit = Int(random.next() % 10)
            labels[index] = UInt8(digit)
            let image = image(of: digit, using: &random)
            pixels.replaceSubrange(index * size..<(index + 1) * size, with: image)
        }
        return try LabelledImages(
            images: Tensor(shape: [count, PenCanvas.side, PenCanvas.side], storage: .uint8(pixels)),
            labels: Tensor(shape: [count], storage: .uint8(labels)), classNames: (0...9).map(String.init))
    }

    /// One image of `digit`, 28 x 28 bytes.
    static func image(of digit: Int, using random: inout RandomStream) -> [UInt8] {
        let forms = DigitStrokes.forms[digit]
        var choice = random.double() * forms.reduce(0) { $0 + $1.share }
        let form = forms.first { form in
            choice -= form.share
            return choice < 0
        }
        var path = PenPath(form: form ?? forms[0], using: &random)
        // Pens of MNIST are 2 to 4 pixels wide where the digit is 20 high.
        let radius = 1.3 + 0.42 * random.truncatedNormal()
        let softness = 0.5 + 0.25 * random.double()
        path.fit(side: 20, radius: radius)
        var canvas = PenCanvas(reach: radius + softness)
        canvas.draw(path)
        return centred(canvas.ink(radius: radius, softness: softness))
    }

    /// The drawing with its centre of mass in the middle of the sheet, as bytes.
    private static func centred(_ ink: [Double]) -> [UInt8] {
        let side = PenCanvas.side
        var (mass, x, y) = (0.0, 0.0, 0.0)
        for index in ink.indices {
            mass += ink[index]
            x += ink[index] * Double(index % side)
            y += ink[index] * Double(index / side)
        }
        guard mass > 0 else { return [UInt8](repeating: 0, count: ink.count) }
        // In MNIST the middle is column 14 and row 14, counted from 0, to half a pixel.
        let middle = Double(side / 2)
        let right = Int((middle - x / mass).rounded())
        let down = Int((middle - y / mass).rounded())
        var bytes = [UInt8](repeating: 0, count: ink.count)
        for row in 0..<side where (0..<side).contains(row + down) {
            for column in 0..<side where (0..<side).contains(column + right) {
                bytes[(row + down) * side + column + right] = UInt8((255 * ink[row * side + column]).rounded())
            }
        }
        return bytes
    }
}
