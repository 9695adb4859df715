#include "check.h"

static void check_float(size_t outer, size_t n, size_t inner) {
    float *x = random_floats(outer * n * inner), *y = guarded(outer * inner * 4);
    for (int reduction = 0; reduction < 4; reduction++) {
        kernels->reduce((sumi_reduction)reduction, SUMI_FLOAT32, x, y, outer, n, inner);
        double worst = 0;
        for (size_t o = 0; o < outer; o++) {
            for (size_t i = 0; i < inner; i++) {
                double r = reduction == 1 ? 1 : reduction == 2 ? -INFINITY : reduction == 3 ? INFINITY : 0, size = 1;
                for (size_t k = 0; k < n; k++) {
                    const double v = x[(o * n + k) * inner + i];
                    r = reduction == 0 ? r + v : reduction == 1 ? r * v : reduction == 2 ? fmax(r, v) : fmin(r, v);
                    if (reduction == 0) size += fabs(v);
                }
                const double d = r == (double)y[o * inner + i] ? 0 : fabs(y[o * inner + i] - r) / size;
                if (!(d <= worst)) worst = d;
            }
        }
        CHECK(worst < 2e-7, "reduction %d of %zu x %zu x %zu: off by %g", reduction, outer, n, inner, worst);
    }
}

static void check_whole(sumi_element element, size_t outer, size_t n, size_t inner) {
    uint32_t *x = guarded(outer * n * inner * 4), *y = guarded(outer * inner * 4);
    for (size_t i = 0; i < outer * n * inner; i++) x[i] = random_bits();
    for (int reduction = 0; reduction < 4; reduction++) {
        kernels->reduce((sumi_reduction)reduction, element, x, y, outer, n, inner);
        bool right = true;
        for (size_t o = 0; o < outer; o++) {
            for (size_t i = 0; i < inner; i++) {
                const bool is_signed = element == SUMI_INT32;
                uint32_t r = reduction == 1 ? 1 : 0;
                if (reduction == 2) r = is_signed ? (uint32_t)INT32_MIN : 0;
                if (reduction == 3) r = is_signed ? INT32_MAX : UINT32_MAX;
                for (size_t k = 0; k < n; k++) {
                    const uint32_t v = x[(o * n + k) * inner + i];
                    const bool greater = is_signed ? (int32_t)v > (int32_t)r : v > r;
                    if (reduction == 0) r += v;
                    if (reduction == 1) r *= v;
                    if (reduction == 2 && greater) r = v;
                    if (reduction == 3 && !greater) r = v;
                }
                right = right && y[o * inner + i] == r;
            }
        }
        CHECK(right, "whole reduction %d of %zu x %zu x %zu", reduction, outer, n, inner);
    }
}

/// The promise for long sums: a hundred thousand elements within a millionth.
static void check_accuracy(void) {
    enum { n = 100000 };
    float *x = random_floats(n * 3), *y = guarded(12);
    for (size_t i = 0; i < n * 3; i++) x[i] = x[i] + 1;
    for (size_t inner = 1; inner <= 3; inner += 2) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) sum += x[i * inner];
        kernels->reduce(SUMI_REDUCE_SUM, SUMI_FLOAT32, x, y, 1, n, inner);
        CHECK(fabs(y[0] - sum) / sum < 2e-7, "a sum of %d: off by %g", n, fabs(y[0] - sum) / sum);
    }
}

static bool is_greater(sumi_element element, const void *x, size_t a, size_t b) {
    const float *f = x;
    const int32_t *i = x;
    const uint32_t *u = x;
    if (element == SUMI_FLOAT32) return f[a] > f[b] || (isnan(f[a]) && !isnan(f[b]));
    return element == SUMI_INT32 ? i[a] > i[b] : u[a] > u[b];
}

