#ifndef SUMI_POOL_H
#define SUMI_POOL_H

#include "SumiElement.h"

#pragma clang assume_nonnull begin

/// Threads that share the units of a job. They wake in microseconds: each spins briefly for the next job, then parks.
typedef struct sumi_pool sumi_pool;

/// A pool for jobs of `threads` threads, the caller counted; 0 is taken as 1. Returns NULL when memory or threads are
/// refused (never a pool with fewer).
sumi_pool *_Nullable sumi_pool_create(size_t threads);
/// Ends the threads and frees the pool. No job may be running.
void sumi_pool_destroy(sumi_pool *pool);
size_t sumi_pool_threads(const sumi_pool *pool);

/// Takes the pool for the calling thread; false when another thread, or this one further up, holds it. Then do the work
/// inline.
bool sumi_pool_try_acquire(sumi_pool *pool);
void sumi_pool_release(sumi_pool *pool);

/// Calls `function(context, unit, worker)` once for each unit of 0..<units, on all threads of the pool, the caller
/// included: each has a range of them to itself, the same in each job of as many, and then helps the others. `worker` is
/// 0..<threads, 0 the caller, never two at once with the same number, so it can choose scratch memory. Returns when all
/// are done; what they wrote is visible. The caller must have acquired the pool.
void sumi_pool_run(sumi_pool *pool, size_t units, void *_Nullable context,
                   void (*function)(void *_Nullable context, size_t unit, size_t worker));

#pragma clang assume_nonnull end

#endif
