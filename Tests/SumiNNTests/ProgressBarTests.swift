import Sumi
import Synchronization
import SumiNN
import Testing

/// Progress bars with a scripted clock. The bytes were recorded from Keras 3.15.1's `Progbar` under the same clock.
struct ProgressBarTests {
    /// What was written, and what time it is.
    final class Recorder: Sendable {
        private let state = Mutex((text: "", time: 100.0))

        var text: String { state.withLock { $0.text } }
        var time: Double { state.withLock { $0.time } }
        func append(_ text: String) { state.withLock { $0.text += text } }
        func wait(_ seconds: Double) { state.withLock { $0.time += seconds } }

        func console(isTerminal: Bool, usesColors: Bool? = nil) -> Console {
            Console(isTerminal: isTerminal, usesColors: usesColors) { self.append($0) }
        }
    }

    private func bar(_ target: Int, _ verbose: Int, _ recorder: Recorder, _ console: Console) -> ProgressBar {
        ProgressBar(target: target, verbose: verbose, console: console, clock: { recorder.time })
    }

    private func runEpoch(_ recorder: Recorder, _ console: Console) {
        var bar = bar(120, 1, recorder, console)
        let steps: [(Int, Double, [(name: String, value: Double)])] = [
            (1, 2, [("accuracy", 0.1), ("loss", 2.30258)]), (2, 0.03, [("accuracy", 0.2), ("loss", 2)]),
            (3, 0.2, [("accuracy", 0.2), ("loss", 0.0005)]), (60, 30, [("accuracy", 0.5), ("loss", -0.5)]),
        ]
        for (step, seconds, logs) in steps {
            recorder.wait(seconds)
            bar.update(step, logs, isFinal: false)
        }
        recorder.wait(40)
        bar.update(120, [("accuracy", 0.9), ("loss", 0.1), ("val_loss", 12345.678)], isFinal: true)
    }

    private func back(_ count: Int) -> String { String(repeating: "\u{8}", count: count) + "\r" }
    private func line(_ count: Int) -> String { String(repeating: "━", count: count) }

    @Test("a terminal sees Keras' bytes")
    func terminal() {
        let recorder = Recorder()
        runEpoch(recorder, recorder.console(isTerminal: true))
        let (bold, green, white, end) = ("\u{1B}[1m", "\u{1B}[32m", "\u{1B}[37m", "\u{1B}[0m")
        let expected =
            "\r\(bold)  1/120\(end) \(white)\(line(20))\(end) \(bold)3:58\(end) 2s/step"
            + " - accuracy: 0.1000 - loss: 2.3026" + back(75)
            + "\(bold)  3/120\(end) \(white)\(line(20))\(end) \(bold)13s\(end) 115ms/step"
            + " - accuracy: 0.2000 - loss: 5.0000e-04" + back(81)
            + "\(bold) 60/120\(end) \(green)\(line(10))\(end)\(white)\(line(10))\(end) \(bold)30s\(end) 512ms/step"
            + " - accuracy: 0.5000 - loss: -0.5000   " + back(78)
            + "\(bold)120/120\(end) \(green)\(line(20))\(end)\(white)\(end) \(bold)72s\(end) 590ms/step"
            + " - accuracy: 0.9000 - loss: 0.1000 - val_loss: 12345.6780\n"
        #expect(recorder.text == expected)
    }

    @Test("elsewhere an epoch is one clean line")
    func noTerminal() {
        let recorder = Recorder()
        runEpoch(recorder, recorder.console(isTerminal: false))
        #expect(
            recorder.text
                == "120/120 \(line(20)) 72s 590ms/step - accuracy: 0.9000 - loss: 0.1000 - val_loss: 12345.6780\n")
    }

    @Test("without colours the rest of the bar is a thinner line")
    func noColors() {
        let recorder = Recorder()
        var bar = bar(4, 1, recorder, recorder.console(isTerminal: true, usesColors: false))
        recorder.wait(1)
        bar.update(1, [], isFinal: false)
        #expect(recorder.text == "\r1/4 \(line(5))\(String(repeating: "─", count: 15)) 3s 1s/step")
    }

    @Test("verbose 2 is a line for each epoch, and negative values have an exponent")
    func verbose2() {
        let recorder = Recorder()
        var bar = bar(469, 2, recorder, recorder.console(isTerminal: true))
        recorder.wait(12.4)
        bar.update(469, [("loss", -0.5), ("mae", 0.25)], isFinal: true)
        #expect(recorder.text == "469/469 - 12s - 26ms/step - loss: -5.0000e-01 - mae: 0.2500\n")
    }

    @Test("the bar is not due again within a twentieth of a second")
    func interval() {
        let recorder = Recorder()
        var bar = bar(100, 1, recorder, recorder.console(isTerminal: true))
        let isDueAtOnce = bar.isDue(1)
        bar.update(1, [], isFinal: false)
        recorder.wait(0.03)
        let isDueEarly = bar.isDue(2)
        recorder.wait(0.03)
        let isDueLater = bar.isDue(3)
        #expect(isDueAtOnce && !isDueEarly && isDueLater)
    }

    @Test("hours and microseconds have their form")
    func longAndShort() {
        let recorder = Recorder()
        var bar = bar(9000, 1, recorder, recorder.console(isTerminal: true, usesColors: false))
        recorder.wait(1)
        bar.update(1, [], isFinal: false)
        #expect(recorder.text.hasSuffix("2:29:59 1s/step"))
        recorder.wait(1.35)
        bar.update(9000, [], isFinal: true)
        #expect(recorder.text.hasSuffix(" 2s 150us/step  \n"))
    }
}
