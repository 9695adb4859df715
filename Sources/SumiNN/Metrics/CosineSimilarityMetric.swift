import SumiGraph

/// The mean of Σ t p / (‖t‖ ‖p‖) along `axis`. Source: Keras 3.15.
struct CosineSimilarityMetric: MeanMetricFunction, Hashable {
    var axis = -1

    func values(_ target: TracedTensor, _ prediction: TracedTensor) -> TracedTensor {
        let (target, prediction) = target.converted(to: .float32).sameRank(as: prediction)
        return -RegressionLoss.cosineSimilarity(axis: axis).values(target, prediction)
    }
}
