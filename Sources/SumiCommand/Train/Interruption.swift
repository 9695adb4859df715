import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Ctrl-C, and the signal by which systems ask a program to end: the first is taken as a wish, to be met between two
/// steps; the second ends the program at once.
enum Interruption {
    private static let isWished = Atomic(false)

    /// Whether the program was asked to end.
    static var isRequested: Bool { isWished.load(ordering: .relaxed) }

    /// From here on the first signal is a wish.
    static func watch() {
        // Made before a signal can ask for it.
        isWished.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                Interruption.isWished.store(true, ordering: .relaxed)
                signal(SIGINT, SIG_DFL)
                signal(SIGTERM, SIG_DFL)
            }
        }
    }
}
