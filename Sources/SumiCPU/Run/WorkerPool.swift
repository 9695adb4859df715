import CSumiKernels
import SumiGraph
import Synchronization

/// The threads of one engine, started when they are first needed.
final class WorkerPool: Sendable {
    let threads: Int
    private let pool = Mutex<PoolPointer?>(nil)

    /// The pool locks itself.
    private struct PoolPointer: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(threads: Int) { self.threads = threads }

    deinit { pool.withLock { if let pool = $0 { sumi_pool_destroy(pool.pointer) } } }

    /// The pool, held for the caller until `release`; `nil` where one thread is all there is, or another task holds the
    /// pool: then the caller works alone, with the same results.
    func acquire() throws(EngineError) -> OpaquePointer? {
        if threads == 1 { return nil }
        let started = pool.withLock { pool in
            if pool == nil { pool = sumi_pool_create(threads).map(PoolPointer.init) }
            return pool
        }
        guard let started else { throw EngineError("the system refused to start \(threads - 1) worker threads") }
        return sumi_pool_try_acquire(started.pointer) ? started.pointer : nil
    }

    func release(_ pool: OpaquePointer?) {
        if let pool { sumi_pool_release(pool) }
    }
}
