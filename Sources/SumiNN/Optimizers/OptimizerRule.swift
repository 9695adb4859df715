import SumiGraph

/// How an optimizer changes one weight; ``Optimizer`` adds what all have in common: clipping, decay, averaging.
///
/// A user's own rule conforms to this: `Optimizer(MyRule(), learningRate: 0.1)`.
public protocol OptimizerRule: Sendable {
    /// Keras' class name: `SGD`, `AdamW`. The type's own name by default.
    static var className: String { get }

    /// The names of the slots in the order in which they are saved: all weights' slots of the first group, weight by
    /// weight, then those of the second. Slots that no group names are a last group in order of declaration.
    var slotGroups: [[String]] { get }

    /// What is wrong with the settings, or `nil`. `compile` throws it.
    var problem: String? { get }

    /// The new value of `weight`. Slots are declared in `step`.
    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor
}

extension OptimizerRule {
    public static var className: String { String(describing: Self.self) }
    public var slotGroups: [[String]] { [] }
    public var problem: String? { nil }
}
