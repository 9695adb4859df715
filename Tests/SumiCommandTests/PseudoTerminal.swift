import Foundation

/// A terminal without a screen: what a program writes to its end is read from the other one.
final class PseudoTerminal {
    /// The program's end.
    let program: FileHandle
    private let screen: FileHandle

    /// Whether the system gives any; one without a mounted `/dev/pts` does not.
    static let isAvailable = (try? PseudoTerminal()) != nil

    init() throws {
        let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard screen >= 0, let name = Self.programEnd(of: screen) else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENODEV)
        }
        let program = open(name, O_RDWR | O_NOCTTY)
        guard program >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENODEV) }
        self.screen = FileHandle(fileDescriptor: screen, closeOnDealloc: true)
        self.program = FileHandle(fileDescriptor: program, closeOnDealloc: true)
    }

    /// The path of the other end, which may be opened then.
    private static func programEnd(of screen: Int32) -> String? {
        #if os(Linux)
            // TIOCSPTLCK and TIOCGPTN, which Swift does not import: nor does it the functions that wrap them.
            var (number, lock): (Int32, Int32) = (0, 0)
            guard ioctl(screen, 0x4004_5431, &lock) == 0, ioctl(screen, 0x8004_5430, &number) == 0 else { return nil }
            return "/dev/pts/\(number)"
        #else
            guard grantpt(screen) == 0, unlockpt(screen) == 0 else { return nil }
            return ptsname(screen).map { String(cString: $0) }
        #endif
    }

    /// All that is written until the program's end is closed everywhere.
    func readAll() -> String {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(screen.fileDescriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            // Linux ends a terminal with EIO.
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    }
}
