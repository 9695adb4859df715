import Sumi
import SumiGraph
import SumiNN
import SumiTensor
import Testing

@Suite("Augmentation")
struct AugmentationTests {
    /// `count` images of 12 x 10 pixels: a bright block whose place follows the image's number.
    private func images(_ count: Int, channels: Int = 1) throws -> Tensor {
        var pixels = [UInt8](repeating: 0, count: count * 120 * channels)
        for image in 0..<count {
            for y in 3..<7 {
                for x in (2 + image % 3)..<(6 + image % 3) {
                    for channel in 0..<channels {
                        pixels[((image * 12 + y) * 10 + x) * channels + channel] = UInt8(100 + image % 100 + channel)
                    }
                }
            }
        }
        return try Tensor(shape: [count, 12, 10, channels], scalars: pixels)
    }

    private func labels(_ count: Int) throws -> Tensor { try Tensor((0..<count).map { UInt8($0 % 3) }) }

    /// All batches of an epoch, one after the other.
    private func epoch(
        _ augmentation: Augmentation?, _ images: Tensor, batchSize: Int = 4, seed: UInt64 = 7, epoch: Int = 0,
        order: [Int]? = nil
    ) throws -> (images: Tensor, labels: [Int]) {
        let count = images.shape.dimensions[0]
        var samples = Samples(images, try labels(count))
        samples.augmentation = augmentation
        let order = order ?? Array(0..<count)
        let feed = try BatchFeed(
            samples, order: order, batchSize: batchSize, seed: seed, epoch: epoch, place: "")
        var parts: [Tensor] = []
        var labels: [Int] = []
        for number in 0..<(count + batchSize - 1) / batchSize {
            let (batch, rows) = try feed.batch(number)
            parts.append(try batch.inputs[0].tensor.take(Array(rows)))
            labels += try batch.targets[0].take(Array(rows)).scalars(as: Int.self)
        }
        return (try Tensor.concatenated(parts), labels)
    }

    private static let settings = [
        Augmentation(shift: 2), Augmentation(rotate: 30), Augmentation(scale: 0.3), Augmentation(shear: 20),
        Augmentation(elastic: 1.5), Augmentation(flip: .horizontal), Augmentation(flip: .vertical),
        Augmentation(shift: 1, rotate: 10, scale: 0.1, shear: 5, elastic: 1, flip: .both),
    ]

    @Test("a change follows from seed, epoch and image, whatever the batches and their order", arguments: settings)
    func repeatable(settings: Augmentation) throws {
        let images = try images(10)
        let whole = try epoch(settings, images)
        #expect(try epoch(settings, images, batchSize: 10).images == whole.images)
        let order = [3, 9, 0, 1, 2, 8, 7, 6, 5, 4]
        let shuffled = try epoch(settings, images, batchSize: 3, order: order)
        #expect(try shuffled.images == whole.images.take(order))
        #expect(shuffled.labels == order.map { $0 % 3 })
        #expect(whole.images != images)
        #expect(try epoch(settings, images, epoch: 1).images != whole.images)
        #expect(try epoch(settings, images, seed: 8).images != whole.images)
    }

    @Test("shape, element type and channels stay, and float images are changed alike", arguments: [1, 3])
    func types(channels: Int) throws {
        let bytes = try images(5, channels: channels)
        let settings = Augmentation(shift: 1, rotate: 20, elastic: 1)
        let changed = try epoch(settings, bytes).images
        #expect(changed.shape == bytes.shape && changed.elementType == .uint8)
        let floats = try epoch(settings, bytes.converted(to: .float32)).images
        #expect(floats.elementType == .float32)
        for (byte, float) in zip(changed.scalars(as: Double.self), floats.scalars(as: Double.self)) {
            #expect(abs(byte - float) <= 0.51)
        }
    }

    @Test("shifts are whole pixels in range, of every size, and the border goes on")
    func shifts() throws {
        let images = try Tensor.concatenated((0..<300).map { _ in try self.images(1) })
        let changed = try epoch(Augmentation(shift: 2), images).images.scalars(as: Int.self)
        var places: Set<Int> = []
        for image in 0..<300 {
            let part = changed[image * 120..<(image + 1) * 120]
            #expect(part.filter { $0 == 100 }.count == 16 && part.filter { $0 != 0 }.count == 16)
            places.insert((part.firstIndex { $0 != 0 } ?? 0) - image * 120)
        }
        #expect(places.count == 25)
        #expect(places.min() == 1 * 10 + 0 && places.max() == 5 * 10 + 4)
        let edge = try Tensor(shape: [1, 2, 2, 1], scalars: [7, 7, 7, 7] as [UInt8])
        #expect(try epoch(Augmentation(shift: 9, rotate: 180), edge).images == edge)
    }

