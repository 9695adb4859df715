#include "CSumiKernels.h"

#if defined(__x86_64__)

#include <xmmintrin.h>

// MXCSR: bit 15 flushes denormal results to zero, bit 6 takes denormal operands as zero.
uint64_t sumi_fp_enter(void) {
    const unsigned mode = _mm_getcsr();
    _mm_setcsr(mode | 0x8040u);
    return mode;
}
void sumi_fp_leave(uint64_t mode) { _mm_setcsr((unsigned)mode); }

#elif defined(__aarch64__)

// FPCR: bit 24 (FZ) does both.
uint64_t sumi_fp_enter(void) {
    uint64_t mode;
    __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
    __asm__ volatile("msr fpcr, %0" : : "r"(mode | (uint64_t)1 << 24));
    return mode;
}
void sumi_fp_leave(uint64_t mode) { __asm__ volatile("msr fpcr, %0" : : "r"(mode)); }

#else

uint64_t sumi_fp_enter(void) { return 0; }
void sumi_fp_leave(uint64_t mode) { (void)mode; }

#endif
