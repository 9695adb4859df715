import Foundation

/// A model that `sumi train` has made of generated images, and test images of each class as PNG files: made once for all
/// tests that use a model.
struct TrainedModel: Sendable {
    static let shared = Result { try TrainedModel() }

    /// Holds `mnist/…`, `model.keras`, and `images/test/CLASS/INDEX.png`.
    let folder: TemporaryFolder
    /// What `sumi train` printed.
    let output: String

    private init() throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        // Nothing static is ever taken down.
        atexit { try? FileManager.default.removeItem(at: TrainedModel.shared.get().folder.url) }
        try GeneratedImages.write(to: folder)
        func sumi(_ arguments: String) throws -> Tool {
            let run = try Tool.run(
                "sumi", arguments.split(separator: " ").map(String.init), data: folder.path, folder: folder.path)
            guard run.exited, run.status == 0 else { throw Failure(message: run.error) }
            return run
        }
        output = try sumi("train mnist --epochs 12 --batch-size 20 --quiet --output model.keras").output
        _ = try sumi("data export mnist images --limit 50")
    }

    private struct Failure: Error { var message: String }

    var path: String { folder.path("model.keras") }

    /// Test images of the class, as paths.
    func images(_ label: Int) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path("images/test/\(label)")).sorted()
            .map { folder.path("images/test/\(label)/\($0)") }
    }

    /// Runs `sumi` with `MODEL` in `arguments` standing for the model.
    func sumi(_ arguments: String..., environment: [String: String] = [:]) throws -> Tool {
        try Tool.run(
            "sumi", arguments.map { $0 == "MODEL" ? path : $0 }, data: folder.path, environment: environment)
    }
}
