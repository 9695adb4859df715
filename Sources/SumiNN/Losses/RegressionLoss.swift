import SumiGraph
import SumiTensor

/// Losses between numbers: means over the last axis of a function of target t and prediction p.
///
/// Source: Keras 3.15, `keras/src/losses/losses.py`.
enum RegressionLoss: LossFunction, Hashable {
    /// (t − p)².
    case meanSquaredError
    /// |t − p|.
    case meanAbsoluteError
    /// 100 |t − p| / max(|t|, ε).
    case meanAbsolutePercentageError
    /// (log(1 + max(t, ε)) − log(1 + max(p, ε)))².
    case meanSquaredLogarithmicError
    /// ½ e² where |e| ≤ delta, delta |e| − ½ delta² beyond.
    case huber(delta: Double)
    /// log cosh(p − t), without overflow.
    case logCosh
    /// −Σ t p / (‖t‖ ‖p‖) along `axis`.
    case cosineSimilarity(axis: Int)
    /// p − t log(p + ε).
    case poisson
    /// Σ t log(t / p), both limited to ε … 1.
    case klDivergence

    /// Keras' `backend.epsilon()`.
    static let epsilon = 1e-7
    private static let logOfTwo = 0.6931471805599453

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        guard target.requireRank(of: prediction) else { return target.trace.failedTensor }
        let (t, p) = (target, prediction)
        return switch self {
        case .meanSquaredError: (t - p).squared().mean(axes: [-1])
        case .meanAbsoluteError: (t - p).absolute().mean(axes: [-1])
        case .meanAbsolutePercentageError:
            100 * ((t - p) / t.absolute().maximum(Self.epsilon)).absolute().mean(axes: [-1])
        case .meanSquaredLogarithmicError:
            ((p.maximum(Self.epsilon) + 1).log() - (t.maximum(Self.epsilon) + 1).log()).squared().mean(axes: [-1])
        case .huber(let delta): huber(p - t, delta).mean(axes: [-1])
        case .logCosh: logCosh(p - t).mean(axes: [-1])
        case .cosineSimilarity(let axis): -(t.normalized(axis: axis) * p.normalized(axis: axis)).sum(axes: [axis])
        case .poisson: (p - t * (p + Self.epsilon).log()).mean(axes: [-1])
        case .klDivergence: klDivergence(t.clipped(Self.epsilon, 1), p.clipped(Self.epsilon, 1))
        }
    }

    private func huber(_ error: TracedTensor, _ delta: Double) -> TracedTensor {
        let size = error.absolute()
        return (size .<= delta).select(0.5 * error.squared(), delta * size - 0.5 * delta * delta)
    }

    private func logCosh(_ error: TracedTensor) -> TracedTensor {
        error + (error * -2).softplus() - Self.logOfTwo
    }

    private func klDivergence(_ t: TracedTensor, _ p: TracedTensor) -> TracedTensor {
        (t * (t / p).log()).sum(axes: [-1])
    }
}

extension TracedTensor {
    /// x / ‖x‖ along `axis`, where ‖x‖² is at least 1e-14.
    func normalized(axis: Int) -> TracedTensor {
        self * squared().sum(axes: [axis], keepingDimensions: true).maximum(1e-14).reciprocalSquareRoot()
    }

    /// Whether this target has the rank of `prediction` and is no scalar; else the trace fails with a hint.
    func requireRank(of prediction: TracedTensor) -> Bool {
        if isFailed || prediction.isFailed { return false }
        if rank == prediction.rank, rank > 0 { return true }
        trace.fail(
            "targets of shape \(shape) for predictions of shape \(prediction.shape): both need the same axes. "
                + "Whole-number labels go with sparseCategoricalCrossentropy, or become one-hot rows by toCategorical")
        return false
    }

    /// Whether this target has the shape of `prediction`; else the trace fails with `hint`.
    func requireShape(of prediction: TracedTensor, _ hint: String) -> Bool {
        if isFailed || prediction.isFailed { return false }
        if shape == prediction.shape, rank > 0 { return true }
        trace.fail(
            "targets of shape \(shape) for predictions of shape \(prediction.shape): both must have one shape. \(hint)")
        return false
    }
}
