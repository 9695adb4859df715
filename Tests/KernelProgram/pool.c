#include "check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

typedef struct {
    _Atomic uint32_t calls[5000];
    _Atomic uint32_t busy[64];
    _Atomic bool overlap;
    sumi_pool *pool;
} job;

static void count_unit(void *context, size_t unit, size_t worker) {
    job *j = context;
    if (atomic_fetch_add(&j->busy[worker], 1) != 0) j->overlap = true;
    atomic_fetch_add(&j->calls[unit], 1);
    if (sumi_pool_try_acquire(j->pool)) j->overlap = true;
    atomic_fetch_sub(&j->busy[worker], 1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void check_threads(size_t threads) {
    sumi_pool *pool = sumi_pool_create(threads);
    CHECK(pool && sumi_pool_threads(pool) == threads, "a pool of %zu", threads);
    if (!pool) return;
    CHECK(sumi_pool_try_acquire(pool), "a pool is free at first");
    CHECK(!sumi_pool_try_acquire(pool), "a pool is held once");
    job *j = calloc(1, sizeof *j);
    j->pool = pool;
    bool right = true;
    for (size_t round = 0; round < 400; round++) {
        const size_t units = round * 7 % 83 + (round % 50 == 0) * 3000;
        for (size_t i = 0; i < 5000; i++) j->calls[i] = 0;
        sumi_pool_run(pool, units, j, count_unit);
        for (size_t i = 0; i < 5000; i++) right = right && j->calls[i] == (i < units);
        // Long enough for the threads to park, now and then.
        if (round % 40 == 0) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    CHECK(right && !j->overlap, "units of %zu threads", threads);
    const double begin = now();
    for (size_t round = 0; round < 2000; round++) sumi_pool_run(pool, threads, j, count_unit);
    printf("    %zu threads: %.2f µs for a job\n", threads, (now() - begin) / 2000 * 1e6);
    sumi_pool_release(pool);
    CHECK(sumi_pool_try_acquire(pool), "a pool is free again");
    sumi_pool_release(pool);
    sumi_pool_destroy(pool);
    free(j);
}

enum { STOLEN_UNITS = 40 };

/// Unit 0 ends when all others have.
static void wait_for_others(void *context, size_t unit, size_t worker) {
    (void)worker;
    _Atomic uint32_t *done = context;
    if (unit > 0) {
        atomic_fetch_add(done, 1);
        return;
    }
    const double begin = now();
    while (atomic_load(done) < STOLEN_UNITS - 1 && now() - begin < 20) nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
    if (atomic_load(done) < STOLEN_UNITS - 1) atomic_store(done, 1000);
}

/// Who has done its own range takes what another has not begun.
static void check_help(size_t threads) {
    sumi_pool *pool = sumi_pool_create(threads);
    sumi_pool_try_acquire(pool);
    _Atomic uint32_t done = 0;
    sumi_pool_run(pool, STOLEN_UNITS, &done, wait_for_others);
    CHECK(done == STOLEN_UNITS - 1, "units of a thread that is busy, %zu threads", threads);
    sumi_pool_destroy(pool);
}

static void make_denormal(void *context, size_t unit, size_t worker) {
    (void)worker;
    volatile float x = 1e-30f;
    ((float *)context)[unit] = x * x * 1e25f;
}

void check_pool(void) {
    const size_t counts[] = {1, 2, 3, 5, 16};
    for (size_t i = 0; i < 5; i++) check_threads(counts[i]);
    for (int i = 0; i < 50; i++) sumi_pool_destroy(sumi_pool_create(4));
    check_help(2);
    check_help(5);
    float x[64];
    volatile float tiny = 1e-30f, small = 1e-10f;
    const uint64_t mode = sumi_fp_enter();
    sumi_pool *pool = sumi_pool_create(3);
    sumi_pool_run(pool, 64, x, make_denormal);
    sumi_pool_destroy(pool);
    const float flushed = tiny * small;
    sumi_fp_leave(mode);
    const float kept = tiny * small;
    bool zero = flushed == 0 && kept > 0;
    for (size_t i = 0; i < 64; i++) zero = zero && x[i] == 0;
    CHECK(zero, "denormal numbers are flushed in a run only");
}
