import SumiGraph

/// Adam with weight decay that does not pass through its averages: ``Optimizer/weightDecay``, 0.004 by default.
///
/// Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2019); Keras 3.15.
struct AdamW: OptimizerRule, Hashable {
    var adam = Adam()

    var slotGroups: [[String]] { adam.slotGroups }
    var problem: String? { adam.problem }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        adam.update(weight, gradient: gradient, in: step)
    }
}
