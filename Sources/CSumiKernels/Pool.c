// Threads that share the units of a job.
//
// One 64-bit word, (job number, units left), says whether there is work: a thread that lowers it by one has a unit of
// that very job. Nobody waits for a thread that has not taken a unit, so a thread that the system does not run delays
// nothing but the units in its hands.
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CSumiKernels.h"
#include "Parking.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/// Looks at the word before a thread without work parks. A look costs some 20 to 50 ns, so that a thread stays awake
/// for about 50 µs: longer than the pauses inside of a training step, much shorter than anyone's patience.
enum { LOOKS = 1500 };
/// Times that a caller without units yields to the threads it waits for before it parks.
enum { YIELDS = 64 };

typedef struct {
    sumi_pool *pool;
    size_t number;
    pthread_t thread;
} worker;

struct sumi_pool {
    _Alignas(64) _Atomic uint64_t work;
    /// Counts jobs, for threads to park on.
    _Alignas(64) _Atomic uint32_t jobs;
    _Atomic uint32_t parked;
    _Atomic bool ends;
    /// Units of this job that are done.
    _Alignas(64) _Atomic uint32_t done;
    _Atomic uint32_t caller_parks;
    _Alignas(64) _Atomic bool is_held;

    // The job. Changes only while no unit is in anybody's hands.
    size_t first, units;
    void *context;
    void (*function)(void *context, size_t unit, size_t worker);

    size_t threads;
    int looks;
    parking parking;
    worker workers[];
};

static inline void breathe(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static inline uint32_t units_left(uint64_t work) { return (uint32_t)work; }

/// Takes and runs units until none is left.
static void work_on(sumi_pool *pool, size_t number) {
    uint32_t taken = 0;
    uint64_t work = atomic_load(&pool->work);
    while (units_left(work) > 0) {
        if (!atomic_compare_exchange_weak(&pool->work, &work, work - 1)) continue;
        pool->function(pool->context, pool->first + pool->units - units_left(work), number);
        // Told at the end, all together: the next job cannot begin before.
        taken++;
        work = atomic_load(&pool->work);
    }
    if (taken == 0) return;
    atomic_fetch_add(&pool->done, taken);
    if (atomic_load(&pool->caller_parks)) wake_all(&pool->parking, &pool->done);
}

static void *worker_main(void *argument) {
    const worker *self = argument;
    sumi_pool *pool = self->pool;
    sumi_fp_enter();
    for (;;) {
        int looks = pool->looks;
        while (units_left(atomic_load_explicit(&pool->work, memory_order_relaxed)) == 0 && looks-- > 0) breathe();
        const uint32_t jobs = atomic_load(&pool->jobs);
        if (units_left(atomic_load(&pool->work)) > 0) {
            work_on(pool, self->number);
            continue;
        }
        if (atomic_load(&pool->ends)) return NULL;
        // Whoever begins a job writes `work`, then reads `parked`; here it is the other way round: one sees the other.
        atomic_fetch_add(&pool->parked, 1);
        if (units_left(atomic_load(&pool->work)) == 0 && !atomic_load(&pool->ends)) {
            park(&pool->parking, &pool->jobs, jobs);
        }
        atomic_fetch_sub(&pool->parked, 1);
    }
}

/// Processors that this process may use.
static size_t processors(void) {
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return (size_t)CPU_COUNT(&set);
#endif
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

static void announce(sumi_pool *pool) {
    atomic_fetch_add(&pool->jobs, 1);
    if (atomic_load(&pool->parked) > 0) wake_all(&pool->parking, &pool->jobs);
}

/// Ends the threads 1..<count.
static void end_workers(sumi_pool *pool, size_t count) {
    atomic_store(&pool->ends, true);
    announce(pool);
    for (size_t i = 1; i < count; i++) pthread_join(pool->workers[i].thread, NULL);
}

sumi_pool *sumi_pool_create(size_t threads) {
    if (threads == 0) threads = 1;
    if (threads > 65536) return NULL;
    sumi_pool *pool;
    const size_t size = (sizeof(sumi_pool) + threads * sizeof(worker) + 63) / 64 * 64;
    if (posix_memalign((void **)&pool, 64, size)) return NULL;
    *pool = (sumi_pool){.threads = threads};
    // With more threads than processors, looking would take time from those that have work.
    pool->looks = threads <= processors() ? LOOKS : 0;
    if (parking_begin(&pool->parking)) {
        free(pool);
        return NULL;
    }
    // Signals are for the threads of the program.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    size_t made = 1;
    for (; made < threads; made++) {
        pool->workers[made] = (worker){.pool = pool, .number = made};
        if (pthread_create(&pool->workers[made].thread, NULL, worker_main, &pool->workers[made])) break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (made == threads) return pool;
    end_workers(pool, made);
    parking_end(&pool->parking);
    free(pool);
    return NULL;
}

void sumi_pool_destroy(sumi_pool *pool) {
    end_workers(pool, pool->threads);
    parking_end(&pool->parking);
    free(pool);
}

size_t sumi_pool_threads(const sumi_pool *pool) { return pool->threads; }

bool sumi_pool_try_acquire(sumi_pool *pool) { return !atomic_exchange(&pool->is_held, true); }
void sumi_pool_release(sumi_pool *pool) { atomic_store(&pool->is_held, false); }

/// Waits for the units in other hands: looks, then yields, then parks.
static void wait_for(sumi_pool *pool, uint32_t units) {
    for (int looks = pool->looks; looks > 0; looks--) {
        if (atomic_load_explicit(&pool->done, memory_order_acquire) == units) return;
        breathe();
    }
    for (int yields = YIELDS; yields > 0; yields--) {
        if (atomic_load(&pool->done) == units) return;
        sched_yield();
    }
    atomic_store(&pool->caller_parks, 1);
    for (;;) {
        const uint32_t done = atomic_load(&pool->done);
        if (done == units) break;
        park(&pool->parking, &pool->done, done);
    }
    atomic_store(&pool->caller_parks, 0);
}

void sumi_pool_run(sumi_pool *pool, size_t units, void *context, void (*function)(void *, size_t, size_t)) {
    if (pool->threads == 1 || units <= 1) {
        for (size_t unit = 0; unit < units; unit++) function(context, unit, 0);
        return;
    }
    // A job has at most 2^32 - 1 units; more than that are several jobs.
    for (size_t first = 0; first < units;) {
        const size_t count = units - first < UINT32_MAX ? units - first : UINT32_MAX;
        pool->first = first;
        pool->units = count;
        pool->context = context;
        pool->function = function;
        atomic_store(&pool->done, 0);
        const uint64_t number = (atomic_load(&pool->work) >> 32) + 1;
        atomic_store(&pool->work, number << 32 | count);
        announce(pool);
        work_on(pool, 0);
        wait_for(pool, (uint32_t)count);
        first += count;
    }
}
