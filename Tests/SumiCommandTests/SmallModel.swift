import Foundation
import SumiArchive

/// A small model that `sumi train` has trained on few images, made once: `model.keras`, its history `history.csv`, and
/// `plain.keras`, which is the same as Keras would have written it, without what sumi keeps beside.
final class SmallModel: Sendable {
    static let shared = Result { try SmallModel() }

    let folder: TemporaryFolder

    var model: String { folder.path("model.keras") }
    var plain: String { folder.path("plain.keras") }
    var history: String { folder.path("history.csv") }
    /// What `SUMI_DATA` is to be.
    var data: String { folder.path }
    /// A picture that the model can look at.
    static let picture = Document.root.appendingPathComponent("Tests/SumiImagesTests/Pictures/grey8.png").path

    private init() throws {
        folder = try TemporaryFolder()
        // Nothing static is ever taken down.
        atexit { try? FileManager.default.removeItem(at: SmallModel.shared.get().folder.url) }
        try GeneratedImages.write(to: folder)
        try folder.write(Array(Self.network.utf8), to: "small.json")
        let run = try Tool.sumi(
            "train", "mnist", "--network", folder.path("small.json"), "--epochs", "3", "--batch-size", "20", "--quiet",
            "--learning-rate", "0.01", "--history", folder.path("history.csv"), "--output", folder.path("model.keras"),
            data: folder.path)
        guard run.exited, run.status == 0 else { throw TrainingFailed(description: run.error) }
        let zip = try ZipArchive([UInt8](Data(contentsOf: URL(fileURLWithPath: folder.path("model.keras")))))
        var plain = ZipWriter()
        for member in zip.members where !member.name.hasPrefix("sumi.") {
            try plain.add(member.name, zip.read(member.name))
        }
        try folder.write(plain.archive(), to: "plain.keras")
    }

    struct TrainingFailed: Error, CustomStringConvertible {
        var description: String
    }

    private static let network = """
        {"module": "keras", "class_name": "Sequential", "config": {"name": "small", "layers": [
        {"class_name": "InputLayer", "config": {"batch_shape": [null, 28, 28, 1], "dtype": "float32", "name": "i"}},
        {"class_name": "Conv2D", "config": {"name": "look", "filters": 4, "kernel_size": [5, 5], "strides": [3, 3],
        "activation": "relu"}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "decide", "units": 10, "activation": "softmax"}}]}}
        """
}
