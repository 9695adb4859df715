import Foundation
import Sumi
import SumiTestSupport
import Testing

@Suite("Dashboard")
struct DashboardTests {
    private func state() -> DashboardState {
        var state = DashboardState()
        (state.name, state.epoch, state.epochs, state.batch, state.steps) = ("digits", 2, 10, 312, 422)
        (state.elapsed, state.remaining, state.imagesPerSecond, state.memory) = (75, 3725, 34_120.4, 250 << 20)
        state.learningRate = 1e-3
        for epoch in 0..<3 {
            for batch in 1...10 {
                let x = Double(epoch) + Double(batch) / 10
                state.note([("accuracy", 1 - 0.6 * exp(-x)), ("loss", 2 * exp(-x))], at: x)
            }
            let x = Double(epoch + 1)
            state.note([("val_accuracy", 0.95 - 0.5 * exp(-x)), ("val_loss", 0.2 + 1.5 * exp(-x))], at: x)
        }
        return state
    }

    @Test("80 x 24 columns hold all of it, without colours or with")
    func fits() {
        let plain = DashboardFrame(state(), columns: 80, rows: 24, usesColors: false).lines
        #expect(plain.count <= 23 && plain.count >= 20)
        #expect(plain.allSatisfy { $0.count <= 79 && !$0.contains("\u{1B}") })
        let text = plain.joined(separator: "\n")
        for part in [
            "digits", "epoch 3/10", "312/422", "ETA 1:02:05", "34,120 images/s", "250 MB", "learning rate 0.001",
            "loss 0.0996", "val_accuracy 0.9251", "training", "validation", "└", "3 epochs",
        ] { #expect(text.contains(part), "\(part) in\n\(text)") }
        // Both curves are there, in braille.
        #expect(text.unicodeScalars.count { (0x2801...0x28FF).contains($0.value) } > 60)
        let colored = DashboardFrame(state(), columns: 80, rows: 24, usesColors: true).lines
        let visible = colored.map { $0.replacing(/\x{1B}\[[0-9;]*m/, with: "") }
        #expect(visible.allSatisfy { $0.count <= 79 })
        #expect(colored.joined().contains("\u{1B}[36m") && colored.joined().contains("\u{1B}[33m"))
    }

    @Test(
        "small and wide terminals, and values that cannot be drawn, are no trouble",
        arguments: [(20, 5), (40, 10), (59, 24), (300, 90), (1, 1)])
    func sizes(_ columns: Int, _ rows: Int) {
        var state = state()
        state.note([("loss", .nan), ("accuracy", .infinity)], at: 3.1)
        for state in [state, DashboardState()] {
            let lines = DashboardFrame(state, columns: columns, rows: rows, usesColors: false).lines
            #expect(lines.count <= max(rows - 1, 6))
            #expect(lines.allSatisfy { $0.count <= max(columns - 1, 20) }, "\(lines)")
        }
    }

    @Test("a line goes from its first dot to its last, and colours change only with the line")
    func braille() {
        var plot = BraillePlot(width: 2, height: 1)
        plot.draw([(0, 0), (1, 1)], line: 0, isDashed: false)
        #expect(plot.row(0) { "<\($1):\($0)>" } == "<0:⡠⠊>")
        plot.draw([(1, 0), (1, 0)], line: 1, isDashed: false)
        #expect(plot.row(0) { "<\($1):\($0)>" } == "<0:⡠><1:⢊>")
        var dashed = BraillePlot(width: 8, height: 1)
        dashed.draw([(0, 0), (1, 0)], line: 0, isDashed: true)
        #expect(dashed.row(0) { text, _ in text } == "⣀ ⣀ ⣀ ⣀ ")
    }

    @Test("each picture is drawn over the one before, and no state of the terminal is changed")
    func drawing() throws {
        let log = Log()
        try train(Console(isTerminal: true, usesColors: false) { log.text += $0 })
        #expect(log.text.contains("\u{1B}[K\n") && log.text.contains("epoch 2/2") && !log.text.contains("Epoch"))
        let codes = Set(log.text.matches(of: /\x{1B}\[[0-9;?]*([A-Za-z])/).map { String($0.output.1) })
        // Up, clear the line, clear below: nothing that needs to be taken back.
        #expect(codes.isSubset(of: ["A", "K", "J"]) && codes.contains("A"))
        #expect(log.text.hasSuffix("\n") || log.text.hasSuffix("\u{1B}[J"))
    }

    @Test("where the output is no terminal, the usual progress is printed and nothing else")
    func noTerminal() throws {
        let log = Log()
        try train(Console(isTerminal: false) { log.text += $0 })
        #expect(log.text.contains("Epoch 2/2") && !log.text.contains("\u{1B}"))
    }

    private func train(_ console: Console) throws {
        let model = Sequential(inputShape: [3]) { Dense(2, activation: .softmax) }
        (model.seed, model.engine, model.console) = (1, ReferenceEngine(), console)
        try model.compile(optimizer: .sgd(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        // Every look at the clock is a second later, so that every batch is drawn.
        let clock = Clock()
        try model.fit(
            .zeros([12, 3]), Tensor((0..<12).map { $0 % 2 }), batchSize: 4, epochs: 2,
            callbacks: [Dashboard { clock.next() }], validationSplit: 0.25)
    }
}

private final class Log: @unchecked Sendable {
    var text = ""
}

private final class Clock {
    private var time = 0.0

    func next() -> Double {
        time += 1
        return time
    }
}
