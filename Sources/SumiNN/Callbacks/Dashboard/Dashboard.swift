#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Live curves of loss and accuracy in the terminal while `fit` runs, with the time to go, images per second and memory.
///
/// It takes the place of the progress bar where the output is a terminal; elsewhere `fit` prints as it does without.
/// Colours follow `NO_COLOR`. Each picture is drawn over the one before, on plain lines: nothing of the terminal is
/// switched, hidden or changed, so that nothing needs to be restored however the program ends.
public final class Dashboard: Callback {
    private var parameters = CallbackParameters(verbose: 1, epochs: 1, steps: 0)
    private var state = DashboardState()
    private let clock: () -> Double
    private let interval = 0.2

    private var start = 0.0
    private var epochStart = 0.0
    private var firstStepEnd: Double?
    private var stepsDone = 0
    private var lastDrawn = -Double.infinity
    private var drawnLines = 0
    private var isTraining = false

    /// A dashboard; it has no settings.
    public convenience init() { self.init(clock: ProgressBar.now) }

    /// - Parameter clock: seconds from some fixed time.
    package init(clock: @escaping () -> Double) { self.clock = clock }

    /// Whether the progress bar would be in its way.
    static func isShown(on console: Console) -> Bool { console.isTerminal }

    public func setParameters(_ parameters: CallbackParameters) { self.parameters = parameters }

    public func onTrainBegin(logs: Logs, model: Model) {
        state = DashboardState()
        (state.name, state.epochs, state.steps) = (model.name, parameters.epochs, parameters.steps)
        start = clock()
        (firstStepEnd, stepsDone, drawnLines, lastDrawn) = (nil, 0, 0, -.infinity)
        isTraining = true
    }

    public func onEpochBegin(_ epoch: Int, logs: Logs, model: Model) {
        epochStart = clock()
        (state.epoch, state.batch, state.isValidating) = (epoch, 0, false)
        if stepsDone == 0 { draw(model) }
    }

    public func onTrainBatchEnd(_ batch: Int, logs: Logs, model: Model) {
        stepsDone += 1
        state.batch = batch + 1
        let now = clock()
        if firstStepEnd == nil { firstStepEnd = now }
        guard now - lastDrawn >= interval, Self.isShown(on: model.console) else { return }
        state.note(logs.values, at: Double(state.epoch) + Double(state.batch) / Double(max(parameters.steps, 1)))
        measure(now, model)
        draw(model)
    }

    public func onTestBegin(logs: Logs, model: Model) {
        guard isTraining else { return }
        state.isValidating = true
        draw(model)
    }

    public func onEpochEnd(_ epoch: Int, logs: Logs, model: Model) {
        state.isValidating = false
        let now = clock()
        measure(now, model)
        state.note(logs.values, at: Double(epoch + 1))
        draw(model)
    }

    public func onTrainEnd(logs: Logs, model: Model) {
        state.remaining = nil
        state.elapsed = clock() - start
        draw(model)
        isTraining = false
    }

    private func measure(_ now: Double, _ model: Model) {
        state.elapsed = now - start
        if let firstStepEnd, stepsDone > 1 {
            // Validation is part of the time a step takes, on average.
            let perStep = (now - firstStepEnd) / Double(stepsDone - 1)
            let all = (parameters.epochs - state.epoch) * parameters.steps - state.batch
            state.remaining = perStep * Double(max(all, 0))
        }
        if !state.isValidating, now > epochStart, parameters.steps > 0 {
            let batch = Double(parameters.samples) / Double(parameters.steps)
            let rate = Double(state.batch) * batch / (now - epochStart)
            state.imagesPerSecond = parameters.samples > 0 ? rate : nil
        }
        state.memory = Self.residentMemory()
        state.learningRate = model.compiled?.optimizer.learningRate(atStep: model.counters.step)
    }

    private func draw(_ model: Model) {
        let console = model.console
        guard Self.isShown(on: console) else { return }
        let frame = DashboardFrame(
            state, columns: console.columns, rows: console.rows, usesColors: console.usesColors)
        let lines = frame.lines
        // One write for the whole picture: it is there, or the one before is.
        var text = drawnLines > 0 ? "\r\u{1B}[\(drawnLines)A" : ""
        text += lines.map { $0 + "\u{1B}[K\n" }.joined()
        if lines.count < drawnLines { text += "\u{1B}[J" }
        console.write(text)
        drawnLines = lines.count
        lastDrawn = clock()
    }

    /// Bytes of memory that the process has now, or had at most where the system only tells that.
    private static func residentMemory() -> Int? {
        #if os(Linux)
            guard let file = fopen("/proc/self/statm", "r") else { return nil }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 128)
            guard fgets(&line, Int32(line.count), file) != nil else { return nil }
            let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .split(separator: " ")
            return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
        #else
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? Int(usage.ru_maxrss) : nil
        #endif
    }
}
