import SumiTensor

/// Inputs of a model with their targets and weights, sample by sample along the first axis.
public struct Samples: TrainingData {
    package var inputs: [ModelInput]
    package var targets: [Tensor]
    /// One weight for each sample, or for each of its values.
    public var sampleWeight: Tensor?

    package init(inputs: [ModelInput], targets: [Tensor], sampleWeight: Tensor? = nil) {
        self.inputs = inputs
        self.targets = targets
        self.sampleWeight = sampleWeight
    }

    /// Inputs `x` with targets `y`.
    public init(_ x: Tensor, _ y: Tensor, sampleWeight: Tensor? = nil) {
        self.init(inputs: [ModelInput(x)], targets: [y], sampleWeight: sampleWeight)
    }

    /// Several inputs or targets, in the order of the model's.
    public init(_ x: [Tensor], _ y: [Tensor], sampleWeight: Tensor? = nil) {
        self.init(inputs: x.map { ModelInput($0) }, targets: y, sampleWeight: sampleWeight)
    }

    public var samples: Samples { self }

    /// How many samples there are.
    public var count: Int { inputs.first?.tensor.shape.dimensions.first ?? 0 }

    /// The samples `range`, which must be there.
    package func rows(_ range: Range<Int>) -> Samples {
        Samples(
            inputs: inputs.map { ModelInput($0.tensor.rows(range), divisor: $0.divisor) },
            targets: targets.map { $0.rows(range) }, sampleWeight: sampleWeight?.rows(range))
    }
}

/// One input of a model as data: a tensor, and what its values are divided by on their way.
package struct ModelInput {
    package var tensor: Tensor
    package var divisor: Double?

    package init(_ tensor: Tensor, divisor: Double? = nil) {
        self.tensor = tensor
        self.divisor = divisor
    }
}

extension Tensor {
    /// The rows `range` along the first axis, which must be there.
    package func rows(_ range: Range<Int>) -> Tensor {
        let width = Shape(Array(shape.dimensions.dropFirst())).count
        let elements = range.lowerBound * width..<range.upperBound * width
        let shape = Shape([range.count] + shape.dimensions.dropFirst())
        return Tensor(shape: shape, storage: storage.elements(elements))
    }
}

extension Tensor.Storage {
    fileprivate func elements(_ range: Range<Int>) -> Tensor.Storage {
        switch self {
        case .float32(let values): .float32(Array(values[range]))
        case .int32(let values): .int32(Array(values[range]))
        case .uint8(let values): .uint8(Array(values[range]))
        case .uint32(let values): .uint32(Array(values[range]))
        case .bool(let values): .bool(Array(values[range]))
        case .float64(let values): .float64(Array(values[range]))
        case .float16(let values): .float16(Array(values[range]))
        case .bfloat16(let values): .bfloat16(Array(values[range]))
        }
    }
}
