import Foundation
import Sumi
import SumiNN
import Testing

/// A training that ends in the midst, as a program that is killed, and goes on from its backup.
struct BackupAndRestoreTests {
    struct Killed: Error {}

    /// A loss that no file of Keras can hold.
    struct Squares: LossFunction {
        func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
            let difference = target - prediction
            return (difference * difference).mean(axes: [-1])
        }
    }

    /// Ends `fit` with an error after so many batches.
    final class Killer: Callback {
        var left: Int
        init(after count: Int) { left = count }
        func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) throws {
            left -= 1
            if left == 0 { throw Killed() }
        }
    }

    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sumi-\(UUID().uuidString)").path
    private var backup: String { folder + "/a/b" }

    private func model() throws -> Sequential {
        let model = Sequential {
            Input(3)
            Dense(8, activation: .relu)
            BatchNormalization()
            Dropout(0.4)
            Dense(2)
        }
        model.seed = 4
        try model.compile(optimizer: .adam(learningRate: 0.02), loss: Loss(Squares()), engine: CPUEngine(threads: 1))
        return model
    }

    @discardableResult
    private func fit(_ model: Model, _ callbacks: [any Callback]) throws -> History {
        var stream = RandomStream(seed: 9)
        let x = Tensor(shape: [40, 3], storage: .float32((0..<120).map { _ in stream.float() }))
        let y = Tensor(shape: [40, 2], storage: .float32((0..<80).map { _ in stream.float() }))
        return try model.fit(
            x, y, batchSize: 8, epochs: 4, verbose: 0,
            callbacks: callbacks + [ReduceLROnPlateau(monitor: "loss", factor: 0.5, patience: 1, minDelta: 1)],
            validationSplit: 0.25)
    }

    @Test(
        "killed at any batch, the same fit goes on from its backup to the same bits",
        arguments: [BackupAndRestore.Frequency.epoch, .batches(1), .batches(3)])
    func anywhere(_ frequency: BackupAndRestore.Frequency) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let whole = try model()
        let history = try fit(whole, [])
        for stop in 1...16 {
            #expect(throws: Killed.self) {
                try fit(try model(), [Killer(after: stop), BackupAndRestore(backup, saveFreq: frequency)])
            }
            let second = try model()
            second.seed = 99
            let rest = try fit(second, [BackupAndRestore(backup, saveFreq: frequency)])
            let isSame = try second.getWeights() == whole.getWeights()
            // Killed before the first backup, it begins anew, and with its own seed.
            let hasBackup = frequency == .epoch ? stop > 4 : stop > (frequency == .batches(3) ? 3 : 1)
            #expect(isSame == hasBackup, "killed in batch \(stop)")
            if hasBackup { #expect(rest.history == history.history) }
            #expect(!FileManager.default.fileExists(atPath: backup), "the backup goes at the end")
        }
    }

    @Test("of two backups the one before is taken where the last is damaged; a single one is an error")
    func damaged() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let whole = try model()
        try fit(whole, [])
        #expect(throws: Killed.self) {
            try fit(try model(), [Killer(after: 14), BackupAndRestore(backup, doubleCheckpoint: true)])
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: backup).sorted()
        #expect(names == ["training-before.safetensors", "training.safetensors"])
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(backup)/training.safetensors"))
        let second = try model()
        try fit(second, [BackupAndRestore(backup, doubleCheckpoint: true, deleteCheckpoint: false)])
        #expect(try second.getWeights() == whole.getWeights())

        try FileManager.default.removeItem(atPath: backup)
        try FileManager.default.createDirectory(atPath: backup, withIntermediateDirectories: true)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(backup)/training.safetensors"))
        let error = #expect(throws: ModelError.self) { try fit(try model(), [BackupAndRestore(backup)]) }
        #expect(error?.description.contains("training.safetensors") == true, "\(String(describing: error))")
    }

    @Test("a backup of another model is an error that says so")
    func otherModel() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(throws: Killed.self) {
            try fit(try model(), [Killer(after: 7), BackupAndRestore(backup)])
        }
        let other = Sequential {
            Input(3)
            Dense(2, activation: .relu).named("other")
        }
        try other.compile(optimizer: .sgd(), loss: .meanSquaredError, engine: CPUEngine(threads: 1))
        let error = #expect(throws: ModelError.self) { try fit(other, [BackupAndRestore(backup)]) }
        #expect(error?.description.contains("another model") == true, "\(String(describing: error))")
    }
}
