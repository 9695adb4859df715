import SumiGraph
import SumiTensor

/// A small convolutional network with max pooling, dropout and a momentum optimizer, written on the graph.
final class DigitNetwork {
    let batch: Int
    private(set) var initialValues: [(name: String, value: Tensor)] = []
    private var weights: [(name: String, value: TracedTensor)] = []
    private var stream: UInt64 = 0
    private var seed: UInt32 = 1

    init(batch: Int) {
        self.batch = batch
        _ = try? trainingStep()
    }

    /// Numbers between −0.5 and 0.5 that are the same in every run.
    private func numbers(_ shape: Shape) -> Tensor {
        let values = (0..<shape.count).map { _ in
            seed = seed &* 1_664_525 &+ 1_013_904_223
            return Double(seed >> 8) / Double(1 << 24) - 0.5
        }
        return Tensor(shape: shape, doubles: values, elementType: .float32)
    }

    private func weight(_ name: String, _ shape: Shape, _ trace: Trace) -> TracedTensor {
        let value = trace.variable(name, TensorType(shape))
        weights.append((name, value))
        initialValues.append((name, numbers(shape)))
        initialValues.append(
            (
                name + "/velocity",
                Tensor(shape: shape, doubles: Array(repeating: 0, count: shape.count), elementType: .float32)
            ))
        return value
    }

    func inputs(step: Int) -> [ProgramInput] {
        let pixels = Tensor(
            shape: [batch, 12, 12, 1], doubles: (0..<batch * 144).map { Double(($0 * 31 + step * 7) % 256) },
            elementType: .uint8)
        let labels = Tensor(
            shape: [batch], doubles: (0..<batch).map { Double(($0 + step) % 10) }, elementType: .int32)
        return [
            .tensor(pixels), .tensor(labels),
            .tensor(Tensor(shape: [3], doubles: [9, 0, Double(step)], elementType: .uint32)),
        ]
    }

    func trainingStep() throws -> Graph {
        let trace = Trace()
        (weights, initialValues, stream, seed) = ([], [], 0, 1)
        let pixels = trace.input("pixels", TensorType([batch, 12, 12, 1], .uint8))
        let labels = trace.input("labels", TensorType([batch], .int32))
        let key = trace.input("key", TensorType([3], .uint32))
        func dropout(_ x: TracedTensor) -> TracedTensor {
            stream += 1
            let isKept = key.randomBits(x.shape, stream: stream) .>= 0x4000_0000
            return isKept.select(x * (4.0 / 3), x.zeros())
        }
        func convolution(_ x: TracedTensor, _ filters: Int, _ name: String) -> TracedTensor {
            let kernel = weight(name + "/kernel", [3, 3, x.dimension(-1), filters], trace)
            let geometry = ConvolutionGeometry(
                strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
            return (x.convolved(with: kernel, geometry) + weight(name + "/bias", [filters], trace)).relu()
        }
        let window = WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none])
        var x = pixels.converted(to: .float32) / 255
        x = dropout(convolution(convolution(x, 24, "first"), 40, "second").windowMax(window))
        x = x.flattened().matmul(weight("dense/kernel", [1440, 10], trace)) + weight("dense/bias", [10], trace)
        let picked = x.logSoftmax().gathered(labels.expandingDimensions(at: -1), .elements(axis: 1))
        let loss = -picked.sum() / Double(batch)
        for (weight, gradient) in zip(weights, trace.gradients(of: [loss], withRespectTo: weights.map(\.value))) {
            let velocity = trace.variable(weight.name + "/velocity", weight.value.type) * 0.9 - gradient * 0.01
            trace.update(weight.name + "/velocity", to: velocity)
            trace.update(weight.name, to: weight.value + velocity)
        }
        return try trace.graph(outputs: [loss])
    }
}
