import SumiTensor

/// How far a classifier's confidence can be trusted: of the samples it is 80 % sure of, are 80 % right?
///
/// Predictions are put into bins by their confidence, the probability of the predicted class; bin `i` of `n` holds those
/// above `i/n` and up to `(i+1)/n`, the first also 0. Source: Guo et al., "On Calibration of Modern Neural Networks"
/// (2017); bins as in scikit-learn 1.9, `sklearn.calibration.calibration_curve`.
public struct Calibration: Hashable, Sendable {
    /// The predictions whose confidence lies in one range.
    public struct Bin: Hashable, Sendable {
        /// Where the range begins (not part of it) and ends.
        public let lower: Double
        /// Where the range ends; part of it.
        public let upper: Double
        /// How many samples, or what weight of samples, it holds.
        public let count: Double
        /// The mean confidence of its predictions; NaN where it is empty.
        public let confidence: Double
        /// The share of its predictions that is right; NaN where it is empty.
        public let accuracy: Double
    }

    /// The ranges, in order.
    public let bins: [Bin]

    /// - Parameters:
    ///   - truth: `[samples]`, the true classes, or `[samples, classes]` with a 1 at the class.
    ///   - probabilities: `[samples, classes]`, in 0 to 1; `[samples]` for two classes.
    ///   - bins: into how many ranges confidences are put, 1 to 1000.
    ///   - sampleWeight: `[samples]`, what each sample counts.
    /// - Throws: ``FigureError`` where sizes differ, or a probability is not in 0 to 1.
    public init(_ truth: Tensor, _ probabilities: Tensor, bins: Int = 10, sampleWeight: Tensor? = nil) throws {
        guard (1...1000).contains(bins) else {
            throw FigureError("calibration: \(bins) bins: 1 to 1000 are possible")
        }
        let samples = try ClassScores(truth, probabilities, sampleWeight: sampleWeight, for: "calibration")
        let edges = (0...bins).map { $0 == bins ? 1 : Double($0) * (1 / Double(bins)) }
        var counts = [Double](repeating: 0, count: bins)
        var (confidences, hits) = (counts, counts)
        for sample in 0..<samples.count {
            let (label, score) = samples.prediction(sample)
            // A sum of float32 probabilities may be a little more than 1.
            guard score >= 0, score <= 1 + 1e-6 else {
                throw FigureError(
                    "calibration: sample \(sample) has the probability \(score): 0 to 1 is needed, as softmax gives it")
            }
            let bin = edges[1..<bins].count { $0 < score }
            let weight = samples.weight(sample)
            counts[bin] += weight
            confidences[bin] += weight * score
            if label == samples.truths[sample] { hits[bin] += weight }
        }
        self.bins = (0..<bins).map { bin in
            let count = counts[bin]
            return Bin(
                lower: edges[bin], upper: edges[bin + 1], count: count,
                confidence: count == 0 ? .nan : confidences[bin] / count,
                accuracy: count == 0 ? .nan : hits[bin] / count)
        }
    }

    /// ECE, the expected calibration error: the mean distance of confidence from accuracy over all samples.
    public var expectedError: Double {
        let all = bins.reduce(0) { $0 + $1.count }
        return bins.reduce(0) { sum, bin in
            bin.count == 0 ? sum : sum + bin.count * abs(bin.accuracy - bin.confidence)
        } / all
    }

    /// MCE, the maximum calibration error: the largest distance of confidence from accuracy in any bin.
    public var maximumError: Double {
        bins.filter { $0.count != 0 }.map { abs($0.accuracy - $0.confidence) }.max() ?? 0
    }
}
