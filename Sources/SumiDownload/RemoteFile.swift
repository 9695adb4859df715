/// One file of a data set on the network: where it may be had, and how it is known to be the right one.
package struct RemoteFile: Sendable {
    /// Its name on disk.
    package var name: String
    package var size: Int
    /// 64 hexadecimal digits.
    package var sha256: String
    /// The URLs that it is fetched from, the first that answers.
    package var mirrors: [String]

    package init(name: String, size: Int, sha256: String, mirrors: [String]) {
        self.name = name
        self.size = size
        self.sha256 = sha256
        self.mirrors = mirrors
    }
}
