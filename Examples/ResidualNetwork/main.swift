// A residual network (He, Zhang, Ren, Sun, 2016) for clothes: branches that are added up, built with the functional model.
//
//     SUMI_DATA=~/datasets swift run -c release ExampleResidualNetwork [training images]

import Sumi

/// Convolution and batch normalization.
func normalized(_ x: SymbolicTensor, _ filters: Int, kernelSize: Int = 3, strides: Int = 1) -> SymbolicTensor {
    let y = Conv2D(
        filters, kernelSize: kernelSize, strides: strides, padding: .same, useBias: false,
        kernelInitializer: .heNormal)(x)
    return BatchNormalization()(y)
}

/// What two convolutions make of `x`, added to `x` itself: they only have to learn what is to change. Where the number of
/// channels or the size changes, `x` passes through a 1 x 1 convolution.
func block(_ x: SymbolicTensor, _ filters: Int, strides: Int = 1, isProjected: Bool = false) -> SymbolicTensor {
    let inner = ReLU()(normalized(x, filters, strides: strides))
    let change = normalized(inner, filters)
    let shortcut = isProjected ? normalized(x, filters, kernelSize: 1, strides: strides) : x
    return ReLU()(Add()(change, shortcut))
}

let image = Input(28, 28, 1)
var x = ReLU()(normalized(image, 16))
x = block(x, 16)
x = block(x, 32, strides: 2, isProjected: true)
x = block(x, 32)
x = block(x, 64, strides: 2, isProjected: true)
x = GlobalAveragePooling2D()(x)
let model = Model(inputs: image, outputs: Dense(10, activation: .softmax)(x), name: "residual")
model.seed = 0
try model.summary()

let fashion = try FashionMNIST.load()
let limit = CommandLine.arguments.dropFirst().first.flatMap { Int($0) }
let training = fashion.train.prefix(limit ?? fashion.train.count)
try model.compile(
    optimizer: .sgd(learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 1e-4),
    loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(
    training, batchSize: 128, epochs: 10,
    callbacks: [ReduceLROnPlateau(monitor: "val_loss", factor: 0.3, patience: 1)], validationSplit: 0.1)

let score = try model.evaluate(fashion.test, batchSize: 128, verbose: 0)
print("Test loss:", Float(score.loss))
print("Test accuracy:", Float(score.accuracy))
