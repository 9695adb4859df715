import SumiData
import SumiTensor
import Testing

@Suite struct HandwritingTests {
    @Test("the same seed draws the same images, another seed others")
    func deterministic() throws {
        let (a, b) = (
            try Handwriting.load(train: 50, test: 5, seed: 3), try Handwriting.load(train: 80, test: 5, seed: 3)
        )
        #expect(a.train == b.train.prefix(50))
        #expect(try Handwriting.load(train: 50, test: 5, seed: 4).train != a.train)
    }

    @Test("no image to learn from is one to be judged by")
    func partsDiffer() throws {
        let set = try Handwriting.load(train: 300, test: 300, seed: 1)
        let train = Set(images(set.train))
        #expect(train.count == 300)
        #expect(train.isDisjoint(with: images(set.test)))
    }

    @Test("every digit is drawn about equally often")
    func digits() throws {
        let labels = try Handwriting.load(train: 5000, test: 1).train.labels.scalars(as: UInt8.self)
        for digit in 0...9 {
            let count = labels.count { $0 == UInt8(digit) }
            // 5 standard deviations of a binomial count around 500.
            #expect(abs(count - 500) < 107, "\(count) of \(digit)")
        }
    }

    @Test("images are framed as MNIST is: the longer side 20 pixels, the mass in the middle")
    func framing() throws {
        for image in images(try Handwriting.load(train: 500, test: 1).train) {
            let inked = image.indices.filter { image[$0] > 64 }
            let (columns, rows) = (inked.map { $0 % 28 }, inked.map { $0 / 28 })
            let width = try #require(columns.max()) - (try #require(columns.min())) + 1
            let height = try #require(rows.max()) - (try #require(rows.min())) + 1
            #expect((18...21).contains(max(width, height)))
            let mass = image.reduce(0.0) { $0 + Double($1) }
            for axis in [{ $0 % 28 }, { $0 / 28 }] as [(Int) -> Int] {
                let centre = image.indices.reduce(0.0) { $0 + Double(image[$1]) * Double(axis($1)) } / mass
                // A digit is moved by whole pixels, and not beyond the sheet's edge.
                #expect(abs(centre - 14) < 0.75, "centre \(centre)")
            }
        }
    }

    @Test("counts that make no sense are errors")
    func counts() {
        #expect(throws: DataError.self) { try Handwriting.load(train: 0) }
        #expect(throws: DataError.self) { try Handwriting.load(train: 10, test: -1) }
        #expect(throws: DataError.self) { try Handwriting.load(train: .max) }
    }

    private func images(_ part: LabelledImages) -> [[UInt8]] {
        let pixels = part.images.scalars(as: UInt8.self)
        return (0..<part.count).map { Array(pixels[$0 * 784..<($0 + 1) * 784]) }
    }
}
