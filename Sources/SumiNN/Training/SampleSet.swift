import SumiTensor

/// Samples that fit a model: checked, shaped like its inputs, class weights made sample weights. A part of them (the
/// training part of a validation split) is a range of rows; nothing is copied.
package struct SampleSet {
    package var samples: Samples
    /// The rows that count.
    package var range: Range<Int>

    package init(samples: Samples, range: Range<Int>) {
        self.samples = samples
        self.range = range
    }

    package var count: Int { range.count }

    /// Training and validation part: the last rows, before any shuffling, are for validation.
    ///
    /// - Throws: ``ModelError`` where either is empty.
    package func split(_ share: Double, place: String) throws -> (training: SampleSet, validation: SampleSet) {
        guard share > 0, share < 1 else {
            throw ModelError(place: place, "validationSplit is \(share): it is a share between 0 and 1")
        }
        // In Double and rounded down exactly as Keras does: 100 rows at 0.9 leave 9 for training.
        let cut = Int((Double(count) * (1 - share)).rounded(.down))
        guard cut > 0, cut < count else {
            throw ModelError(
                place: place,
                "validationSplit \(share) of \(count) samples leaves \(cut) for training and \(count - cut) for "
                    + "validation: both need at least one")
        }
        let middle = range.lowerBound + cut
        return (
            SampleSet(samples: samples, range: range.lowerBound..<middle),
            SampleSet(samples: samples, range: middle..<range.upperBound)
        )
    }
}

extension Model {
    /// `samples` as the model needs them.
    ///
    /// - Parameter needsTargets: `false` where the model only predicts.
    /// - Throws: ``ModelError``: what does not fit, and the way out.
    package func prepared(
        _ samples: Samples, classWeight: [Int: Double]? = nil, needsTargets: Bool = true
    ) throws -> SampleSet {
        var samples = samples
        let count = samples.count
        try NetworkInputs.checkCounts(samples.inputs, place: place)
        let network = try ensureNetwork(for: samples.inputs.map(\.tensor.shape))
        samples.inputs = try NetworkInputs(network, place: place).fitted(samples.inputs)
        if needsTargets { try checkTargets(samples, network) }
        if let classWeight {
            guard samples.sampleWeight == nil else {
                throw ModelError(place: place, "classWeight and sampleWeight are both given: give one of them")
            }
            samples.sampleWeight = try Self.sampleWeight(of: samples.targets, classWeight, place: place)
        }
        try checkSampleWeight(samples.sampleWeight, count)
        return SampleSet(samples: samples, range: 0..<count)
    }

    private func ensureNetwork(for shapes: [Shape]) throws -> Network {
        _ = try ensureBuilt(for: shapes)
        return try assembled(for: shapes)
    }

    private func checkTargets(_ samples: Samples, _ network: Network) throws {
        guard samples.targets.count == network.outputs.count || trainStep != nil else {
            throw ModelError(
                place: place,
                "the model has \(network.outputs.count) outputs and receives targets for \(samples.targets.count)")
        }
        for target in samples.targets where target.shape.dimensions.first != samples.count {
            throw ModelError(
                place: place,
                "x holds \(samples.count) samples and y \(target.shape.dimensions.first ?? 1): every sample has one "
                    + "target")
        }
        guard let compiled, let built, trainStep == nil else { return }
        for (index, target) in samples.targets.enumerated() where index < compiled.losses.count {
            let output = built.probe.outputShapes[index].map { $0 ?? 1 }
            do {
                try compiled.losses[index]?.check(targets: target, predictionShape: Shape(output))
            } catch {
                throw ModelError(place: place, error.description)
            }
        }
    }

    private func checkSampleWeight(_ weight: Tensor?, _ count: Int) throws {
        guard let weight, weight.shape.dimensions.first != count else { return }
        throw ModelError(
            place: place,
            "sampleWeight is of shape \(weight.shape) and there are \(count) samples: it is one number for each")
    }

    /// Each sample's weight from its class, 1 for classes that are not named. One-hot rows name the largest's class.
    private static func sampleWeight(
        of targets: [Tensor], _ classWeight: [Int: Double], place: String
    ) throws -> Tensor {
        guard targets.count == 1, let target = targets.first else {
            throw ModelError(place: place, "classWeight works for models with one output; pass sampleWeight")
        }
        let count = target.shape.dimensions.first ?? 0
        let width = count > 0 ? target.count / count : 1
        let values = target.doubles
        let weights: [Double] = (0..<count).map { row in
            let part = values[row * width..<(row + 1) * width]
            var label = part.first ?? 0
            if width > 1 {
                let best = part.indices.max { part[$0] < part[$1] || part[$0] == part[$1] && $0 > $1 }
                label = Double((best ?? part.startIndex) - part.startIndex)
            }
            return Int(exactly: label.rounded(.toNearestOrEven)).flatMap { classWeight[$0] } ?? 1
        }
        return Tensor(shape: [count], doubles: weights, elementType: .float32)
    }
}
