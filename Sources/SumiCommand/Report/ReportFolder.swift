#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

import SumiArchive
import SumiReport

/// The folder that a page is written into, looked at before anything is computed.
struct ReportFolder {
    private let folder: String

    /// - Parameter replaces: whether a page that is there is to be replaced.
    /// - Throws: ``ToolError`` where a page is there, or none can be made.
    init(_ folder: String, replaces: Bool) throws(ToolError) {
        self.folder = folder
        let page = folder.hasSuffix("/") ? folder + "index.html" : folder + "/index.html"
        if FileName.exists(page), !replaces {
            throw ToolError("the page \"\(page)\" is already there: name another folder, or replace it with --force")
        }
        // What is there of the path: its last part must be a folder that can be written.
        var place = folder.isEmpty ? "." : folder
        while !FileName.exists(place) {
            place = Directory.containing(place)
        }
        guard Directory.exists(place) else {
            throw ToolError("the report needs a folder, and \"\(place)\" is a file: name another one")
        }
        guard access(place, W_OK) == 0 else {
            throw ToolError("the report cannot be written to \"\(folder)\": \(String(cString: strerror(errno)))")
        }
    }

    /// Writes the page, and says where it is.
    func write(_ report: ModelReport) throws { print("Report: \(try report.write(to: folder))") }
}
