import Foundation
import Sumi
import SumiTestSupport

/// Small models of every kind that files must hold.
enum TestModels {
    static func sequential(seed: UInt64 = 1) -> Sequential {
        let model = Sequential(name: "digits") {
            Input(6, 6, 1)
            Conv2D(3, kernelSize: 3, activation: .relu)
            BatchNormalization()
            MaxPooling2D(2)
            Dropout(0.25)
            Flatten()
            Dense(4, activation: .softmax, kernelRegularizer: .l2(0.01))
        }
        model.seed = seed
        return model
    }

    /// Two inputs, two outputs, a shared layer, a nested model that is called twice, branches.
    static func functional(seed: UInt64 = 1) -> Model {
        let encoder = Sequential(name: "encoder") {
            Input(5)
            Dense(6, activation: .tanh)
            Dense(4)
        }
        let (left, right) = (Input(5, name: "left"), Input(5, name: "right"))
        let twin = Dense(3, activation: .relu).named("twin")
        let (a, b) = (encoder(left), encoder(right))
        let joined = Concatenate()([Subtract()([a, b]), twin(left), twin(right)])
        let label = Dense(3, activation: .softmax).named("label")(joined)
        let score = Dense(1).named("score")(Multiply()([a, b]))
        let model = Model(inputs: [left, right], outputs: [label, score], name: "twins")
        model.seed = seed
        return model
    }

    static func numbers(_ shape: Shape, seed: UInt64 = 7) -> Tensor {
        var generator = TestGenerator(seed: seed)
        return Tensor(shape: shape, doubles: generator.numbers(shape.count), elementType: .float32)
    }
}

/// A folder that is gone when the test is.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "sumi-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
