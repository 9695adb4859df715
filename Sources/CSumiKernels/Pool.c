// Threads that share the units of a job.
//
// Each thread has a range of the units to itself, the same in each job of as many: what a job writes of an image or a
// matrix, the next one reads in the same thread's cache, and nobody else's counter is in the way. A thread that has
// done its range takes units from the ends of the others'. Nobody waits for a thread that has not taken a unit, so a
// thread that the system does not run delays nothing but the units in its hands.
#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CSumiKernels.h"
#include "Parking.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Looks at the jobs before a thread without work parks. A look costs some 20 to 50 ns, so that a thread stays awake
/// for about 50 µs: longer than the pauses inside of a training step, much shorter than anyone's patience.
enum { LOOKS = 1500 };
/// Times that a caller without units yields to the threads it waits for before it parks.
enum { YIELDS = 64 };

typedef struct {
    /// Units that are left of the thread's range: the first in the upper 32 bits, the end in the lower.
    _Alignas(64) _Atomic uint64_t left;
    sumi_pool *pool;
    size_t number;
    pthread_t thread;
} worker;

struct sumi_pool {
    /// Counts jobs, for threads to look at and park on.
    _Alignas(64) _Atomic uint32_t jobs;
    _Atomic uint32_t parked;
    _Atomic bool ends;
    /// Units of this job that are done.
    _Alignas(64) _Atomic uint32_t done;
    _Atomic uint32_t caller_parks;
    _Alignas(64) _Atomic bool is_held;

    // The job. Changes only while no unit is in anybody's hands.
    size_t first;
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

static inline uint64_t range_of(uint64_t first, uint64_t end) { return first << 32 | end; }

/// Takes the first unit of a thread's own range, or the last of another's. Whoever changes the range has that unit, of
/// whatever job it is: a job's function is written before its ranges.
static bool take(worker *from, bool is_own, size_t *unit) {
    uint64_t left = atomic_load(&from->left);
    for (;;) {
        const uint64_t first = left >> 32, end = (uint32_t)left;
        if (first >= end) return false;
        const uint64_t rest = is_own ? range_of(first + 1, end) : range_of(first, end - 1);
        if (!atomic_compare_exchange_weak(&from->left, &left, rest)) continue;
        *unit = is_own ? first : end - 1;
        return true;
    }
}

static bool take_any(sumi_pool *pool, size_t number, size_t *unit) {
    if (take(&pool->workers[number], true, unit)) return true;
    for (size_t i = 1; i < pool->threads; i++) {
        if (take(&pool->workers[(number + i) % pool->threads], false, unit)) return true;
    }
    return false;
}

/// Takes and runs units until none is left.
static void work_on(sumi_pool *pool, size_t number) {
    uint32_t taken = 0;
    size_t unit;
    while (take_any(pool, number, &unit)) {
        pool->function(pool->context, pool->first + unit, number);
        // Told at the end, all together: the next job cannot begin before.
        taken++;
    }
    if (taken == 0) return;
    atomic_fetch_add(&pool->done, taken);
    if (atomic_load(&pool->caller_parks)) wake_all(&pool->parking, &pool->done);
}

static void *worker_main(void *argument) {
    const worker *self = argument;
    sumi_pool *pool = self->pool;
    sumi_fp_enter();
    uint32_t seen = 0;
    while (!atomic_load(&pool->ends)) {
        int looks = pool->looks;
        while (atomic_load_explicit(&pool->jobs, memory_order_relaxed) == seen && looks-- > 0) breathe();
        const uint32_t jobs = atomic_load(&pool->jobs);
        if (jobs != seen) {
            seen = jobs;
            work_on(pool, self->number);
            continue;
        }
        // Whoever begins a job counts it, then reads `parked`; here it is the other way round: one sees the other.
        atomic_fetch_add(&pool->parked, 1);
        if (atomic_load(&pool->jobs) == seen && !atomic_load(&pool->ends)) park(&pool->parking, &pool->jobs, seen);
        atomic_fetch_sub(&pool->parked, 1);
    }
    return NULL;
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
    memset(pool, 0, size);
    pool->threads = threads;
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
        pool->workers[made].pool = pool;
        pool->workers[made].number = made;
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
        pool->context = context;
        pool->function = function;
        atomic_store(&pool->done, 0);
        for (size_t i = 0; i < pool->threads; i++) {
            const uint64_t range = range_of(i * count / pool->threads, (i + 1) * count / pool->threads);
            atomic_store_explicit(&pool->workers[i].left, range, memory_order_release);
        }
        announce(pool);
        work_on(pool, 0);
        wait_for(pool, (uint32_t)count);
        first += count;
    }
}
