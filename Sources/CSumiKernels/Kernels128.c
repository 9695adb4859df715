// Vectors of 16 bytes: SSE2 on x86-64, NEON on aarch64, whatever there is elsewhere.
#include "Tables.h"

#define VL 4
#define KERNELS sumi_kernels_128
#if defined(__aarch64__)
#define ISA SUMI_ISA_NEON
#define ROW_BLOCK 8
#else
#define ISA SUMI_ISA_BASELINE
#define ROW_BLOCK 6
#endif
#include "Kernels.inc"
