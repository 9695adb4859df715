import ArgumentParser
import SumiArchive
import SumiNN

extension ImageFraming: ExpressibleByArgument {}

/// How images become a model's input, where its file does not say or is not to be followed.
struct ImageOptions: ParsableArguments {
    @Option(
        help: """
            How an image is brought to the model's size. digit: as MNIST's digits are, ink cropped and centred; fit: whole, \
            with a border; stretch: both sides scaled. (default: as the file says)
            """)
    var framing: ImageFraming?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What pixels from 0 to 255 are multiplied with: a number, or 1/255. (default: as the file says)",
            valueName: "factor"),
        transform: ImageOptions.factor)
    var scale: Double?

    @Option(
        help: ArgumentHelp(
            "The names of the classes, with commas, or a file with one in each line. (default: as the file says)",
            valueName: "a,b,c|file"))
    var classes: String?

    @Flag(name: .shortAndLong, help: "Print results only.")
    var quiet = false

    private static func factor(_ text: String) throws -> Double {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
        let value: Double? =
            switch parts.count {
            case 1: parts[0]
            case 2: parts[0].flatMap { top in parts[1].map { top / $0 } }
            default: nil
            }
        guard let value, Float(value).isFinite, Float(value) != 0 else {
            throw ValidationError("It takes a number other than 0, such as 1, 0.00392 or 1/255.")
        }
        return value
    }

    /// The names that `--classes` gives.
    ///
    /// - Throws: where it is a file that cannot be read.
    func classNames() throws -> [String]? {
        guard let classes else { return nil }
        guard !classes.contains(","), FileSource.exists(classes) else {
            return classes.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let file = try FileSource(classes)
        guard file.size <= 1 << 20 else { throw ToolError("\(classes): too long for a list of classes") }
        let text = String(decoding: try file.bytes(file.size), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).map(String.init)
    }
}
