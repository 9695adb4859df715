#ifndef SUMI_PARKING_H
#define SUMI_PARKING_H

// Waiting for a 32-bit word to change, without using the processor: a futex where there is one, else a condition.

#include <stdatomic.h>
#include <stdint.h>

#if defined(__linux__)

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct { char unused; } parking;
static inline int parking_begin(parking *p) { (void)p; return 0; }
static inline void parking_end(parking *p) { (void)p; }

/// Returns when the word is no longer `expected`, after a wake-up, or for no reason.
static inline void park(parking *p, _Atomic uint32_t *word, uint32_t expected) {
    (void)p;
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}
static inline void wake_all(parking *p, _Atomic uint32_t *word) {
    (void)p;
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

#else

#include <pthread.h>

typedef struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
} parking;
static inline int parking_begin(parking *p) {
    if (pthread_mutex_init(&p->mutex, NULL)) return 1;
    if (pthread_cond_init(&p->changed, NULL) == 0) return 0;
    pthread_mutex_destroy(&p->mutex);
    return 1;
}
static inline void parking_end(parking *p) {
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->mutex);
}
static inline void park(parking *p, _Atomic uint32_t *word, uint32_t expected) {
    pthread_mutex_lock(&p->mutex);
    while (atomic_load(word) == expected) pthread_cond_wait(&p->changed, &p->mutex);
    pthread_mutex_unlock(&p->mutex);
}
static inline void wake_all(parking *p, _Atomic uint32_t *word) {
    (void)word;
    pthread_mutex_lock(&p->mutex);
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->mutex);
}

#endif

#endif
