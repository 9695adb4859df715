// A layer of one's own in a network for digits: "squeeze and excitation" (Hu, Shen, Sun, 2018), which weighs the channels
// of an image by what is on it. The layer is its formula; gradient, shapes, weights and summary follow from it.
//
//     swift run -c release ExampleOwnLayer [training images]

import Sumi

/// Multiplies each channel by a number from 0 to 1 that two small dense layers make of the means of all channels.
///
/// - Input and output: `[batch, height, width, channels]`
/// - Weights: `squeeze [channels, channels / ratio]`, `excite [channels / ratio, channels]`
struct SqueezeAndExcitation: Layer {
    var ratio = 4

    func trace(_ x: TracedTensor, in scope: Scope) -> TracedTensor {
        guard scope.require(x.rank == 4, "takes [batch, height, width, channels] and receives \(x.shape)"),
            scope.require(ratio > 0, "the ratio is \(ratio): it must be at least 1")
        else { return scope.failed }
        let channels = x.dimension(-1)
        let narrow = max(channels / ratio, 1)
        let means = x.mean(axes: [1, 2])
        let squeezed = means.matmul(scope.weight("squeeze", [channels, narrow], .glorotUniform)).relu()
        let excited = squeezed.matmul(scope.weight("excite", [narrow, channels], .glorotUniform)).sigmoid()
        return x * excited.reshaped([x.dimension(0), 1, 1, channels])
    }
}

let limit = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
let digits = try Handwriting.load(train: limit ?? 10_000, test: 1000)

let model = Sequential(name: "digits") {
    Input(28, 28, 1)
    Conv2D(16, kernelSize: 3, activation: .relu)
    SqueezeAndExcitation()
    MaxPooling2D(2)
    Conv2D(32, kernelSize: 3, activation: .relu)
    SqueezeAndExcitation(ratio: 8)
    GlobalAveragePooling2D()
    Dense(10, activation: .softmax)
}
model.seed = 0
try model.summary()

try model.compile(optimizer: .adam(learningRate: 3e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(digits.train, batchSize: 64, epochs: 5, validationSplit: 0.1)
print("Test accuracy:", Float(try model.evaluate(digits.test, verbose: 0).accuracy))
