import ArgumentParser
import Sumi
import SumiArchive
import SumiImages
import SumiNN

/// `sumi data export`: a data set as PNG files, a folder for each class.
struct DataExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a data set as PNG files: FOLDER/train/CLASS/INDEX.png and FOLDER/test/CLASS/INDEX.png.",
        discussion: """
            What is written is itself a data set: its folder can be named wherever a data set is.

            Examples:
              sumi data export mnist digits --limit 1000
              sumi train digits
            """)

    @OptionGroup
    var data: DatasetArgument

    @Argument(help: ArgumentHelp("The folder: a new one, or an empty one.", valueName: "folder"))
    var folder: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Only the first n images of each part. (default: all)", valueName: "n"),
        transform: wholeNumber(1...Int(Int32.max)))
    var limit: Int?

    @Flag(name: .shortAndLong, help: "Print results only.")
    var quiet = false

    func run() throws {
        if FileName.exists(folder) {
            guard Directory.exists(folder) else { throw ToolError("\(folder) is no folder: name a new one") }
            guard try Directory.names(folder, where: { $0 != "." && $0 != ".." }).isEmpty else {
                throw ToolError("\(folder) is not empty: name a new folder")
            }
        }
        let set = try data.load(quiet: quiet)
        for (name, part) in [("train", set.train), ("test", set.test)] {
            let images = limit.map { part.prefix($0) } ?? part
            try write(images, to: "\(folder)/\(name)")
            print("\(folder)/\(name): \(images.count) images")
        }
    }

    private func write(_ part: LabelledImages, to folder: String) throws {
        let folders = part.classNames.map { "\(folder)/\(Self.fileName($0))" }
        for path in folders { try Directory.create(path) }
        let digits = String(max(0, part.count - 1)).count
        let labels = part.labels.scalars(as: Int32.self).map { Int($0) }
        var bar = ProgressBar(target: part.count, verbose: quiet ? 0 : 1, console: .standardError)
        for index in 0..<part.count {
            let pixels = try part.inputs.rows(index..<index + 1).reshaped(part.inputShape)
            let number = String(index)
            let name = String(repeating: "0", count: digits - number.count) + number
            let file = "\(folders[labels[index]])/\(name).png"
            // The folder is new: there is nothing that a file could spoil, and no need to wait for the disk each time.
            try AtomicFile.writeNew(try Image(pixels).png(), to: file)
            if bar.isDue(index + 1) { bar.update(index + 1, [], isFinal: false) }
        }
        bar.update(part.count, [], isFinal: true)
    }

    /// A class's name as that of a folder: no name leads out of the folder or hides.
    private static func fileName(_ className: String) -> String {
        let name = printable(className).replacing("/", with: "-").replacing("\\", with: "-")
        return name.isEmpty || name.hasPrefix(".") ? "class-\(name)" : name
    }
}
