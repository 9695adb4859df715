import Foundation
import Sumi
import SumiReport
import SumiTestSupport

/// Data for charts, the same in every run.
enum Examples {
    static let clothes = [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ]

    /// Labels and predictions of clothes, as a network confuses them: shirts with T-shirts, coats with pullovers.
    static func predictions(_ count: Int = 10_000) -> (truth: [Int], prediction: [Int]) {
        var random = TestGenerator(seed: 1)
        let similar = [6, 3, 4, 2, 2, 7, 0, 9, 5, 7]
        let truth = (0..<count).map { $0 % 10 }
        let prediction = truth.map { label in
            let luck = Double.random(in: 0...1, using: &random)
            if luck < (label == 6 ? 0.7 : 0.9) { return label }
            return luck < 0.97 ? similar[label] : Int.random(in: 0..<10, using: &random)
        }
        return (truth, prediction)
    }

    static func matrix() throws -> ConfusionMatrix {
        let (truth, prediction) = predictions()
        return try ConfusionMatrix(Tensor(truth), Tensor(prediction))
    }

    static func run(_ name: String, epochs: Int = 10, speed: Double = 0.4) -> TrainingRun {
        let steps = (0..<epochs).map(Double.init)
        let rates = steps.map { 1e-3 * pow(0.5, ($0 / 3).rounded(.down)) }
        return TrainingRun(
            name: name, epochs: Array(0..<epochs),
            logs: [
                .init(name: "accuracy", values: steps.map { 0.98 - 0.35 * exp(-speed * $0) }),
                .init(name: "loss", values: steps.map { 0.08 + 0.9 * exp(-speed * $0) }),
                .init(name: "learning_rate", values: rates),
                .init(name: "val_accuracy", values: steps.map { 0.95 - 0.3 * exp(-speed * $0) - 0.001 * $0 }),
                .init(name: "val_loss", values: steps.map { 0.16 + 0.75 * exp(-speed * $0) + 0.006 * $0 }),
            ])
    }

    /// Scores of 3 classes that are a little too sure.
    static func scores(_ count: Int = 3000) -> (truth: [Int], scores: [[Double]]) {
        var random = TestGenerator(seed: 2)
        let truth = (0..<count).map { $0 % 3 }
        let scores = truth.map { label in
            let logits = (0..<3).map { Double.random(in: -1.5...1.5, using: &random) * 2 + ($0 == label ? 1.6 : 0) }
            let powers = logits.map { exp($0) }
            return powers.map { $0 / powers.reduce(0, +) }
        }
        return (truth, scores)
    }

    /// A small network for digits with weights that follow from a seed.
    static func network() -> Model {
        let model = Sequential(name: "digits", inputShape: [28, 28, 1]) {
            Conv2D(16, kernelSize: 3, activation: .relu)
            MaxPooling2D(2)
            Conv2D(32, kernelSize: 3, activation: .relu)
            MaxPooling2D(2)
            Dropout(0.25)
            Flatten()
            Dense(64, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.seed = 3
        model.engine = ReferenceEngine()
        return model
    }

    /// A network with branches, one of which skips rows.
    static func branches() -> Model {
        let image = Input(32, 32, 3, name: "image")
        let numbers = Input(8, name: "numbers")
        let stem = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu).named("stem")(image)
        var x = Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)(stem)
        x = BatchNormalization()(x)
        x = Conv2D(16, kernelSize: 3, padding: .same)(x)
        x = Add().named("residual")([x, stem])
        let left = MaxPooling2D(2)(x)
        let right = AveragePooling2D(2)(x)
        let joined = Flatten()(Concatenate()([left, right]))
        let all = Concatenate().named("together")([joined, Dense(16, activation: .relu)(numbers)])
        let model = Model(
            inputs: [image, numbers],
            outputs: [
                Dense(10, activation: .softmax).named("class")(all),
                Dense(1, activation: .sigmoid).named("quality")(all),
            ], name: "branches")
        model.seed = 4
        model.engine = ReferenceEngine()
        return model
    }
}
