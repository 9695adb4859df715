import Foundation
import SumiReport
import Testing

/// Pictures as they were looked at, in `Pictures/`. With `SUMI_RECORD` set they are drawn anew, to be looked at before they
/// are committed.
enum Picture {
    /// Compares a chart with its picture, both made coarse before: fonts differ between machines in the shape of letters,
    /// which hardly changes the mean of many pixels; a missing bar, a wrong colour or a moved label does.
    static func check(_ chart: Chart, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures/\(name).png")
        let drawn = try chart.data(.png, scale: 1)
        if ProcessInfo.processInfo.environment["SUMI_RECORD"] != nil { try Data(drawn).write(to: file) }
        let (ours, theirs) = try (CoarsePicture(png: drawn), CoarsePicture(png: [UInt8](Data(contentsOf: file))))
        let difference = ours.difference(from: theirs)
        // Letters of another font come to 15; a label that is missing to 40 and more.
        #expect(
            difference < 25, "\(name) differs from its picture by \(difference) of 255", sourceLocation: sourceLocation)
    }
}
