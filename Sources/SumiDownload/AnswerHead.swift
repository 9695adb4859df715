/// What a server says before the content, as far as it is asked: status, length, and which part of the file follows.
struct AnswerHead {
    private(set) var status = 0
    /// Bytes that follow, if it says so.
    private(set) var length: Int?
    /// The first byte of a part, and bytes of the whole file if they are known.
    private(set) var range: (start: Int, total: Int?)?

    /// One line, with its end. A status line begins a head anew: redirects and interim answers have heads too.
    mutating func add(_ line: String) {
        if line.hasPrefix("HTTP/") {
            self = AnswerHead()
            let status = line.split(separator: " ").dropFirst().first?.prefix { $0.isNumber }
            self.status = status.flatMap { Int($0) } ?? 0
        } else if let match = line.wholeMatch(of: /(?i)Content-Length:\s*(?<length>\d{1,18})\s*/) {
            length = Int(match.length)
        } else if let match = line.wholeMatch(
            of: /(?i)Content-Range:\s*bytes (?<start>\d{1,18})-\d{1,18}\/(?<total>\d{1,18}|\*)\s*/),
            let start = Int(match.start)
        {
            range = (start, Int(match.total))
        }
    }
}
