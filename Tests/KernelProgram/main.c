// Checks every kernel against naive loops in double precision, for every instruction set that this machine has.
#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

const sumi_kernels *kernels;
int passed, failed;

uint32_t random_bits(void) {
    static uint64_t state = 88172645463325252u;
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)(state >> 32);
}
float random_float(void) { return (float)((double)random_bits() / 2147483648.0 - 1.0); }
float *random_floats(size_t count) {
    float *x = guarded(count * sizeof(float));
    for (size_t i = 0; i < count; i++) x[i] = random_float();
    return x;
}

static struct { void *base; size_t size; } mappings[4096];
static int mapping_count;

void *guarded(size_t bytes) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (bytes + page - 1) / page * page;
    char *base = mmap(NULL, whole + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED || mapping_count == 4096) abort();
    mprotect(base, page, PROT_NONE);
    mprotect(base + page + whole, page, PROT_NONE);
    mappings[mapping_count].base = base;
    mappings[mapping_count++].size = whole + 2 * page;
    return base + page + whole - bytes;
}
void release_guarded(void) {
    while (mapping_count > 0) {
        mapping_count--;
        munmap(mappings[mapping_count].base, mappings[mapping_count].size);
    }
}

double difference(const float *a, const double *b, size_t count) {
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        double d = fabs(a[i] - b[i]) / (1 + fabs(b[i]));
        if (!(d <= worst)) worst = d;
    }
    return worst;
}

int main(void) {
    void (*const checks[])(void) = {
        check_products, check_elementwise, check_transcendentals, check_reductions, check_windows, check_random,
        check_winograd,
    };
    for (int isa = 0; isa < SUMI_ISAS; isa++) {
        const sumi_kernels *before = kernels;
        kernels = sumi_kernels_for((sumi_isa)isa);
        // On aarch64 baseline and NEON are one.
        if (!kernels || kernels == before) {
            kernels = before;
            continue;
        }
        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
            checks[i]();
            release_guarded();
        }
        printf("%s: %d passed so far\n", sumi_isa_name(kernels->isa), passed);
    }
    kernels = sumi_kernels_for(sumi_best_isa());
    check_movement();
    release_guarded();
    check_pool();
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
