import ArgumentParser
import Sumi
import SumiNN

/// `sumi data show`: some images of a data set, in the terminal.
struct DataShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show images of a data set in the terminal, with their classes.",
        discussion: """
            Examples:
              sumi data show mnist
              sumi data show fashion-mnist --class Bag --count 4
              sumi data show ~/photos --first 100
            """)

    @OptionGroup
    var data: DatasetArgument

    @Option(
        parsing: .unconditional, help: ArgumentHelp("How many images. (default: 6)", valueName: "n"),
        transform: wholeNumber(1...1000))
    var count = 6

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Begin with the image of this index. (default: 0)", valueName: "index"),
        transform: wholeNumber(0...Int(Int32.max)))
    var first = 0

    @Option(name: .customLong("class"), help: ArgumentHelp("Only images of this class.", valueName: "name"))
    var className: String?

    @Flag(help: "Show test images, not training images.")
    var test = false

    func run() throws {
        let set = try data.load()
        let part = test ? set.test : set.train
        let labels = part.labels.scalars(as: Int32.self).map { Int($0) }
        var wanted: Int?
        if let className {
            guard let index = part.classNames.firstIndex(of: className) else {
                throw ToolError(
                    "\(set.name) has no class \"\(className)\": its classes are "
                        + part.classNames.map(printable).joined(separator: ", "))
            }
            wanted = index
        }
        guard first < part.count else {
            throw ToolError(
                "\(set.name) has \(part.count) \(test ? "test" : "training") images, none of index \(first)")
        }
        let chosen = (first..<part.count).lazy.filter { wanted == nil || labels[$0] == wanted }.prefix(count)
        guard !chosen.isEmpty else { throw ToolError("\(set.name) has no such image from index \(first) on") }
        let pictures = try chosen.map { index in
            let image = part.inputs.rows(index..<index + 1)
            return (
                picture: try HalfBlocks(try image.reshaped(part.inputShape)),
                caption: "\(index): \(printable(part.classNames[labels[index]]))"
            )
        }
        print(HalfBlocks.grid(pictures, console: .standardOutput), terminator: "")
    }
}
