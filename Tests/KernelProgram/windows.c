#include "check.h"

static size_t outputs(const sumi_windows *w) { return w->out[0] * w->out[1] * w->out[2]; }
static size_t cells(const sumi_windows *w) { return w->in[0] * w->in[1] * w->in[2]; }
static size_t taps(const sumi_windows *w) { return w->size[0] * w->size[1] * w->size[2]; }

/// The cell under a tap of a window, or -1 in the padding.
static ptrdiff_t cell(const sumi_windows *w, size_t pixel, size_t tap) {
    const size_t o[3] = {pixel / w->out[2] / w->out[1], pixel / w->out[2] % w->out[1], pixel % w->out[2]};
    const size_t t[3] = {tap / w->size[2] / w->size[1], tap / w->size[2] % w->size[1], tap % w->size[2]};
    ptrdiff_t result = 0;
    for (int a = 0; a < 3; a++) {
        const ptrdiff_t i = (ptrdiff_t)(o[a] * w->stride[a] + t[a] * w->dilation[a]) - (ptrdiff_t)w->low[a];
        if (i < 0 || i >= (ptrdiff_t)w->in[a]) return -1;
        result = result * (ptrdiff_t)w->in[a] + i;
    }
    return result;
}

static void check_argmax(const sumi_windows *w) {
    const size_t c = w->channels, n = outputs(w) * c, half = outputs(w) / 2;
    float *x = random_floats(cells(w) * c), *maximum = guarded(n * 4);
    int32_t *index = guarded(n * 4);
    for (size_t i = 0; i < cells(w) * c; i++) x[i] = i % 31 == 0 ? NAN : roundf(x[i] * 3);
    kernels->window_argmax(w, x, 0, half, index, maximum);
    kernels->window_argmax(w, x, half, outputs(w), index, maximum);
    bool right = true;
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t best = -1;
        for (size_t t = 0; t < taps(w); t++) {
            const ptrdiff_t here = cell(w, i / c, t);
            if (here < 0) continue;
            const float v = x[(size_t)here * c + i % c], b = best < 0 ? 0 : x[(size_t)best * c + i % c];
            if (best < 0 || v > b || (isnan(v) && !isnan(b))) best = here;
        }
        const float value = best < 0 ? 0 : x[(size_t)best * c + i % c];
        right = right && index[i] == best && (maximum[i] == value || (isnan(value) && isnan(maximum[i])));
    }
    CHECK(right, "window argmax");
}

static void check_depthwise(const sumi_windows *w, size_t times) {
    const size_t c = w->channels, f = c * times, n = outputs(w) * f, size = cells(w) * c, images = 2;
    const size_t rows = w->out[0] * w->out[1], half = rows / 2, lines = w->in[0] * w->in[1], line = w->in[2] * c;
    float *x = random_floats(size * images), *k = random_floats(taps(w) * f), *bias = random_floats(f);
    float *dy = random_floats(n * images), *y = guarded(n * images * 4), *plain = guarded(n * 4);
    float *dx = guarded(size * images * 4), *dk = guarded(taps(w) * f * 4);
    // A multiple of 64 bytes, so that it begins at one.
    const size_t bytes = (kernels->depthwise_scratch(w, times) + 63) / 64 * 64;
    void *scratch = guarded(bytes);
    memset(scratch, 255, bytes);
    double *truth = calloc(n * images + 1, sizeof(double)), *truth_plain = calloc(n * images + 1, sizeof(double));
    double *sum_x = calloc(size * images + 1, sizeof(double)), *sum_k = calloc(taps(w) * f + 1, sizeof(double));
    for (size_t i = 0; i < n * images; i++) {
        const size_t filter = i % f, first = i / n * size;
        for (size_t t = 0; t < taps(w); t++) {
            const ptrdiff_t here = cell(w, i % n / f, t);
            if (here < 0) continue;
            const size_t from = first + (size_t)here * c + filter / times;
            truth_plain[i] += (double)x[from] * k[t * f + filter];
            sum_x[from] += (double)dy[i] * k[t * f + filter];
            sum_k[t * f + filter] += (double)dy[i] * x[from];
        }
        truth[i] = fmax(truth_plain[i] + bias[filter], 0);
    }
    kernels->depthwise(w, times, x, k, bias, true, 0, half, y, scratch);
    kernels->depthwise(w, times, x, k, bias, true, half, rows * images, y + half * w->out[2] * f, scratch);
    kernels->depthwise(w, times, x, k, NULL, false, 0, rows, plain, scratch);
    CHECK(difference(y, truth, n * images) < 1e-5 && difference(plain, truth_plain, n) < 1e-5, "depthwise");
    kernels->depthwise_input_gradient(w, times, dy, k, lines / 3, lines * images, dx + lines / 3 * line, scratch);
    kernels->depthwise_input_gradient(w, times, dy, k, 0, lines / 3, dx, scratch);
    CHECK(difference(dx, sum_x, size * images) < 1e-5, "depthwise input gradient");
    kernels->depthwise_kernel_gradient(w, times, x, dy, images, dk, scratch);
    CHECK(difference(dk, sum_k, taps(w) * f) < 1e-4, "depthwise kernel gradient");
    free(truth), free(truth_plain), free(sum_x), free(sum_k);
}

