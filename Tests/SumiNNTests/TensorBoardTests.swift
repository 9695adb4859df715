import Foundation
import Sumi
import SumiTestSupport
import Testing

@Suite("TensorBoard")
struct TensorBoardTests {
    /// Trains a little with logs in a new folder, and hands the folder on.
    private func train<Result>(
        _ make: (String) -> TensorBoard, _ body: (String, History, Model) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sumi-logs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = Sequential(name: "net", inputShape: [3]) {
            Dense(4, activation: .relu)
            Dense(2, activation: .softmax)
        }
        (model.seed, model.engine) = (1, ReferenceEngine())
        try model.compile(
            optimizer: .sgd(learningRate: 0.25), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        var random = TestGenerator(seed: 5)
        let x = try Tensor((0..<20).map { _ in random.numbers(3) })
        let y = try Tensor((0..<20).map { $0 % 2 })
        let history = try model.fit(
            x, y, batchSize: 5, epochs: 3, verbose: 0, callbacks: [make(folder.path + "/deep/logs")],
            validationSplit: 0.2)
        return try body(folder.path + "/deep/logs", history, model)
    }

    @Test("the checksum is CRC-32C, and masked as event files have it")
    func checksum() {
        #expect(Checksum.crc32c(Array("123456789".utf8)) == 0xE306_9283)
        #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(Checksum.masked([]) == 0xA282_EAD8)
    }

    @Test("fields of a message are written as protocol buffers have them")
    func protobuf() {
        var message = ProtobufMessage()
        message.add(1, 150)
        message.add(2, "testing")
        message.add(3, Float(1))
        message.add(4, 1.0)
        message.add(5, [1.0])
        message.add(16, -1)
        let expected: [UInt8] =
            [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [0x1D, 0, 0, 0x80, 0x3F]
            + [0x21, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x2A, 0x08, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
            + [0x80, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]
        #expect(message.bytes == expected)
    }

    @Test("records hold their length and checksums, and begin with the version")
    func records() throws {
        try train {
            TensorBoard(logDir: $0)
        } _: { folder, _, _ in
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["train", "validation"])
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/train")
            #expect(names.count == 1 && names[0].hasPrefix("events.out.tfevents."))
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/train/\(names[0])")))[...]
            var records = 0
            while !bytes.isEmpty {
                func number(_ count: Int) -> UInt64 {
                    let part = bytes.prefix(count)
                    bytes = bytes.dropFirst(count)
                    return part.reversed().reduce(0) { $0 << 8 | UInt64($1) }
                }
                let head = Array(bytes.prefix(8))
                let length = Int(number(8))
                #expect(number(4) == UInt64(Checksum.masked(head)))
                try #require(bytes.count >= length + 4)
                let content = Array(bytes.prefix(length))
                bytes = bytes.dropFirst(length)
                #expect(number(4) == UInt64(Checksum.masked(content)))
                if records == 0 { #expect(String(decoding: content, as: UTF8.self).hasSuffix("brain.Event:2")) }
                records += 1
            }
            #expect(records == 4)
        }
    }

    @Test("a folder that cannot be made is an error that names it")
    func errors() throws {
        let error = #expect(throws: ModelError.self) {
            try train { _ in
                TensorBoard(logDir: "/dev/null/logs")
            } _: { _, _, _ in
            }
        }
        #expect(error?.description.contains("/dev/null") == true)
    }

    @Test(
        "TensorBoard's own reader finds scalars of epochs and batches, and histograms of weights",
        .enabled(if: Partner.python != nil, "SUMI_PARTNER_PYTHON names no Python: make partners sets it"))
    func partner() throws {
        try train {
            TensorBoard(logDir: $0, histogramFreq: 2, updateFreq: .batch)
        } _: { folder, history, model in
            let answer = try Partner("tensorboard_events").ask(["folder": .string(folder)])
            func points(_ run: String, _ tag: String) -> [[Double]] {
                (answer[run]?["scalars"]?[tag]?.array ?? []).map { ($0.array ?? []).compactMap(\.double) }
            }
            func epochs(_ name: String) -> [[Double]] {
                history[name].enumerated().map { [Double($0), Double(Float($1))] }
            }
            #expect(points("train", "epoch_loss") == epochs("loss"))
            #expect(points("train", "epoch_accuracy") == epochs("accuracy"))
            #expect(points("train", "epoch_learning_rate") == [[0, 0.25], [1, 0.25], [2, 0.25]])
            #expect(points("validation", "epoch_loss") == epochs("val_loss"))
            #expect(points("validation", "evaluation_loss_vs_iterations").map { $0[0] } == [4, 8, 12])
            #expect(points("train", "batch_loss").map { $0[0] } == (1...12).map(Double.init))
            let histograms = answer["train"]?["histograms"]?.object?.members ?? []
            #expect(histograms.map(\.key).sorted() == (try model.weights.map { $0.path + "/histogram" }.sorted()))
            for (_, list) in histograms {
                let item = try #require(list.array?.first)
                #expect(list.array?.count == 1 && item["step"]?.integer == 1)
                let counts = (item["counts"]?.array ?? []).compactMap(\.double)
                #expect(counts.reduce(0, +) == item["num"]?.double)
                #expect(item["limits"]?.array?.last == item["max"])
            }
            #expect((answer["train"]?["migrated"]?.integer ?? 0) >= 9)
        }
    }
}
