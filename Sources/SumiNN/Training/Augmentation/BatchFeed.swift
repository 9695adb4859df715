import Dispatch
import SumiTensor

/// The batches of one epoch. Where images are changed at random, a thread of its own prepares the next batch while the last
/// one trains; other data are given as they are, without a thread.
package final class BatchFeed {
    private let samples: Samples
    private let order: [Int]
    private let batchSize: Int
    private let change: BatchChange?
    private var ahead: (batch: Int, work: Work)?

    /// - Parameters:
    ///   - order: the rows of `samples` in the order of the epoch.
    ///   - epoch: its number, on which random changes depend.
    /// - Throws: ``ModelError`` where `samples` are to be augmented, and are no images or the settings are out of range.
    package init(_ samples: Samples, order: [Int], batchSize: Int, seed: UInt64, epoch: Int, place: String) throws {
        self.samples = samples
        self.order = order
        self.batchSize = batchSize
        change = try samples.augmentation.map {
            try BatchChange($0, samples.inputs.map(\.tensor), seed: seed, epoch: epoch, place: place)
        }
    }

    /// The samples and the rows of them that make up a batch.
    package func batch(_ number: Int) throws -> (samples: Samples, rows: ArraySlice<Int>) {
        let rows = rows(number)
        guard let change else { return (samples, rows) }
        let work = ahead.flatMap { $0.batch == number ? $0.work : nil } ?? Work(change, rows)
        let next = self.rows(number + 1)
        ahead = next.isEmpty ? nil : (number + 1, Work(change, next))
        let chosen = Array(rows)
        var batch = Samples(
            inputs: [ModelInput(work.result(), divisor: samples.inputs.first?.divisor)],
            targets: try samples.targets.map { try $0.take(chosen) })
        batch.sampleWeight = try samples.sampleWeight.map { try $0.take(chosen) }
        return (batch, Array(0..<rows.count)[...])
    }

    private func rows(_ batch: Int) -> ArraySlice<Int> {
        let start = min(batch * batchSize, order.count)
        return order[start..<start + min(batchSize, order.count - start)]
    }
}

/// A batch that is being prepared by another thread.
private final class Work: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    /// Written by the other thread before it signals, read after.
    private var tensor: Tensor?

    init(_ change: BatchChange, _ rows: ArraySlice<Int>) {
        let rows = Array(rows)
        DispatchQueue.global().async { [self] in
            tensor = change.images(rows)
            done.signal()
        }
    }

    /// Waits until the batch is ready; may be called once.
    func result() -> Tensor {
        done.wait()
        return tensor ?? Tensor(shape: [0], storage: .uint8([]))
    }
}

/// The random changes of one epoch's images.
private struct BatchChange: Sendable {
    private let settings: Augmentation
    private let source: Tensor
    private let seed: UInt64
    private let epoch: UInt64
    private let height: Int
    private let width: Int
    private let channels: Int

    init(_ settings: Augmentation, _ inputs: [Tensor], seed: UInt64, epoch: Int, place: String) throws {
        if let fault = settings.fault { throw ModelError(place: place, "augmentation: \(fault)") }
        let sizes = inputs.first?.shape.dimensions ?? []
        guard inputs.count == 1, let source = inputs.first, (3...4).contains(sizes.count),
            [.uint8, .float32].contains(source.elementType)
        else {
            throw ModelError(
                place: place,
                "augmentation is for one input of images, uint8 or float32 of [count, height, width, channels], not "
                    + inputs.map { "\($0.elementType) of \($0.shape)" }.joined(separator: ", "))
        }
        self.settings = settings
        self.source = source
        self.seed = seed
        self.epoch = UInt64(truncatingIfNeeded: epoch)
        (height, width, channels) = (sizes[1], sizes[2], sizes.count == 4 ? sizes[3] : 1)
    }

    func images(_ rows: [Int]) -> Tensor {
        let shape = Shape([rows.count] + source.shape.dimensions.dropFirst())
        let storage: Tensor.Storage =
            switch source.storage {
            case .uint8(let values): .uint8(changed(values, rows))
            case .float32(let values): .float32(changed(values, rows))
            default: source.storage
            }
        return Tensor(shape: shape, storage: storage)
    }

    private func changed<Value: PixelValue>(_ values: [Value], _ rows: [Int]) -> [Value] {
        let size = height * width * channels
        return [Value](unsafeUninitializedCapacity: rows.count * size) { target, count in
            values.withUnsafeBufferPointer { source in
                for (index, row) in rows.enumerated() {
                    // "augm" tells these numbers from all others that the seed gives.
                    let stream = Philox.stream([0x6175_676D, epoch, UInt64(row)])
                    var random = RandomStream(seed: seed, stream: stream)
                    ImageChange(settings, height: height, width: width, &random)
                        .apply(source, row * size, channels: channels, target, index * size)
                }
            }
            count = rows.count * size
        }
    }
}
