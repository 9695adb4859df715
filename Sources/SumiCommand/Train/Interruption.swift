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
    private static let signals = [SIGINT, SIGTERM]

    /// Whether the program was asked to end.
    static var isRequested: Bool { isWished.load(ordering: .relaxed) }

    /// From here on the first signal is a wish, also where whoever started the program has the signals blocked (as a thread
    /// of a pool has) or ignored (as shells have for what runs in the background): a training that cannot be stopped but
    /// by a kill would lose what it did since its file was written.
    static func watch() {
        // Made before a signal can ask for it.
        isWished.store(false, ordering: .relaxed)
        for number in signals {
            signal(number) { _ in
                Interruption.isWished.store(true, ordering: .relaxed)
                signal(SIGINT, SIG_DFL)
                signal(SIGTERM, SIG_DFL)
            }
        }
        var blocked = sigset_t()
        sigemptyset(&blocked)
        for number in signals { sigaddset(&blocked, number) }
        pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    }
}
