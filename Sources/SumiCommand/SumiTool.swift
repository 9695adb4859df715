import ArgumentParser
import Sumi

@main
struct SumiTool: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sumi")
}
