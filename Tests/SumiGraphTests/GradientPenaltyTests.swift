import SumiGraph
import SumiTensor
import SumiTestSupport
import Testing

@Suite("A network with a gradient penalty")
struct GradientPenaltyTests {
    @Test("has derivatives that agree with finite differences", arguments: [false, true])
    func penalty(isSimplified: Bool) throws {
        let trace = Trace()
        let shapes: [Shape] = [[2, 6, 6, 2], [2, 3], [3, 3, 2, 4], [4], [36, 3], [3]]
        let inputs = shapes.enumerated().map { trace.input("x\($0)", TensorType($1)) }
        let (x, labels, weights) = (inputs[0], inputs[1], Array(inputs[2...]))
        let same = ConvolutionGeometry(strides: [1, 1], dilations: [1, 1], margins: [Margin(1, 1), Margin(1, 1)])
        let window = WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none])
        let hidden = (x.convolved(with: weights[0], same) + weights[1]).tanh().windowMax(window)
        let logits = hidden.reshaped([2, 36]).matmul(weights[2]) + weights[3]
        let loss = -(labels * logits.softmax().log()).sum(axes: [1]).mean()
        let input = trace.gradients(of: [loss], withRespectTo: [x])[0]
        let norm = (input.squared().sum(axes: [1, 2, 3]) + 1e-6).squareRoot()
        let penalty = loss + ((norm - 1).squared()).mean() * 10
        var graph = try trace.graph(outputs: [penalty] + trace.gradients(of: [penalty], withRespectTo: weights))
        if isSimplified { graph = graph.simplified() }

        var generator = TestGenerator(name: "penalty")
        var tensors = shapes.map {
            Tensor(shape: $0, doubles: generator.numbers($0.count), elementType: .float64)
        }
        tensors[1] = Tensor(shape: [2, 3], doubles: [0, 1, 0, 1, 0, 0], elementType: .float64)
        for moved in 2..<6 {
            var chosen = graph
            chosen.outputs = [graph.outputs[0], graph.outputs[moved - 1]]
            let difference = try FiniteDifferences.check(
                chosen, inputs: tensors, moved: [moved], generator: &generator)
            #expect(difference.agree(), "weight \(moved - 2): \(difference)")
        }
    }
}
