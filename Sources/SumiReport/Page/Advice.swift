import SumiFigures
import SumiNN

/// What figures say in words, and what to try next. Only what is plain from the numbers.
struct Advice {
    private(set) var sentences: [String] = []

    init(_ report: ModelReport) {
        let names = report.classNames
        let matrix = report.confusionMatrix
        if report.mistakeCount == 0 {
            sentences.append("Every sample is right. Test on harder data before you trust it.")
            return
        }
        mutual(matrix, names, report.mistakeCount)
        weakest(report.classificationReport)
        curves(report.training)
        confidence(report.calibration)
        absent(matrix, names)
    }

    /// The two classes that are confused most.
    private mutating func mutual(_ matrix: ConfusionMatrix, _ names: [String], _ mistakes: Int) {
        var best = (first: 0, second: 0, count: 0.0)
        for first in matrix.rows.indices {
            for second in matrix.rows.indices where second > first {
                let count = matrix.rows[first][second] + matrix.rows[second][first]
                if count > best.count { best = (first, second, count) }
            }
        }
        let share = best.count / Double(max(mistakes, 1))
        guard best.count >= 2, share >= 0.1 else { return }
        sentences.append(
            "\(names[best.first]) and \(names[best.second]) are confused most: "
                + "\(formatted(share * 100, "%.0f")) % of all mistakes. More samples of these two, or features that tell "
                + "them apart, help most.")
    }

    private mutating func weakest(_ report: ClassificationReport) {
        let there = report.classes.filter { $0.support > 0 }
        guard there.count > 1, let weakest = there.min(by: { $0.recall < $1.recall }) else { return }
        let mean = there.reduce(0) { $0 + $1.recall } / Double(there.count)
        guard weakest.recall < mean - 0.03 else { return }
        sentences.append(
            "\(weakest.name) is found least: \(formatted(weakest.recall * 100, "%.1f")) % of it, where classes have "
                + "\(formatted(mean * 100, "%.1f")) % on average.")
    }

    /// Overfitting, and training that was not at its end.
    private mutating func curves(_ training: TrainingRun?) {
        guard let training, let loss = training["loss"]?.filter(\.isFinite),
            let validation = training["val_loss"]?.filter(\.isFinite), validation.count > 2, loss.count > 2,
            let last = validation.last, let best = validation.min(), let lastLoss = loss.last
        else { return }
        let place = (training["val_loss"] ?? []).firstIndex(of: best) ?? 0
        if last > best * 1.1, lastLoss < loss[0] {
            sentences.append(
                "The validation loss was lowest after epoch \(training.epochs[min(place, training.epochs.count - 1)] + 1) "
                    + "and rose by \(formatted((last / best - 1) * 100, "%.0f")) % since, while the training loss fell: the "
                    + "network overfits. Stop earlier (EarlyStopping), or use more data, augmentation or dropout.")
        } else if best == last, last < validation[validation.count - 2] * 0.98 {
            sentences.append("The validation loss was still falling when training ended: more epochs may help.")
        }
    }

    private mutating func confidence(_ calibration: Calibration) {
        let error = calibration.expectedError
        guard error > 0.05 else { return }
        let bias = calibration.bins.reduce(0) { sum, bin in
            bin.count > 0 ? sum + bin.count * (bin.confidence - bin.accuracy) : sum
        }
        sentences.append(
            "It is \(bias > 0 ? "surer than it should be" : "less sure than it could be"): confidence and accuracy are "
                + "\(formatted(error * 100, "%.1f")) % apart on average. Do not read its outputs as probabilities.")
    }

    private mutating func absent(_ matrix: ConfusionMatrix, _ names: [String]) {
        let missing = zip(names, matrix.rowSums).filter { $0.1 == 0 }.map(\.0)
        if !missing.isEmpty {
            sentences.append("Not in the data at all: \(missing.joined(separator: ", ")). Nothing is known about them.")
        }
    }
}
