// How long it takes from a new model to the end of its first training step, less the time of a later step: building,
// tracing, differentiating, simplifying, planning. For `deep`, and for deeper and deeper networks of 3x3 convolutions.

import Foundation
import Sumi

/// Milliseconds.
func compileTime(batch: Int, _ make: () -> Sequential) throws -> Double {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<5 {
        let model = make()
        model.seed = 1
        try model.compile(optimizer: .adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.build()
        let sizes = try model.inputs[0].shape().dropFirst().map { $0 ?? 1 }
        var random = RandomStream(seed: 1)
        let x = try Tensor.uniform(Shape([batch] + sizes), using: &random)
        let y = try Tensor((0..<batch).map { Int32($0 % 10) })
        let first = try clock.measure { _ = try model.trainOnBatch(x, y) }
        let later = try clock.measure { _ = try model.trainOnBatch(x, y) }
        best = min(best, (first - later) / .milliseconds(1))
    }
    return best
}

let deep = try compileTime(batch: 128) {
    Sequential {
        Input(28, 28, 1)
        for filters in [32, 64, 128] {
            Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
            Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
            MaxPooling2D(2)
            Dropout(0.25)
        }
        Flatten()
        Dense(512, activation: .relu)
        Dropout(0.5)
        Dense(10, activation: .softmax)
    }
}
print(String(format: "deep, batch 128: %.1f ms", deep))
for layers in [50, 100, 200, 400] {
    let time = try compileTime(batch: 2) {
        Sequential {
            Input(8, 8, 4)
            for _ in 0..<layers / 2 {
                Conv2D(4, kernelSize: 3, padding: .same, useBias: false)
                BatchNormalization()
            }
            GlobalAveragePooling2D()
            Dense(10, activation: .softmax)
        }
    }
    print(String(format: "%d layers, batch 2: %.1f ms, %.2f ms a layer", layers, time, time / Double(layers)))
}