static void check_argmax(sumi_element element, size_t outer, size_t n, size_t inner) {
    uint32_t *x = guarded(outer * n * inner * 4);
    int32_t *y = guarded(outer * inner * 4);
    // Few different values, so that there are equal ones; some NaN.
    static const uint32_t values[] = {0, 0x3F800000, 0xBF800000, 0x40000000, 0x7FC00000, 0xFF800000};
    for (size_t i = 0; i < outer * n * inner; i++) x[i] = values[random_bits() % (random_bits() % 8 ? 4 : 6)];
    kernels->argmax(element, x, y, outer, n, inner);
    bool right = true;
    for (size_t o = 0; o < outer; o++) {
        for (size_t i = 0; i < inner; i++) {
            size_t best = 0;
            for (size_t k = 1; k < n; k++) {
                if (is_greater(element, x, (o * n + k) * inner + i, (o * n + best) * inner + i)) best = k;
            }
            right = right && y[o * inner + i] == (int32_t)best;
        }
    }
    CHECK(right, "argmax %d of %zu x %zu x %zu", element, outer, n, inner);
}

static void check_softmax(size_t outer, size_t n, size_t inner, float scale) {
    const size_t size = outer * n * inner;
    float *x = random_floats(size), *y = guarded(size * 4), *z = guarded(size * 4);
    double *soft = malloc((size + 1) * sizeof(double)), *logarithm = malloc((size + 1) * sizeof(double));
    for (size_t i = 0; i < size; i++) x[i] *= scale;
    for (size_t o = 0; o < outer; o++) {
        for (size_t i = 0; i < inner; i++) {
            double m = -INFINITY, sum = 0;
            for (size_t k = 0; k < n; k++) m = fmax(m, x[(o * n + k) * inner + i]);
            for (size_t k = 0; k < n; k++) sum += exp(x[(o * n + k) * inner + i] - m);
            for (size_t k = 0; k < n; k++) {
                const size_t at = (o * n + k) * inner + i;
                soft[at] = exp(x[at] - m) / sum;
                logarithm[at] = x[at] - m - log(sum);
            }
        }
    }
    kernels->softmax(x, y, outer, n, inner);
    kernels->log_softmax(x, z, outer, n, inner);
    double worst = 0;
    for (size_t i = 0; i < size; i++) worst = fmax(worst, soft[i] > 1e-30 ? fabs(y[i] / soft[i] - 1) : y[i]);
    // The difference to the largest, up to 2 * scale, is rounded before it is an exponent.
    CHECK(worst < 6e-8 * (6 + 2 * scale) && worst == worst, "softmax of %zu x %zu x %zu: off by %g", outer, n, inner, worst);
    worst = difference(z, logarithm, size);
    CHECK(worst < 3e-7, "log softmax of %zu x %zu x %zu: off by %g", outer, n, inner, worst);
    kernels->softmax(x, x, outer, n, inner);
    CHECK(memcmp(x, y, size * 4) == 0, "softmax in place");
    free(soft), free(logarithm);
}

void check_reductions(void) {
    const size_t sizes[][3] = {{1, 0, 1}, {3, 0, 5}, {1, 1, 1}, {5, 10, 1}, {4, 16, 1}, {3, 33, 1}, {2, 5000, 1}, {1, 20000, 1},
                               {1, 100, 10}, {2, 65, 64}, {3, 300, 70}, {1, 129, 3}, {2, 1000, 6}, {2, 7, 200}, {0, 4, 4},
                               {2, 1, 17}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const size_t *s = sizes[i];
        check_float(s[0], s[1], s[2]);
        check_whole(SUMI_INT32, s[0], s[1], s[2]);
        check_whole(SUMI_UINT32, s[0], s[1], s[2]);
        for (int element = SUMI_FLOAT32; element <= SUMI_UINT32 && s[1] > 0; element++) {
            check_argmax((sumi_element)element, s[0], s[1], s[2]);
        }
        if (s[1] > 0) check_softmax(s[0], s[1], s[2], 20);
        release_guarded();
    }
    for (size_t n = 1; n <= 40; n++) check_softmax(2, n, 1, 5), check_argmax(SUMI_FLOAT32, 3, n, 1);
    check_accuracy();
    float x[40], y[2] = {0, 0};
    for (size_t i = 0; i < 40; i++) x[i] = i == 17 ? NAN : 1;
    kernels->reduce(SUMI_REDUCE_MAXIMUM, SUMI_FLOAT32, x, y, 1, 40, 1);
    kernels->reduce(SUMI_REDUCE_MINIMUM, SUMI_FLOAT32, x, y + 1, 1, 20, 1);
    CHECK(isnan(y[0]) && isnan(y[1]), "extremes of NaN");
}
