// AVX-512: F for the vectors, DQ for conversions of 64-bit numbers, BW and VL for narrow and short ones.
#if defined(__x86_64__)
#include "Tables.h"

#define TARGET "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)
#define VL 16
#define ROW_BLOCK 14
#define KERNELS sumi_kernels_512
#define ISA SUMI_ISA_AVX512
#include "Kernels.inc"
#pragma clang attribute pop

#endif
