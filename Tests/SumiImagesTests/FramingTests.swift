import Foundation
import SumiData
import SumiNN
import SumiImages
import SumiTensor
import Testing

@Suite("Pictures as inputs of models")
struct FramingTests {
    private static let hasRealData = DataFolders.variable("SUMI_DATA").map { !$0.isEmpty } ?? false

    /// How a digit is put on a page.
    struct Page: CustomTestStringConvertible, Sendable {
        var width = 300
        var height = 400
        /// The side of the 28 x 28 image on the page.
        var side = 200
        var paper = 235.0
        var ink = 30.0
        var noise = 0.0
        /// How much darker the lower right corner is than the upper left.
        var shadow = 0.0
        var testDescription: String

        init(_ name: String, _ change: (inout Page) -> Void = { _ in }) {
            testDescription = name
            change(&self)
        }
    }

    static let pages = [
        Page("black ink on white paper"),
        Page("light on dark") { ($0.paper, $0.ink) = (20, 230) },
        Page("faint pencil on grey paper") { ($0.paper, $0.ink) = (170, 110) },
        Page("noise") { $0.noise = 18 },
        Page("shadow") { $0.shadow = 110 },
        Page("noise and shadow, small") { ($0.noise, $0.shadow, $0.side) = (12, 90, 110) },
        Page("fills the page") { ($0.width, $0.height, $0.side) = (280, 280, 280) },
        Page("a photo of 12 megapixels", { ($0.width, $0.height, $0.side, $0.noise) = (3000, 4000, 1500, 10) }),
        Page("small picture") { ($0.width, $0.height, $0.side) = (60, 48, 44) },
    ]

    /// `digit`, 28 x 28 bytes, enlarged and written on a page at a random place.
    private func written(_ digit: [UInt8], on page: Page, _ random: inout RandomStream) throws -> Image {
        let left = try random.integer(below: page.width - page.side + 1)
        let top = try random.integer(below: page.height - page.side + 1)
        let scale = 28 / Double(page.side)
        var pixels = [UInt8](repeating: 0, count: page.width * page.height)
        func sample(_ x: Int, _ y: Int) -> Double {
            (0..<28).contains(x) && (0..<28).contains(y) ? Double(digit[y * 28 + x]) : 0
        }
        for y in 0..<page.height {
            for x in 0..<page.width {
                let (u, v) = ((Double(x - left) + 0.5) * scale - 0.5, (Double(y - top) + 0.5) * scale - 0.5)
                let (column, row) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
                let (a, b) = (u - Double(column), v - Double(row))
                let upper = sample(column, row) * (1 - a) + sample(column + 1, row) * a
                let lower = sample(column, row + 1) * (1 - a) + sample(column + 1, row + 1) * a
                let share = (upper * (1 - b) + lower * b) / 255
                let light =
                    1 - page.shadow / 255 * (Double(x) / Double(page.width) + Double(y) / Double(page.height)) / 2
                let noise = page.noise == 0 ? 0 : page.noise * 2 * (Double(random.float()) - 0.5)
                let value = (page.paper + (page.ink - page.paper) * share) * light + noise
                pixels[y * page.width + x] = UInt8(min(max(value, 0), 255))
            }
        }
        return try Image(width: page.width, height: page.height, channels: 1, pixels: pixels)
    }

    /// The class of the nearest of `known` images.
    private func nearest(_ image: [UInt8], _ known: [UInt8], _ labels: [Int]) -> Int {
        var (best, label) = (Int.max, -1)
        known.withUnsafeBufferPointer { known in
            image.withUnsafeBufferPointer { image in
                for index in labels.indices {
                    var distance: Int32 = 0
                    for pixel in 0..<784 {
                        let difference = Int32(known[index * 784 + pixel]) - Int32(image[pixel])
                        distance &+= difference &* difference
                    }
                    if Int(distance) < best { (best, label) = (Int(distance), labels[index]) }
                }
            }
        }
        return label
    }

    @Test(
        "digits of MNIST written on paper are framed back, and still recognised",
        .enabled(if: hasRealData, "SUMI_DATA is not set"), arguments: pages)
    func digits(page: Page) throws {
        let mnist = try MNIST.load()
        // Training images only: the last of them are read, the first are known.
        let known = mnist.train.prefix(8000)
        let (pixels, labels) = (known.images.scalars(as: UInt8.self), known.labels.scalars(as: Int.self))
        let count = page.width > 1000 ? 12 : 60
        let held = mnist.train.dropFirst(59900).prefix(count)
        let digits = held.images.scalars(as: UInt8.self)
        var random = RandomStream(seed: 3)
        var (plain, framed, difference) = (0, 0, 0.0)
        for (index, label) in held.labels.scalars(as: Int.self).enumerated() {
            let digit = Array(digits[index * 784..<(index + 1) * 784])
            let image = try written(digit, on: page, &random)
            let tensor = try image.framed(for: [28, 28, 1], framing: .digit)
            #expect(tensor.shape == [28, 28, 1] && tensor.elementType == .uint8)
            let result = tensor.scalars(as: UInt8.self)
            if nearest(digit, pixels, labels) == label { plain += 1 }
            if nearest(result, pixels, labels) == label { framed += 1 }
            difference += zip(digit, result).reduce(0) { $0 + Double(abs(Int($1.0) - Int($1.1))) } / 784
        }
        // One in thirty may be lost. A digit moved by a pixel differs by 15 of 255 from itself on average.
        #expect(framed >= plain - max(1, count / 30))
        #expect(difference / Double(count) < 12)
    }