/// Sizes that the small windows above do not have: blocks of several pixels, large kernels, many rows.
static void check_large_depthwise(void) {
    for (int round = 0; round < 60; round++) {
        sumi_windows w = {.channels = 1 + random_bits() % 40};
        w.in[0] = w.out[0] = w.size[0] = w.stride[0] = w.dilation[0] = 1;
        for (int a = 1; a < 3; a++) {
            w.in[a] = 8 + random_bits() % 30;
            w.size[a] = 1 + random_bits() % 7;
            w.stride[a] = 1 + random_bits() % 3;
            w.dilation[a] = w.size[a] < 4 ? 1 + random_bits() % 3 : 1;
            w.low[a] = random_bits() % 2 ? (w.size[a] - 1) * w.dilation[a] / 2 : 0;
            w.out[a] = (w.in[a] + 2 * w.low[a] - (w.size[a] - 1) * w.dilation[a] - 1) / w.stride[a] + 1;
        }
        check_depthwise(&w, 1 + random_bits() % 5 % 3);
        release_guarded();
    }
}

static void check_average(const sumi_windows *w) {
    const size_t c = w->channels, n = outputs(w) * c;
    float *x = random_floats(cells(w) * c), *y = guarded(n * 4), *dy = random_floats(n), *dx = guarded(cells(w) * c * 4);
    double *truth = calloc(n + 1, sizeof(double)), *gradient = calloc(cells(w) * c + 1, sizeof(double));
    for (size_t i = 0; i < n; i++) {
        double sum = 0, count = 0;
        for (size_t t = 0; t < taps(w); t++) {
            const ptrdiff_t here = cell(w, i / c, t);
            if (here >= 0) sum += x[(size_t)here * c + i % c], count++;
        }
        truth[i] = count > 0 ? sum / count : 0;
        for (size_t t = 0; t < taps(w); t++) {
            const ptrdiff_t here = cell(w, i / c, t);
            if (here >= 0) gradient[(size_t)here * c + i % c] += dy[i] / count;
        }
    }
    kernels->window_average(w, x, 0, outputs(w) / 2, y);
    kernels->window_average(w, x, outputs(w) / 2, outputs(w), y);
    kernels->window_average_gradient(w, dy, dx);
    CHECK(difference(y, truth, n) < 1e-6, "window average");
    CHECK(difference(dx, gradient, cells(w) * c) < 2e-6, "gradient of window average");
    free(truth), free(gradient);
}

static void check_rows(const sumi_windows *w, size_t groups) {
    const size_t c = w->channels, group = c / groups, length = taps(w) * group, begin = outputs(w) / 3;
    const size_t count = outputs(w) - begin, stride = length + 2;
    float *x = random_floats(cells(w) * c), *rows = guarded(((count - 1) * stride + length) * 4);
    float *image = guarded(cells(w) * c * 4), *more = random_floats((count - 1) * stride + length);
    double *sums = calloc(cells(w) * c, sizeof(double));
    for (size_t g = 0; g < groups; g++) {
        for (size_t i = 0; i < (count - 1) * stride + length; i++) rows[i] = NAN;
        kernels->image_to_rows(w, x, g * group, group, begin, outputs(w), rows, stride);
        kernels->rows_to_image(w, more, stride, g * group, group, begin, outputs(w), image);
        bool right = true;
        for (size_t i = 0; i < count * length; i++) {
            const size_t pixel = i / length, t = i % length / group, channel = g * group + i % group;
            const ptrdiff_t here = cell(w, begin + pixel, t);
            const float value = here < 0 ? 0 : x[(size_t)here * c + channel];
            right = right && rows[pixel * stride + i % length] == value;
            if (here >= 0) sums[(size_t)here * c + channel] += more[pixel * stride + i % length];
        }
        CHECK(right, "image to rows, group %zu of %zu", g, groups);
    }
    CHECK(difference(image, sums, cells(w) * c) < 2e-6, "rows to image");
    free(sums);
}

void check_windows(void) {
    for (int round = 0; round < 150; round++) {
        sumi_windows w = {.channels = random_bits() % 3 ? 1 + random_bits() % 40 : 1};
        const int spatial = 1 + (int)(random_bits() % 3);
        for (int a = 0; a < 3; a++) {
            w.in[a] = w.size[a] = w.stride[a] = w.dilation[a] = w.out[a] = 1;
            if (a < 3 - spatial) continue;
            w.in[a] = 1 + random_bits() % 9;
            w.size[a] = 1 + random_bits() % 3;
            w.stride[a] = 1 + random_bits() % 3;
            w.dilation[a] = 1 + random_bits() % 2;
            w.low[a] = random_bits() % 4;
            const size_t extent = (w.size[a] - 1) * w.dilation[a] + 1;
            size_t room = w.in[a] + w.low[a] + random_bits() % 4;
            if (room < extent) room = extent;
            w.out[a] = (room - extent) / w.stride[a] + 1;
        }
        if (round % 5 == 0) w.size[1] = w.size[2] = w.stride[1] = w.stride[2] = 2, w.dilation[1] = w.dilation[2] = 1;
        check_argmax(&w);
        check_average(&w);
        check_depthwise(&w, 1 + (size_t)round % 7 % 4);
        check_rows(&w, 1);
        if (w.channels % 2 == 0) check_rows(&w, 2);
        release_guarded();
    }
    check_large_depthwise();
}
