// Which instruction sets this machine has. The built-ins ask the operating system too: a processor's AVX registers
// count only where XCR0 says that they are saved when threads are switched.
#include "Tables.h"

#if defined(__x86_64__)

static bool has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static bool has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

const sumi_kernels *sumi_kernels_for(sumi_isa isa) {
    __builtin_cpu_init();
    switch (isa) {
    case SUMI_ISA_BASELINE: return &sumi_kernels_128;
    case SUMI_ISA_AVX2: return has_avx2() ? &sumi_kernels_256 : NULL;
    case SUMI_ISA_AVX512: return has_avx512() ? &sumi_kernels_512 : NULL;
    default: return NULL;
    }
}

#else

const sumi_kernels *sumi_kernels_for(sumi_isa isa) {
    return isa == SUMI_ISA_BASELINE || isa == sumi_kernels_128.isa ? &sumi_kernels_128 : NULL;
}

#endif

sumi_isa sumi_best_isa(void) {
    for (int isa = SUMI_ISAS - 1; isa > SUMI_ISA_BASELINE; isa--) {
        if (sumi_kernels_for((sumi_isa)isa)) return (sumi_isa)isa;
    }
    return SUMI_ISA_BASELINE;
}

const char *sumi_isa_name(sumi_isa isa) {
    switch (isa) {
    case SUMI_ISA_NEON: return "neon";
    case SUMI_ISA_AVX2: return "avx2";
    case SUMI_ISA_AVX512: return "avx512";
    default: return "baseline";
    }
}
