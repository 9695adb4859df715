import SumiTensor

/// The compiled steps of a model; those least recently used go first.
package struct ProgramCache {
    /// What a step is compiled for.
    package struct Key: Hashable {
        package var kind: StepKind
        package var inputs: [InputKey]
        package var targets: [TensorKey]
        package var sampleWeight: TensorKey?
    }

    package struct TensorKey: Hashable {
        package var shape: Shape
        package var elementType: ElementType
    }

    package struct InputKey: Hashable {
        package var type: TensorKey
        package var divisor: Double?
    }

    /// Enough for training, validation and prediction with their short batches, and images of several sizes.
    private let capacity = 24
    private var steps: [(key: Key, step: CompiledStep)] = []

    /// The step for `key`, if it is there.
    package mutating func find(_ key: Key) -> CompiledStep? {
        guard let index = steps.firstIndex(where: { $0.key == key }) else { return nil }
        if index < steps.count - 1 { steps.append(steps.remove(at: index)) }
        return steps.last?.step
    }

    package mutating func insert(_ step: CompiledStep, for key: Key) {
        if steps.count >= capacity { steps.removeFirst() }
        steps.append((key, step))
    }

    package mutating func removeAll() { steps.removeAll() }
}
