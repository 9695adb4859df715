import SumiNN
import Synchronization

/// How far the download of one file is.
public struct DownloadProgress: Hashable, Sendable {
    /// The file's name.
    public var file: String
    /// Bytes that are here, those of an earlier try among them.
    public var received: Int
    /// Bytes of the whole file.
    public var total: Int

    /// Draws a bar on standard error, on a terminal; elsewhere a line when a file is complete.
    public static let console: @Sendable (DownloadProgress) -> Void = {
        let drawn = Mutex((file: "", time: -Double.infinity))
        return { progress in
            let now = ProgressBar.now()
            let isComplete = progress.received == progress.total
            let isDue = drawn.withLock { last in
                guard isComplete || last.file != progress.file || now - last.time > 0.1 else { return false }
                last = (progress.file, now)
                return true
            }
            let console = Console.standardError
            guard isDue, isComplete || console.isTerminal else { return }
            console.write((console.isTerminal ? "\r" : "") + progress.line + (isComplete ? "\n" : ""))
        }
    }()

    /// `train-images-idx3-ubyte.gz ━━━━━━━━━━────────── 50 % of 9.9 MB`
    var line: String {
        let share = total > 0 ? min(1, Double(received) / Double(total)) : 1
        let filled = Int(share * 20)
        return "\(file) \(String(repeating: "━", count: filled))\(String(repeating: "─", count: 20 - filled)) "
            + "\(formatted((share * 100).rounded(.down), "%.0f")) % of \(formatted(Double(total) / 1e6, "%.1f")) MB"
    }
}
