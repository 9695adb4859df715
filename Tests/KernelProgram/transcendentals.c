#include "check.h"

/// Distance from the true value in units of the last place of the float next to it. Denormal numbers count as zeros.
static double ulps(float y, double truth) {
    if (isnan(truth)) return isnan(y) ? 0 : INFINITY;
    const float nearest = (float)truth;
    if (isinf(nearest) || isinf(y)) return y == nearest ? 0 : fabs(truth) > 3.4028233e38 ? 1 : INFINITY;
    if (fabs(truth) < 1.1754944e-38) return fabs(y) < 1.18e-38 ? 0 : INFINITY;
    int exponent;
    frexp(truth, &exponent);
    return fabs((double)y - truth) / ldexp(1, exponent - 24);
}

static bool is_denormal(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return (bits & 0x7F800000) == 0 && (bits & 0x7FFFFF) != 0;
}

static void run(sumi_opcode opcode, const float *x, const float *y, float *z, size_t count) {
    _Alignas(64) static char scratch[3 * SUMI_BLOCK * 4];
    const sumi_instruction program[] = {
        {.opcode = SUMI_LOAD, .to = 0, .a = 0}, {.opcode = SUMI_LOAD, .to = 1, .a = 1},
        {.opcode = opcode, .to = 2, .a = 0, .b = 1}, {.opcode = SUMI_STORE, .to = 2, .a = 2},
    };
    const sumi_buffer buffers[] = {
        {.base = (void *)(uintptr_t)x}, {.base = (void *)(uintptr_t)(y ? y : x)}, {.base = z},
    };
    kernels->elementwise(program, 4, buffers, 3, 0, count, scratch);
}

enum { BATCH = 1 << 16 };

static void measure(const char *name, sumi_opcode opcode, double (*truth)(double), double bound) {
    float *x = malloc(BATCH * 4), *y = malloc(BATCH * 4);
    double worst = 0;
    float at = 0;
    // Every 1,021st of all floats: a prime, so that all low bits occur.
    for (uint64_t pattern = 0; pattern < 1ull << 32;) {
        size_t count = 0;
        for (; count < BATCH && pattern < 1ull << 32; pattern += 1021) {
            const uint32_t bits = (uint32_t)pattern;
            memcpy(&x[count], &bits, 4);
            if (!is_denormal(x[count])) count++;
        }
        run(opcode, x, NULL, y, count);
        for (size_t i = 0; i < count; i++) {
            const double u = ulps(y[i], truth(x[i]));
            if (u > worst) worst = u, at = x[i];
        }
    }
    const float edges[] = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, 1.0f, -1.0f, 88.7228f, 88.7229f, -87.3f, -104.1f, 1e-20f};
    run(opcode, edges, NULL, y, 12);
    for (size_t i = 0; i < 12; i++) {
        const double u = ulps(y[i], truth(edges[i]));
        if (u > worst) worst = u, at = edges[i];
    }
    printf("    %-8s %.2f ulp at %a\n", name, worst, (double)at);
    CHECK(worst <= bound, "%s: %g units in the last place at %a", name, worst, (double)at);
    free(x), free(y);
}

static double sigmoid(double x) { return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)); }
static double softplus(double x) { return isnan(x) ? x : fmax(x, 0) + log1p(exp(-fabs(x))); }
static double rsqrt(double x) { return 1 / sqrt(x); }
static double reciprocal(double x) { return 1 / x; }

static void check_power(void) {
    enum { count = 1 << 18 };
    float *x = malloc(count * 4), *y = malloc(count * 4), *z = malloc(count * 4);
    for (size_t i = 0; i < count; i++) {
        // Half of them random patterns, half where results are of ordinary size, some with whole exponents.
        const uint32_t a = random_bits(), b = random_bits();
        memcpy(&x[i], &a, 4), memcpy(&y[i], &b, 4);
        if (i & 1) x[i] = expf(8 * random_float()), y[i] = 10 * random_float();
        if (i % 8 == 5) x[i] = -x[i], y[i] = roundf(y[i]);
        if (is_denormal(x[i])) x[i] = 0;
        if (is_denormal(y[i])) y[i] = 0;
    }
    const float edges[] = {0, -0.0f, 1, -1, 2, -2, 3, 0.5f, -0.5f, INFINITY, -INFINITY, NAN, 1e10f, 16777217.0f, -3};
    const size_t n = sizeof edges / sizeof *edges;
    for (size_t i = 0; i < n * n; i++) x[i] = edges[i / n], y[i] = edges[i % n];
    run(SUMI_POWER, x, y, z, count);
    double worst = 0;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        double truth = pow(x[i], y[i]);
        double u = ulps(z[i], truth);
        // The sign of a zero, too.
        if (truth == 0 && signbit(truth) != signbit(z[i])) u = INFINITY;
        if (u > worst) worst = u, at = i;
    }
    printf("    %-8s %.2f ulp\n", "power", worst);
    CHECK(worst <= 1, "power: %g units in the last place at %a to %a: %a", worst, (double)x[at], (double)y[at], (double)z[at]);
    free(x), free(y), free(z);
}

void check_transcendentals(void) {
    const uint64_t mode = sumi_fp_enter();
    measure("exp", SUMI_EXP, exp, 2);
    measure("expm1", SUMI_EXPM1, expm1, 2);
    measure("log", SUMI_LOG, log, 2);
    measure("log1p", SUMI_LOG1P, log1p, 2);
    measure("sqrt", SUMI_SQRT, sqrt, 0.5);
    measure("rsqrt", SUMI_RSQRT, rsqrt, 2);
    measure("sin", SUMI_SIN, sin, 2);
    measure("cos", SUMI_COS, cos, 2);
    measure("tanh", SUMI_TANH, tanh, 2.5);
    measure("sigmoid", SUMI_SIGMOID, sigmoid, 2.5);
    measure("softplus", SUMI_SOFTPLUS, softplus, 2);
    measure("erf", SUMI_ERF, erf, 2);
    measure("recip", SUMI_RECIPROCAL, reciprocal, 0.5);
    check_power();
    sumi_fp_leave(mode);
}
