import SumiGraph

/// Follow the regularised leader, with L1 that makes weights exactly 0.
///
/// With a⁺ = a + g² and p = −learningRatePower: l ← l + g + 2 · shrinkage · w − ((a⁺)ᵖ − aᵖ) / rate · w, and
/// w = (clip(l, −l1, l1) − l) / ((a⁺)ᵖ / rate + 2 (l2 + beta / (2 rate))).
///
/// Slots: `accumulator`, `linear`. Source: McMahan et al., "Ad Click Prediction" (2013); Keras 3.15.
struct Ftrl: OptimizerRule, Hashable {
    var learningRatePower = -0.5
    var initialAccumulatorValue = 0.1
    var l1RegularizationStrength = 0.0
    var l2RegularizationStrength = 0.0
    var l2ShrinkageRegularizationStrength = 0.0
    var beta = 0.0

    var problem: String? {
        if learningRatePower > 0 { return "learningRatePower is \(learningRatePower); it must not be above 0" }
        return RuleProblem.notNegative(initialAccumulatorValue, "initialAccumulatorValue")
            ?? RuleProblem.notNegative(l1RegularizationStrength, "l1RegularizationStrength")
            ?? RuleProblem.notNegative(l2RegularizationStrength, "l2RegularizationStrength")
            ?? RuleProblem.notNegative(l2ShrinkageRegularizationStrength, "l2ShrinkageRegularizationStrength")
    }

    func update(_ weight: TracedTensor, gradient: TracedTensor, in step: OptimizerStep) -> TracedTensor {
        let rate = step.learningRate
        let l2 = step.once("l2") { l2RegularizationStrength + beta / (2 * rate) }
        let accumulator = step.slot("accumulator", weight.type, initialValue: initialAccumulatorValue)
        var linear = step.slot("linear", weight.type)
        let next = accumulator + gradient.ofEachLookup { $0.squared() }
        let (power, oldPower) = (next.power(-learningRatePower), accumulator.power(-learningRatePower))
        linear += gradient + 2 * l2ShrinkageRegularizationStrength * weight - (power - oldPower) / rate * weight
        step.set("accumulator", to: next)
        step.set("linear", to: linear)
        let limited = linear.maximum(-l1RegularizationStrength).minimum(l1RegularizationStrength)
        return (limited - linear) / (power / rate + 2 * l2)
    }
}
