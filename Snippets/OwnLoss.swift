// A loss of one's own: the loss of each sample, from target and prediction. Reduction and sample weights come with it.

import Sumi

/// Counts what is predicted too low `factor` times as much as what is predicted too high.
struct QuantileLoss: LossFunction {
    var factor: Double

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let difference = target - prediction
        return (difference * factor).maximum(-difference).mean(axes: [-1])
    }
}

let model = Sequential {
    Input(1)
    Dense(1)
}
model.seed = 1
try model.compile(
    optimizer: .adam(learningRate: 0.05), loss: Loss(QuantileLoss(factor: 9)), metrics: [.meanAbsoluteError])

// Between 0 and 1 whatever x is: nine in ten values lie below 0.9.
var random = RandomStream(seed: 2)
let x = try Tensor((0..<1000).map { _ in [random.float()] })
let y = try Tensor((0..<1000).map { _ in [random.float()] })
try model.fit(x, y, batchSize: 50, epochs: 60, verbose: 0)

let prediction = try model.predict(x, verbose: 0)
let below = zip(y.scalars(as: Float.self), prediction.scalars(as: Float.self)).filter { $0 < $1 }.count
print("\(below) of 1000 values lie below what is predicted")
precondition((850...950).contains(below), "the model did not find the quantile")
