import ArgumentParser
import Sumi
import SumiFigures
import SumiNN
import SumiReport

/// What the cells are divided by, as scikit-learn calls it.
struct NormalizationName: ExpressibleByArgument, CustomStringConvertible {
    let value: ConfusionMatrix.Normalization

    var description: String { value.rawValue }

    init(_ value: ConfusionMatrix.Normalization) { self.value = value }

    init?(argument: String) {
        guard let value = ConfusionMatrix.Normalization(rawValue: argument) else { return nil }
        self.init(value)
    }

    static let allValueStrings = ConfusionMatrix.Normalization.allCases.map(\.rawValue)
}

/// `sumi plot confusion`: what a model takes each class for.
struct PlotConfusionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confusion",
        abstract: "Show or draw the confusion matrix of a model on a data set.",
        discussion: """
            Without --output the matrix is shown in the terminal, in colour where it has colours; NO_COLOR is honoured.

            Examples:
              sumi plot confusion fashion.keras fashion-mnist
              sumi plot confusion fashion.keras fashion-mnist --normalize -o confusion.pdf
              sumi plot confusion fashion.keras fashion-mnist --cmap viridis -o confusion.png
            """)

    @OptionGroup
    var model: ModelArgument

    @OptionGroup
    var images: JudgedImages

    @Option(
        defaultAsFlag: NormalizationName(.byTrue),
        help:
            "Divide by the sum of the row (true), of the column (pred), or of all; by that of the row where none is named."
    )
    var normalize: NormalizationName?

    @Option(help: ArgumentHelp("The colours of the chart. (default: blues)", valueName: "name"))
    var cmap: ColorMapName?

    @Option(help: ArgumentHelp("The title of the chart. (default: \"Confusion matrix\")", valueName: "text"))
    var title: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write: .png, .svg or .pdf. (default: none)", valueName: "file"),
        completion: .file(extensions: ["png", "svg", "pdf"]))
    var output: String?

    @OptionGroup
    var look: ChartOptions

    func validate() throws {
        if let output { return try ChartFile.checkEnding(output) }
        let given = [
            ("--cmap", cmap != nil), ("--title", title != nil), ("--dark", look.dark), ("--force", look.force),
        ]
        if let option = given.first(where: \.1)?.0 {
            throw ValidationError("'\(option)' goes with '--output', which draws a chart.")
        }
    }

    func run() throws {
        let file = try output.map { try ChartFile($0, look) }
        let report = try images.report(on: model)
        let matrix = normalize.map { report.confusionMatrix.normalized($0.value) } ?? report.confusionMatrix
        let names = report.classNames
        if let file {
            try file.write(
                .confusionMatrix(matrix, classNames: names, title: title, colorMap: cmap?.map ?? .blues))
        } else {
            let console = Console.standardOutput
            print(
                matrix.terminalText(
                    classNames: names.map(printable), colors: console.usesColors, columns: console.columns),
                terminator: "")
        }
    }
}
