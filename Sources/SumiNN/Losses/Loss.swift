import SumiGraph
import SumiTensor

/// What training makes small: a function of targets and predictions, and how its values become one number.
///
/// `.meanSquaredError`, `.sparseCategoricalCrossentropy(fromLogits: true)`, Keras' names as string literals (`"mse"`), or
/// `Loss(MyLoss())` for a function of your own. Source: Keras 3.15, `keras/src/losses`.
public struct Loss: Sendable {
    /// What is measured of each sample.
    public var function: any LossFunction
    /// How the values of the samples become one.
    public var reduction: LossReduction
    /// Keras' name, as in logs: `mean_squared_error`.
    public var name: String
    /// What is wrong with the settings; ``validate()`` throws it.
    package var problem: String?

    /// - Parameter name: the type's name in Keras' spelling where it is `nil`.
    public init(
        _ function: some LossFunction, reduction: LossReduction = .sumOverBatchSize, name: String? = nil
    ) {
        self.function = function
        self.reduction = reduction
        self.name = name ?? String(describing: type(of: function)).snakeCased
    }

    /// The loss of a batch: a scalar, or with reduction ``LossReduction/none`` one value for each sample (or step).
    ///
    /// Targets whose rank differs from the predictions' by a last axis of size 1 are brought to one rank, as in Keras.
    ///
    /// - Parameters:
    ///   - target: of any element type, converted to float32.
    ///   - sampleWeight: of each sample `[batch]`, or of each step `[batch, steps]`.
    ///   - mask: bool, which values count.
    public func trace(
        _ target: TracedTensor, _ prediction: TracedTensor, sampleWeight: TracedTensor? = nil,
        mask: TracedTensor? = nil
    ) -> TracedTensor {
        let trace = prediction.trace
        let place = trace.place
        trace.place = "loss \"\(name)\""
        defer { trace.place = place }
        if let problem { trace.fail(problem) }
        let (target, prediction) = target.converted(to: .float32).sameRank(as: prediction)
        if target.isFailed || prediction.isFailed { return trace.failedTensor }
        let values = function.values(target, prediction)
        let valid = [mask, function.mask(target, prediction)].compactMap { $0 }
        let all = valid.dropFirst().reduce(valid.first) { a, b in
            a.map {
                let (x, y) = $0.sameRank(as: b); return x.and(y)
            }
        }
        return reduction.reduce(values, weight: sampleWeight, mask: all)
    }

    /// - Throws: what is wrong with the settings, if something is.
    public func validate() throws(TraceError) {
        if let problem { throw TraceError(place: "loss \"\(name)\"", problem) }
    }
}
