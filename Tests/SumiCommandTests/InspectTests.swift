import Foundation
import SumiArchive
import SumiTensor
import Testing

@Suite("sumi inspect")
struct InspectTests {
    let trained: TrainedModel

    init() throws { trained = try TrainedModel.shared.get() }

    private func inspect(_ path: String) throws -> String {
        let run = try Tool.sumi("inspect", path)
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        return run.output
    }

    private func fixture(_ name: String) -> String {
        Document.root.appendingPathComponent("Tests/Fixtures/\(name)").path
    }

    @Test("a file of ours: who wrote it, the layers, how it is trained, the arrays")
    func own() throws {
        let text = try inspect(trained.path)
        for part in [
            "a Keras model file (.keras)", "written by Keras 3.15.1", "Sequential \"tutorial\"", "Conv2D, MaxPooling2D",
            "compiled with Adam, loss SparseCategoricalCrossentropy", "member sumi.json",
            "layers/conv2d/vars/0", "float32", "[3, 3, 1, 32]", "optimizer/vars/0",
        ] {
            #expect(text.contains(part), "\(part) is missing in\n\(text)")
        }
    }

    @Test(
        "files of Keras 2 and 3, with and without a model",
        arguments: [
            ("models/mnist_cnn_small_trained.h5", "a Keras model file (.h5)", "written by Keras 3.15.1"),
            ("models/mnist_cnn_small.weights.h5", "Keras weights (.weights.h5)", "layers/dense/vars/0"),
            ("models_keras2/mlp_l2_trained.h5", "a Keras model file (.h5)", "written by Keras 2.15.0"),
            ("models_keras2/mlp_l2.keras", "a Keras model file (.keras)", "written by Keras 2.15.0"),
            ("models/bfloat16.weights.h5", "Keras weights", "bfloat16"),
        ])
    func keras(_ name: String, _ title: String, _ part: String) throws {
        let text = try inspect(fixture(name))
        #expect(text.contains(title) && text.contains(part), "\(text)")
    }

    @Test("arrays, data sets and pictures are told by their content, whatever they are called")
    func others() throws {
        let folder = try TemporaryFolder()
        let tensor = try Tensor.zeros([2, 3])
        try Safetensors([.init(name: "weight", tensor: tensor)], metadata: ["author": "me"]).write(to: folder.path("a"))
        let text = try inspect(folder.path("a"))
        #expect(text.contains("safetensors") && text.contains("author: me") && text.contains("weight"))
        #expect(text.contains("float32") && text.contains("[2, 3]"))
        let idx = try inspect(trained.folder.path("mnist/t10k-images-idx3-ubyte"))
        #expect(idx.contains("an IDX file") && idx.contains("uint8 of shape [50, 28, 28]"))
        let picture = try inspect(try trained.images(0)[0])
        #expect(picture.contains("an image") && picture.contains("28 x 28 pixels, grey"))
    }

    @Test("what is damaged, empty, missing or of no known kind is one line")
    func refused() throws {
        let folder = try TemporaryFolder()
        let model = [UInt8](try Data(contentsOf: URL(fileURLWithPath: trained.path)))
        try folder.write(Array(model.prefix(model.count / 2)), to: "half.keras")
        try folder.write([], to: "empty.h5")
        try folder.write(Array("text".utf8), to: "text.h5")
        for name in ["half.keras", "empty.h5", "text.h5", "missing.h5", "."] {
            let run = try Tool.sumi("inspect", folder.path(name))
            #expect(run.exited && run.status == 1 && run.output.isEmpty)
            #expect(run.error.hasPrefix("sumi: ") && run.error.split(separator: "\n").count == 1, "\(run.error)")
        }
    }
}
