// What the test program's files share: random numbers, counting of checks, and the instruction set under test.
#ifndef CHECK_H
#define CHECK_H

// For clocks and mappings, whatever standard the compiler is told.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CSumiKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const sumi_kernels *kernels;
extern int passed, failed;

/// Counts a check; a failed one is told with the instruction set.
#define CHECK(condition, ...)                                                \
    do {                                                                     \
        if (condition) {                                                     \
            passed++;                                                        \
        } else {                                                             \
            failed++;                                                        \
            printf("FAILED (%s) ", sumi_isa_name(kernels->isa));             \
            printf(__VA_ARGS__);                                             \
            printf("\n");                                                    \
        }                                                                    \
    } while (0)

uint32_t random_bits(void);
/// Uniform in [-1, 1).
float random_float(void);
float *random_floats(size_t count);

/// Memory of exactly this size, between two pages that may not be touched: what is read or written beyond it ends the
/// program. The end of the memory is the end of a page.
void *guarded(size_t bytes);
void release_guarded(void);

/// Largest |a - b| / (1 + |b|).
double difference(const float *a, const double *b, size_t count);

void check_products(void);
void check_elementwise(void);
void check_transcendentals(void);
void check_reductions(void);
void check_windows(void);
void check_movement(void);
void check_random(void);
void check_pool(void);
void check_winograd(void);

#endif
