import ArgumentParser
import Sumi

/// `sumi data list`: which of the known data sets are here.
struct DataListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the data sets that sumi knows by name, and whether they are on this machine.",
        discussion: """
            A set counts as here when it can be read: every size is checked.

            Example:
              sumi data list
            """)

    func run() throws {
        for name in NamedDataset.allCases {
            let label = name.rawValue + String(repeating: " ", count: 15 - name.rawValue.count)
            do {
                // It is always here, and drawing all of it takes its time: one image of each part tells the rest.
                if name == .handwriting {
                    let set = try Handwriting.load(train: 1, test: 1)
                    print(
                        "\(label)as many images of \(text(set.train.inputShape)) as are asked for, "
                            + "\(set.classNames.count) classes: drawn when they are used")
                    continue
                }
                let set = try name.load()
                print(
                    "\(label)\(set.train.count) + \(set.test.count) images of \(text(set.train.inputShape)), "
                        + "\(set.classNames.count) classes")
            } catch let error as DataError where error.isNotFound {
                print("\(label)not here: sumi data fetch \(name.rawValue)")
            } catch {
                print("\(label)damaged: \(printable("\(error)"))")
            }
        }
    }

    private func text(_ shape: Shape) -> String { shape.dimensions.map(String.init).joined(separator: "x") }
}
