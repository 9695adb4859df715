/// The arguments of `fit` but for its data.
package struct FitSettings {
    package var batchSize = 32
    package var epochs = 1
    package var verbose = 1
    package var callbacks: [any Callback] = []
    package var validationSplit = 0.0
    package var validationData: Samples?
    package var shuffle = true
    package var classWeight: [Int: Double]?
    package var initialEpoch = 0
    package var stepsPerEpoch: Int?
    package var validationSteps: Int?
    package var validationBatchSize: Int?
    package var validationFreq = 1

    /// What is wrong with them, if anything.
    var fault: String? {
        for (value, name) in [
            (batchSize, "batchSize"), (stepsPerEpoch ?? 1, "stepsPerEpoch"), (validationSteps ?? 1, "validationSteps"),
            (validationBatchSize ?? 1, "validationBatchSize"), (validationFreq, "validationFreq"),
        ] where value < 1 {
            return "\(name) is \(value): it is 1 or more"
        }
        if epochs < 0 { return "epochs is \(epochs): it is not negative" }
        if initialEpoch < 0 { return "initialEpoch is \(initialEpoch): epochs are counted from 0" }
        return verbosityFault(verbose)
    }
}

/// What is wrong with a `verbose`, if anything.
func verbosityFault(_ verbose: Int) -> String? {
    (0...2).contains(verbose) ? nil : "verbose is \(verbose): 0 is silent, 1 a progress bar, 2 a line an epoch"
}