    @Test("a flip mirrors about half of the images, and nothing else")
    func flips() throws {
        let images = try images(300)
        for (flip, axes) in [(Augmentation.Flip.horizontal, [2]), (.vertical, [1])] {
            let changed = try epoch(Augmentation(flip: flip), images).images
            let mirrored = try axes.reduce(images) { try $0.flipped(axis: $1) }
            var count = 0
            for index in 0..<300 {
                // Left to right, every third is its own mirror image.
                if axes == [2], index % 3 == 1 { continue }
                let image = try changed[index]
                if try image == mirrored[index] { count += 1 } else { #expect(try image == images[index]) }
            }
            #expect((axes == [2] ? 70...130 : 110...190).contains(count))
        }
    }

    @Test("a turn moves a point about the middle; a bend moves it a little")
    func turns() throws {
        var pixels = [Float](repeating: 0, count: 21 * 21)
        pixels[10 * 21 + 16] = 1
        let images = try Tensor.concatenated((0..<60).map { _ in try Tensor(shape: [1, 21, 21, 1], scalars: pixels) })
        for settings in [Augmentation(rotate: 180), Augmentation(elastic: 0.7), Augmentation(scale: 0.2)] {
            let changed = try epoch(settings, images).images.scalars(as: Double.self)
            var moved = 0
            for image in 0..<60 {
                var (mass, x, y) = (0.0, 0.0, 0.0)
                for place in 0..<441 {
                    let value = changed[image * 441 + place]
                    (mass, x, y) = (mass + value, x + value * Double(place % 21), y + value * Double(place / 21))
                }
                guard mass > 0.2 else { continue }
                let (dx, dy) = (x / mass - 10, y / mass - 10)
                if abs(dx - 6) > 0.05 || abs(dy) > 0.05 { moved += 1 }
                if settings.rotate > 0 { #expect(abs((dx * dx + dy * dy).squareRoot() - 6) < 0.6) }
                if settings.scale > 0 { #expect((4.5...7.8).contains(dx) && abs(dy) < 0.3) }
                if settings.elastic > 0 { #expect(abs(dx - 6) < 3 && abs(dy) < 3) }
            }
            #expect(moved > 30)
        }
    }

    @Test("settings as text and back")
    func text() throws {
        let all = try Augmentation(parsing: "shift=2, rotate=10,scale=0.1,shear=5,elastic=1.5,flip=horizontal")
        #expect(all == Augmentation(shift: 2, rotate: 10, scale: 0.1, shear: 5, elastic: 1.5, flip: .horizontal))
        #expect(try Augmentation(parsing: all.description) == all)
        #expect(all.description == "shift=2,rotate=10.0,scale=0.1,shear=5.0,elastic=1.5,flip=horizontal")
    }

    @Test(
        "settings that are none say what there is",
        arguments: [
            ("", "settings are shift=PIXELS"), ("shift", "settings are shift=PIXELS"),
            ("zoom=2", "there is no setting zoom"),
            ("shift=1.5", "no whole number of pixels"), ("shift=-1", "shift=-1: pixels, 0 to 4096"),
            ("rotate=abc", "rotate=abc is no number"), ("rotate=200", "degrees, 0 to 180"), ("rotate=nan", "0 to 180"),
            ("scale=1", "less than 1"), ("shear=80", "0 to 60"), ("elastic=inf", "0 to 4096"), ("flip=left", "none of"),
            ("shift=1,shift=2", "shift is there twice"), ("shift=1,", "settings are"),
        ])
    func faults(text: String, reason: String) {
        do {
            Issue.record("no error, but \(try Augmentation(parsing: text))")
        } catch {
            #expect("\(error)".contains(reason))
        }
    }

    private func network() throws -> Sequential {
        let model = Sequential {
            Input(12, 10, 1)
            Flatten()
            Dense(3, activation: .softmax)
        }
        model.seed = 5
        try model.compile(optimizer: .sgd(learningRate: 0.1), loss: .sparseCategoricalCrossentropy)
        return model
    }

    @Test("a model trains on changed images, evaluates plain ones, and training repeats to the bit")
    func training() throws {
        let samples = Samples(try images(50), try labels(50))
        func weights(_ data: some TrainingData) throws -> [Tensor] {
            let model = try network()
            try model.fit(data, batchSize: 8, epochs: 3, verbose: 0, validationSplit: 0.2)
            return try model.getWeights()
        }
        let augmented = samples.augmented(Augmentation(shift: 2))
        let first = try weights(augmented)
        #expect(try weights(augmented) == first)
        #expect(try weights(samples) != first)
        let model = try network()
        #expect(try model.evaluate(augmented, verbose: 0)["loss"] == model.evaluate(samples, verbose: 0)["loss"])
    }

    @Test("what cannot be augmented is refused before training")
    func refused() throws {
        let flat = Sequential {
            Input(4); Dense(3, activation: .softmax)
        }
        try flat.compile(optimizer: .sgd(), loss: .sparseCategoricalCrossentropy)
        let data = Samples(try Tensor.ones([3, 4]), try labels(3)).augmented(Augmentation(shift: 1))
        #expect(throws: ModelError.self) { try flat.fit(data, verbose: 0) }
        let samples = Samples(try images(4), try labels(4))
        #expect(throws: ModelError.self) { try network().fit(samples.augmented(Augmentation(rotate: 999)), verbose: 0) }
    }
}
