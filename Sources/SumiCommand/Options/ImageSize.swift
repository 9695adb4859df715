import ArgumentParser

/// The height and width that pictures are fitted to: `64`, or `48x64`.
struct ImageSize: ExpressibleByArgument, CustomStringConvertible {
    let height: Int
    let width: Int

    init?(argument: String) {
        let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1],
            (1...Self.largestSide).contains(height), (1...Self.largestSide).contains(width)
        else { return nil }
        (self.height, self.width) = (height, width)
    }

    /// No network that is trained here takes larger ones.
    private static let largestSide = 4096

    var description: String { "\(height)x\(width)" }
}
