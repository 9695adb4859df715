// AVX2 with FMA.
#if defined(__x86_64__)
#include "Tables.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VL 8
#define ROW_BLOCK 6
#define KERNELS sumi_kernels_256
#define ISA SUMI_ISA_AVX2
#include "Kernels.inc"
#pragma clang attribute pop

#endif
