import SumiTensor

extension Model {
    /// Trains the model on inputs `x` with targets `y`.
    ///
    /// - Parameters:
    ///   - batchSize: samples in one step; the last batch of an epoch may be smaller.
    ///   - epochs: the number of the last epoch: training begins with `initialEpoch`.
    ///   - verbose: 0 silent, 1 a progress bar, 2 a line an epoch.
    ///   - validationSplit: the share of the samples, taken from the end before any shuffling, that is not trained on.
    ///   - validationData: samples to evaluate after each epoch, in place of a split.
    ///   - shuffle: whether the samples are put into another order for each epoch.
    ///   - classWeight: how much a sample of each class counts in the loss; 1 where a class is not named.
    ///   - sampleWeight: how much each sample counts in the loss.
    /// - Returns: the values of every epoch.
    /// - Throws: ``ModelError`` and `TraceError` before training begins, where data, model and loss do not fit.
    @discardableResult
    public func fit(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, epochs: Int = 1, verbose: Int = 1,
        callbacks: [any Callback] = [], validationSplit: Double = 0, validationData: (any TrainingData)? = nil,
        shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0,
        stepsPerEpoch: Int? = nil, validationSteps: Int? = nil, validationBatchSize: Int? = nil,
        validationFreq: Int = 1
    ) throws -> History {
        try fit(
            Samples(x, y, sampleWeight: sampleWeight), batchSize: batchSize, epochs: epochs, verbose: verbose,
            callbacks: callbacks, validationSplit: validationSplit, validationData: validationData, shuffle: shuffle,
            classWeight: classWeight, initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch,
            validationSteps: validationSteps, validationBatchSize: validationBatchSize,
            validationFreq: validationFreq)
    }

    /// Trains the model; validation data are a pair of tensors.
    @discardableResult
    public func fit(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, epochs: Int = 1, verbose: Int = 1,
        callbacks: [any Callback] = [], validationData: (Tensor, Tensor), shuffle: Bool = true,
        classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0,
        stepsPerEpoch: Int? = nil, validationSteps: Int? = nil, validationBatchSize: Int? = nil,
        validationFreq: Int = 1
    ) throws -> History {
        try fit(
            Samples(x, y, sampleWeight: sampleWeight), batchSize: batchSize, epochs: epochs, verbose: verbose,
            callbacks: callbacks, validationData: Samples(validationData.0, validationData.1), shuffle: shuffle,
            classWeight: classWeight, initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch,
            validationSteps: validationSteps, validationBatchSize: validationBatchSize,
            validationFreq: validationFreq)
    }

    /// Trains a model with several inputs or outputs.
    @discardableResult
    public func fit(
        _ x: [Tensor], _ y: [Tensor], batchSize: Int = 32, epochs: Int = 1, verbose: Int = 1,
        callbacks: [any Callback] = [], validationSplit: Double = 0, validationData: (any TrainingData)? = nil,
        shuffle: Bool = true, sampleWeight: Tensor? = nil, initialEpoch: Int = 0, stepsPerEpoch: Int? = nil,
        validationSteps: Int? = nil, validationBatchSize: Int? = nil, validationFreq: Int = 1
    ) throws -> History {
        try fit(
            Samples(x, y, sampleWeight: sampleWeight), batchSize: batchSize, epochs: epochs, verbose: verbose,
            callbacks: callbacks, validationSplit: validationSplit, validationData: validationData, shuffle: shuffle,
            initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch, validationSteps: validationSteps,
            validationBatchSize: validationBatchSize, validationFreq: validationFreq)
    }

    /// Trains the model on a data set, such as `mnist.train`.
    @discardableResult
    public func fit(
        _ data: some TrainingData, batchSize: Int = 32, epochs: Int = 1, verbose: Int = 1,
        callbacks: [any Callback] = [], validationSplit: Double = 0, validationData: (any TrainingData)? = nil,
        shuffle: Bool = true, classWeight: [Int: Double]? = nil, sampleWeight: Tensor? = nil, initialEpoch: Int = 0,
        stepsPerEpoch: Int? = nil, validationSteps: Int? = nil, validationBatchSize: Int? = nil,
        validationFreq: Int = 1
    ) throws -> History {
        var samples = data.samples
        if let sampleWeight { samples.sampleWeight = sampleWeight }
        let settings = FitSettings(
            batchSize: batchSize, epochs: epochs, verbose: verbose, callbacks: callbacks,
            validationSplit: validationSplit, validationData: validationData?.samples, shuffle: shuffle,
            classWeight: classWeight, initialEpoch: initialEpoch, stepsPerEpoch: stepsPerEpoch,
            validationSteps: validationSteps, validationBatchSize: validationBatchSize,
            validationFreq: validationFreq)
        return try TrainingLoop(self, settings, samples).run()
    }
}
