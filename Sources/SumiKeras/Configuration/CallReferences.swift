import SumiJSON
import SumiNN

/// How a functional model's configuration names what its layers read: a layer, one of its calls, one of its outputs.
struct CallReferences {
    private let network: Network
    private let probe: NetworkProbe
    /// The number of each call among the calls of its entry.
    private var numbers: [ObjectIdentifier: Int] = [:]

    init(_ network: Network, _ probe: NetworkProbe) {
        self.network = network
        self.probe = probe
        var counts: [ObjectIdentifier: Int] = [:]
        for call in network.calls {
            numbers[ObjectIdentifier(call)] = counts[ObjectIdentifier(call.entry), default: 0]
            counts[ObjectIdentifier(call.entry), default: 0] += 1
        }
    }

    /// `["dense", 0, 0]`.
    func history(_ tensor: SymbolicTensor) -> JSON {
        [
            .string(network.name(of: tensor.entry)), .integer(numbers[ObjectIdentifier(tensor.call)] ?? 0),
            .integer(tensor.index),
        ]
    }

    /// What one call reads.
    func node(_ call: Call) -> JSON {
        let tensors = call.inputs.map(tensor)
        let arguments: [JSON]
        if tensors.count == 1 {
            arguments = tensors
        } else if call.entry.model != nil || call.entry.layer is any MergingLayer {
            arguments = [.array(tensors)]
        } else if call.entry.layer is LSTM {
            // A recurrent layer takes its states as one list.
            arguments = [tensors[0], .array(Array(tensors.dropFirst()))]
        } else {
            arguments = tensors
        }
        return ["args": .array(arguments), "kwargs": .object([:])]
    }

    private func tensor(_ tensor: SymbolicTensor) -> JSON {
        let shapes = probe.callShapes[ObjectIdentifier(tensor.call)] ?? []
        let shape = tensor.index < shapes.count ? shapes[tensor.index] : []
        // What a trace without data saw as the batch is open.
        let batch = tensor.entry.inputSettings?.batchSize
        let sizes: [Int?] = shape.isEmpty ? [] : [batch] + shape.dropFirst()
        return [
            "class_name": "__keras_tensor__",
            "config": [
                "shape": .array(sizes.map { $0.map { .integer($0) } ?? .null }),
                "dtype": .string(tensor.entry.inputSettings.map { "\($0.elementType)" } ?? "float32"),
                "keras_history": history(tensor),
            ],
        ]
    }
}