    @Test("an image of MNIST itself is not changed", .enabled(if: hasRealData, "SUMI_DATA is not set"))
    func unchanged() throws {
        let images = try MNIST.load().train.prefix(300).images.scalars(as: UInt8.self)
        var same = 0
        for index in 0..<300 {
            let pixels = Array(images[index * 784..<(index + 1) * 784])
            let image = try Image(width: 28, height: 28, channels: 1, pixels: pixels)
            if try image.framed(for: [28, 28], framing: .digit).scalars(as: UInt8.self) == pixels { same += 1 }
        }
        #expect(same >= 290)
    }

    @Test("a thin pen gives strokes as MNIST has them, cropped to 20 pixels and centred")
    func thinPen() throws {
        var pixels = [UInt8](repeating: 250, count: 400 * 300)
        for step in 0..<200 { for width in 0..<2 { pixels[(60 + step) * 400 + 210 + step / 4 + width] = 10 } }
        let image = try Image(width: 400, height: 300, channels: 1, pixels: pixels)
        let result = try image.framed(for: [28, 28, 1], framing: .digit).scalars(as: Int.self)
        let rows = (0..<28).filter { row in (0..<28).contains { result[row * 28 + $0] > 60 } }
        #expect(rows.count == 20 && rows.first == 4)
        #expect(result.filter { $0 > 200 }.count >= 20)
        #expect(result.reduce(0, +) / 255 > 30)
    }

    @Test("a page without ink is an error")
    func blank() throws {
        for value: UInt8 in [0, 128, 255] {
            let image = try Image(width: 90, height: 70, channels: 1, pixels: [UInt8](repeating: value, count: 6300))
            #expect(throws: ImageError.self) { try image.framed(for: [28, 28, 1], framing: .digit) }
        }
        let tiny = try Image(width: 1, height: 1, channels: 3, pixels: [1, 2, 3])
        #expect(throws: ImageError.self) { try tiny.framed(for: [28, 28, 1], framing: .digit) }
    }

    @Test("fit keeps the proportions and continues the border; stretch does neither")
    func fit() throws {
        var pixels = [UInt8](repeating: 40, count: 40 * 20)
        for y in 5..<15 { for x in 10..<30 { pixels[y * 40 + x] = 200 } }
        let image = try Image(width: 40, height: 20, channels: 1, pixels: pixels)
        let fitted = try image.framed(for: [20, 20, 1], framing: .fit).scalars(as: Int.self)
        #expect(fitted[0] == 40 && fitted[399] == 40 && fitted[10 * 20 + 10] == 200)
        #expect((0..<20).filter { fitted[$0 * 20 + 10] == 200 }.count == 4)
        let stretched = try image.framed(for: [20, 20, 1], framing: .stretch).scalars(as: Int.self)
        #expect((0..<20).filter { stretched[$0 * 20 + 10] == 200 }.count == 10)
        let larger = try image.framed(for: [40, 80], framing: .stretch)
        #expect(larger.shape == [40, 80] && larger.scalars(as: Int.self)[20 * 80 + 40] == 200)
        #expect(try image.framed(for: [20, 40, 1], framing: .fit).scalars(as: UInt8.self) == pixels)
    }

    @Test("shrinking takes the mean of what each pixel covers")
    func means() throws {
        let image = try Image(width: 3, height: 1, channels: 1, pixels: [0, 90, 240])
        #expect(try image.framed(for: [1, 1], framing: .stretch).scalars(as: Int.self) == [110])
        #expect(try image.framed(for: [1, 2], framing: .stretch).scalars(as: Int.self) == [30, 190])
    }

    @Test(
        "a photo is shrunk to the mean of its parts, whatever its size",
        arguments: [(1000, 800), (997, 803), (64, 4001)])
    func photos(width: Int, height: Int) throws {
        // Brightness rises from left to right and is one value below another.
        var pixels: [UInt8] = []
        for y in 0..<height {
            let base = y * 2 < height ? 0 : 50
            for x in 0..<width { pixels.append(UInt8(x * 200 / width + base)) }
        }
        let image = try Image(width: width, height: height, channels: 1, pixels: pixels)
        let small = try image.framed(for: [4, 8, 1], framing: .stretch).scalars(as: Int.self)
        for column in 0..<8 {
            #expect(abs(small[column] - (25 * column + 12)) <= 2)
            #expect(abs(small[24 + column] - (25 * column + 62)) <= 2)
        }
    }

    @Test("grey and colour follow the model")
    func channels() throws {
        let colour = try Image(width: 1, height: 1, channels: 3, pixels: [200, 100, 50])
        #expect(try colour.framed(for: [1, 1, 1], framing: .fit).scalars(as: Int.self) == [124])
        let grey = try Image(width: 1, height: 1, channels: 1, pixels: [77])
        #expect(try grey.framed(for: [1, 1, 3], framing: .fit).scalars(as: Int.self) == [77, 77, 77])
        for shape: Shape in [[28], [28, 28, 2], [0, 28, 1], [1, 28, 28, 1], [1 << 40, 1 << 40, 1]] {
            #expect(throws: ImageError.self) { try grey.framed(for: shape, framing: .fit) }
        }
    }

    @Test("pictures of a pixel or a line are framed without a fault")
    func extremes() throws {
        for (width, height) in [(1, 1), (1, 500), (500, 1), (2, 2), (3, 700)] {
            let pixels = (0..<width * height).map { UInt8($0 % 2 * 255) }
            let image = try Image(width: width, height: height, channels: 1, pixels: pixels)
            for framing in ImageFraming.allCases {
                _ = try? image.framed(for: [28, 28, 1], framing: framing)
                _ = try? image.framed(for: [1, 1, 1], framing: framing)
            }
        }
    }
}
