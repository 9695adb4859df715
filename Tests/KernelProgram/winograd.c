#include "check.h"

// Winograd's convolution against loops in double precision: relative errors in the L2 norm.

/// One convolution with everything that the kernels take and give.
typedef struct {
    sumi_winograd_shape shape;
    sumi_winograd plan;
    size_t in, out, result;  // floats of an image of x, of y before pooling, and of y
    size_t weights;
    float *x, *kernel, *bias, *y, *dy, *dx, *dw, *db;
    float *transformed, *transposed;
    uint8_t *index;
    sumi_winograd_epilogue epilogue;
    double *y_true, *dx_true, *dw_true, *db_true;
} convolution;

static double *doubles(size_t count) { return calloc(count + 1, sizeof(double)); }

static float *poisoned(size_t count) {
    float *x = guarded(count * sizeof(float));
    for (size_t i = 0; i < count; i++) x[i] = NAN;
    return x;
}

static double root_mean_square(const double *b, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += b[i] * b[i];
    return sqrt(sum / (double)(count > 0 ? count : 1));
}

/// The root mean square of a - b, over `size`.
static double error_over(const float *a, const double *b, size_t count, double size) {
    double error = 0;
    for (size_t i = 0; i < count; i++) error += (a[i] - b[i]) * (a[i] - b[i]);
    return sqrt(error / (double)count) / (size > 0 ? size : 1);
}
static double relative(const float *a, const double *b, size_t count) {
    return error_over(a, b, count, root_mean_square(b, count));
}

static void prepare(convolution *c, const sumi_winograd_shape *shape) {
    *c = (convolution){.shape = *shape};
    CHECK(sumi_winograd_plan(kernels, shape, &c->plan), "plan");
    c->in = shape->in[0] * shape->in[1] * shape->channels;
    c->out = c->plan.out[0] * c->plan.out[1] * shape->filters;
    c->result = shape->pool ? (c->plan.out[0] / 2) * (c->plan.out[1] / 2) * shape->filters : c->out;
    c->weights = 9 * shape->channels * shape->filters;
    c->x = random_floats(c->in * shape->images);
    c->kernel = random_floats(c->weights);
    c->bias = random_floats(shape->filters);
    c->dy = random_floats(c->result * shape->images);
    c->y = poisoned(c->result * shape->images);
    c->dx = poisoned(c->in * shape->images);
    c->dw = poisoned(c->weights);
    c->db = poisoned(c->plan.bias_parts * shape->filters);
    c->index = guarded(c->result * shape->images);
    c->transformed = poisoned(c->plan.kernel_size);
    c->transposed = poisoned(c->plan.transposed_size);
    // By parts, as threads would.
    const size_t channel = shape->channels / 2, panel = channel / kernels->panel_width * kernels->panel_width;
    kernels->winograd_kernel(&c->plan, c->kernel, channel, shape->channels, c->transformed);
    kernels->winograd_kernel(&c->plan, c->kernel, 0, channel, c->transformed);
    kernels->winograd_transposed_kernel(&c->plan, c->kernel, panel, shape->channels, c->transposed);
    kernels->winograd_transposed_kernel(&c->plan, c->kernel, 0, panel, c->transposed);
}

#define EACH_TAP(c, n, y0, y1, in)                                                                       \
    for (size_t t = 0; t < 9; t++)                                                                       \
        for (ptrdiff_t r = (ptrdiff_t)((y0) + t / 3 - (c)->shape.low[0]),                                \
                       q = (ptrdiff_t)((y1) + t % 3 - (c)->shape.low[1]), in = r >= 0 && q >= 0          \
                           && r < (ptrdiff_t)(c)->shape.in[0] && q < (ptrdiff_t)(c)->shape.in[1]         \
                           ? (((ptrdiff_t)(n) * (ptrdiff_t)(c)->shape.in[0] + r) * (ptrdiff_t)(c)->shape.in[1] + q) \
                               * (ptrdiff_t)(c)->shape.channels : -1; in >= 0; in = -1)

/// Convolution, bias and addend, before pooling and activation.
static double *true_output(const convolution *c) {
    const size_t filters = c->shape.filters, channels = c->shape.channels;
    double *y = doubles(c->out * c->shape.images), *at = y;
    for (size_t n = 0; n < c->shape.images; n++) {
        for (size_t pixel = 0; pixel < c->plan.out[0] * c->plan.out[1]; pixel++, at += filters) {
            for (size_t k = 0; k < filters; k++) at[k] = c->epilogue.bias ? c->bias[k] : 0;
            for (size_t k = 0; k < filters && c->epilogue.addend; k++) at[k] += c->epilogue.addend[at - y + (ptrdiff_t)k];
            EACH_TAP(c, n, pixel / c->plan.out[1], pixel % c->plan.out[1], in) {
                for (size_t i = 0; i < channels; i++) {
                    const float *w = c->kernel + (t * channels + i) * filters;
                    for (size_t k = 0; k < filters; k++) at[k] += (double)c->x[in + (ptrdiff_t)i] * w[k];
                }
            }
        }
    }
    return y;
}

/// Gradients for dy before pooling.
static void true_gradients(convolution *c, const double *dy) {
    const size_t filters = c->shape.filters, channels = c->shape.channels;
    c->dx_true = doubles(c->in * c->shape.images);
    c->dw_true = doubles(c->weights);
    c->db_true = doubles(filters);
    for (size_t n = 0; n < c->shape.images; n++) {
        for (size_t pixel = 0; pixel < c->plan.out[0] * c->plan.out[1]; pixel++, dy += filters) {
            for (size_t k = 0; k < filters; k++) c->db_true[k] += dy[k];
            EACH_TAP(c, n, pixel / c->plan.out[1], pixel % c->plan.out[1], in) {
                for (size_t i = 0; i < channels; i++) {
                    const size_t w = (t * channels + i) * filters;
                    double sum = 0;
                    for (size_t k = 0; k < filters; k++) {
                        sum += dy[k] * c->kernel[w + k];
                        c->dw_true[w + k] += dy[k] * c->x[in + (ptrdiff_t)i];
                    }
                    c->dx_true[in + (ptrdiff_t)i] += sum;
                }
            }
        }
    }
}

static void forward(const convolution *c, float *y, bool reversed) {
    const float *kernel = c->plan.transforms_kernel ? c->kernel : c->transformed;
    for (size_t i = 0; i < c->plan.forward_units; i++) {
        const size_t unit = reversed ? c->plan.forward_units - 1 - i : i;
        kernels->winograd_forward(&c->plan, unit, c->x, kernel, &c->epilogue, y,
                                  poisoned(c->plan.forward_scratch));
    }
}

/// A part's images block by block, as steps that others follow image by image.
static void backward_part(const convolution *c, size_t part, const sumi_winograd_gradient *g) {
    const size_t begin = part * c->plan.part_images, images = c->shape.images;
    const size_t end = begin + c->plan.part_images < images ? begin + c->plan.part_images : images;
    for (size_t first = begin; first < end; first += c->plan.backward_images) {
        const size_t next = first + c->plan.backward_images < end ? first + c->plan.backward_images : end;
        kernels->winograd_backward_images(&c->plan, first, next, g, poisoned(c->plan.backward_scratch));
    }
}

static void backward(const convolution *c, sumi_winograd_gradient *g, bool reversed) {
    g->shared = poisoned(c->plan.backward_shared);
    if (reversed && !c->plan.by_points) {
        for (size_t part = c->plan.parts; part-- > 0;) backward_part(c, part, g);
    } else for (size_t phase = 0; phase < sumi_winograd_phases(&c->plan); phase++) {
        const size_t units = sumi_winograd_units(&c->plan, phase);
        for (size_t i = 0; i < units; i++) {
            const size_t unit = reversed ? units - 1 - i : i;
            kernels->winograd_backward(&c->plan, phase, unit, g, poisoned(c->plan.backward_scratch));
        }
    }
    for (size_t part = 1; part < c->plan.bias_parts; part++) {
        for (size_t k = 0; k < c->shape.filters; k++) g->bias[k] += g->bias[part * c->shape.filters + k];
    }
}

static void describe(const convolution *c, char *text) {
    const sumi_winograd_shape *s = &c->shape;
    sprintf(text, "Winograd %zu: %zu x [%zu %zu] + [%zu %zu] + [%zu %zu], %zu to %zu%s%s", c->plan.points - 2,
            s->images, s->in[0], s->in[1], s->low[0], s->low[1], s->high[0], s->high[1], s->channels, s->filters,
            s->pool ? ", pooled" : "", c->plan.by_points ? ", by points" : "");
}

/// The worst errors of all shapes, printed so that a change shows.
static double worst[9][3];

static void judge(const convolution *c, int which, double error) {
    static const char *const names[] = {"output", "input's gradient", "kernel's gradient"};
    // Rounding alone: twice the worst that was seen in some thousand shapes of this kind.
    static const double bounds[2][3] = {{2e-6, 2e-6, 3e-6}, {6e-6, 6e-6, 8e-6}};
    char text[200];
    describe(c, text);
    const size_t points = c->plan.points;
    if (!(error <= worst[points][which])) worst[points][which] = error;
    CHECK(error < bounds[points == 8][which], "%s: %s is off by %g", text, names[which], error);
}

/// Sums that may cancel: rounding is relative to the sum of the terms' sizes, at most 1 each.
static void check_bias_gradient(const convolution *c) {
    const double cells = (double)(c->shape.images * c->plan.out[0] * c->plan.out[1]);
    double error = 0;
    for (size_t k = 0; k < c->shape.filters; k++) error = fmax(error, fabs(c->db[k] - c->db_true[k]));
    CHECK(error < 0x1p-23 * cells + 1e-6, "Winograd: bias gradient of %g cells is off by %g", cells, error);
}

/// Output and both gradients without pooling, with and without bias, addend and ReLU.
static void check_plain(const sumi_winograd_shape *shape, bool relu) {
    convolution c;
    prepare(&c, shape);
    const size_t count = c.out * shape->images;
    c.epilogue = (sumi_winograd_epilogue){.bias = relu ? c.bias : NULL, .addend = relu ? c.dy : NULL, .relu = relu};
    double *y = true_output(&c), *dy = doubles(count);
    // Errors are over the convolution's size: what ReLU and pooling leave of a few outputs may be next to nothing.
    const double size = root_mean_square(y, count);
    forward(&c, c.y, false);
    for (size_t i = 0; i < count; i++) {
        if (relu && y[i] < 0) y[i] = 0;
        dy[i] = relu && !(c.y[i] > 0) ? 0 : (double)c.dy[i] * (relu ? 0.5 : 1);
    }
    judge(&c, 0, error_over(c.y, y, count, size));
    true_gradients(&c, dy);
    for (size_t i = 0; relu && i < c.in * shape->images; i++) if (!(c.x[i] > 0)) c.dx_true[i] = 0;
    sumi_winograd_gradient g = {
        .x = c.x, .dy = c.dy, .y = relu ? c.y : NULL, .scale = relu ? 0.5f : 1, .kernel = c.transposed, .dx = c.dx,
        .masks_dx = relu, .sums = poisoned(c.plan.sums_size), .bias = c.db,
    };
    backward(&c, &g, false);
    kernels->winograd_kernel_gradient(&c.plan, g.sums, 0, shape->channels / 2, c.dw);
    kernels->winograd_kernel_gradient(&c.plan, g.sums, shape->channels / 2, shape->channels, c.dw);
    judge(&c, 1, relative(c.dx, c.dx_true, c.in * shape->images));
    judge(&c, 2, relative(c.dw, c.dw_true, c.weights));
    check_bias_gradient(&c);
    // The same bits in another order of units, and with only one of the gradients.
    float *y2 = poisoned(count), *dx2 = poisoned(c.in * shape->images), *dw2 = poisoned(c.weights);
    forward(&c, y2, true);
    sumi_winograd_gradient g2 = g;
    g2.dx = dx2, g2.sums = NULL, g2.bias = poisoned(c.plan.bias_parts * shape->filters);
    backward(&c, &g2, true);
    g2.dx = NULL, g2.sums = poisoned(c.plan.sums_size), g2.kernel = NULL;
    backward(&c, &g2, true);
    kernels->winograd_kernel_gradient(&c.plan, g2.sums, 0, shape->channels, dw2);
    CHECK(memcmp(c.y, y2, count * 4) == 0, "Winograd: output in another order");
    CHECK(memcmp(c.dx, dx2, c.in * shape->images * 4) == 0, "Winograd: input's gradient in another order");
    CHECK(memcmp(c.dw, dw2, c.weights * 4) == 0, "Winograd: kernel's gradient in another order");
    CHECK(memcmp(c.db, g2.bias, shape->filters * 4) == 0, "Winograd: bias gradient in another order");
    free(y), free(dy), free(c.dx_true), free(c.dw_true), free(c.db_true);
    release_guarded();
}

/// What pooling, ReLU and dropout make of outputs; dy before pooling follows the index bytes.
static void true_pooling(const convolution *c, const double *y, double *pooled, double *dy) {
    const size_t filters = c->shape.filters, h = c->plan.out[0] / 2, w = c->plan.out[1] / 2;
    uint32_t *random = malloc(c->result * c->shape.images * 4 + 4);
    kernels->philox(random, 0, c->result * c->shape.images, c->epilogue.key, c->epilogue.counter);
    size_t wrong = 0;
    for (size_t i = 0; i < c->result * c->shape.images; i++) {
        const size_t n = i / c->result, r = i % c->result / filters / w, q = i / filters % w, k = i % filters;
        double best = -INFINITY, value[4];
        for (size_t s = 0; s < 4; s++) {
            const size_t at = ((n * c->plan.out[0] + 2 * r + s / 2) * c->plan.out[1] + 2 * q + s % 2) * filters + k;
            value[s] = y[at];
            if (value[s] > best) best = value[s];
            if (s == c->index[i]) dy[at] = (double)c->dy[i] * c->epilogue.scale;
        }
        const bool kept = random[i] >= c->epilogue.limit, alive = best > 0 || !c->epilogue.relu;
        pooled[i] = kept && alive ? best * c->epilogue.scale : 0;
        // Rounding may choose between values that are nearly equal, and decide at zero.
        const uint8_t index = c->index[i];
        if (index > 4 || (index == 4) != !(kept && alive)) wrong += index > 4 || fabs(best) > 1e-4 || !kept;
        else if (index < 4) wrong += value[index] < best - 1e-4;
    }
    CHECK(wrong == 0, "Winograd: %zu wrong index bytes", wrong);
    free(random);
    (void)h;
}

static void check_pooled(const sumi_winograd_shape *shape, bool relu, bool drops) {
    convolution c;
    prepare(&c, shape);
    const size_t count = c.result * shape->images;
    c.epilogue = (sumi_winograd_epilogue){
        .bias = c.bias, .relu = relu, .index = c.index, .limit = drops ? 1u << 30 : 0, .scale = drops ? 4.0f / 3 : 1,
        .key = {1, 2}, .counter = {3, 4, 5},
    };
    double *y = true_output(&c), *pooled = doubles(count), *dy = doubles(c.out * shape->images);
    forward(&c, c.y, false);
    true_pooling(&c, y, pooled, dy);
    judge(&c, 0, error_over(c.y, pooled, count, root_mean_square(y, c.out * shape->images)));
    true_gradients(&c, dy);
    sumi_winograd_gradient g = {
        .x = c.x, .dy = c.dy, .index = c.index, .scale = c.epilogue.scale, .kernel = c.transposed, .dx = c.dx,
        .sums = poisoned(c.plan.sums_size), .bias = c.db,
    };
    backward(&c, &g, false);
    kernels->winograd_kernel_gradient(&c.plan, g.sums, 0, shape->channels, c.dw);
    judge(&c, 1, relative(c.dx, c.dx_true, c.in * shape->images));
    judge(&c, 2, relative(c.dw, c.dw_true, c.weights));
    check_bias_gradient(&c);
    // Without index bytes the output is the same.
    float *y2 = poisoned(count);
    c.epilogue.index = NULL;
    forward(&c, y2, true);
    CHECK(memcmp(c.y, y2, count * 4) == 0, "Winograd: pooled output without index");
    free(y), free(pooled), free(dy), free(c.dx_true), free(c.dw_true), free(c.db_true);
    release_guarded();
}

/// One image, whose kernel is transformed on the way, and the same image beside another, with the kernel transformed before.
static void check_transforming(size_t height, size_t width, size_t channels, size_t filters) {
    sumi_winograd_shape shape = {.images = 1, .in = {height, width}, .low = {1, 1}, .high = {1, 1}, .tile = 4,
                                 .channels = channels, .filters = filters};
    convolution one, two;
    prepare(&one, &shape);
    CHECK(one.plan.transforms_kernel, "Winograd: a kernel of %zu to %zu is large", channels, filters);
    shape.images = 2;
    prepare(&two, &shape);
    CHECK(!two.plan.transforms_kernel, "Winograd: the kernel is kept for two images");
    memcpy(two.x, one.x, one.in * sizeof(float));
    kernels->winograd_kernel(&two.plan, one.kernel, 0, channels, two.transformed);
    forward(&one, one.y, false);
    forward(&two, two.y, false);
    CHECK(memcmp(one.y, two.y, one.result * sizeof(float)) == 0, "Winograd: %zu x %zu, %zu to %zu, kept or not", height,
          width, channels, filters);
    release_guarded();
}

static void check_refusals(void) {
    sumi_winograd plan;
    const sumi_winograd_shape good = {.images = 1, .in = {3, 3}, .channels = 1, .filters = 1, .tile = 4};
    CHECK(sumi_winograd_plan(kernels, &good, &plan), "a good shape");
    sumi_winograd_shape s = good;
    s.images = 0;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "no images");
    s = good, s.in[1] = 2;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "no outputs");
    s = good, s.pool = true;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "nothing to pool");
    s = good, s.tile = 5;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "no such tile");
    s = good, s.low[0] = 3;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "too wide a margin");
    s = good, s.in[0] = s.in[1] = s.channels = (size_t)1 << 31;
    CHECK(!sumi_winograd_plan(kernels, &s, &plan), "sizes that overflow");
}

void check_winograd(void) {
    memset(worst, 0, sizeof worst);
    check_refusals();
    for (int round = 0; round < 160; round++) {
        sumi_winograd_shape s = {.images = 1 + random_bits() % 5, .tile = round & 1 ? 4 : 6, .pool = round % 3 == 2,
                                 .threads = random_bits() % 6};
        for (int a = 0; a < 2; a++) {
            s.in[a] = 1 + random_bits() % (round % 16 == 0 ? 60 : 15);
            s.low[a] = random_bits() % 3, s.high[a] = random_bits() % 3;
            while (s.in[a] + s.low[a] + s.high[a] < 4) s.in[a]++;
        }
        s.channels = 1 + random_bits() % (round % 5 == 0 ? 70 : 20);
        s.filters = 1 + random_bits() % (round % 7 == 0 ? 70 : 20);
        if (round % 4 == 0) s.channels = (s.channels + 15) / 16 * 16, s.filters = (s.filters + 15) / 16 * 16;
        if (s.pool) check_pooled(&s, round & 4, round & 8);
        else check_plain(&s, round & 8);
    }
    for (size_t tile = 4; tile <= 6; tile += 2) {
        // More images than a part has; larger than a block, so cut by rows; by points, in one round and in two.
        check_plain(&(sumi_winograd_shape){.images = 37, .in = {6, 7}, .low = {1, 1}, .high = {1, 1}, .channels = 5,
                                           .filters = 6, .tile = tile}, true);
        check_plain(&(sumi_winograd_shape){.images = 2, .in = {60, 90}, .low = {1, 1}, .high = {1, 1}, .channels = 24,
                                           .filters = 18, .tile = tile}, false);
        check_plain(&(sumi_winograd_shape){.images = 9, .in = {7, 6}, .low = {1, 1}, .high = {1, 1}, .channels = 50,
                                           .filters = 64, .tile = tile}, true);
        check_pooled(&(sumi_winograd_shape){.images = 19, .in = {3, 3}, .low = {1, 1}, .high = {1, 1}, .channels = 96,
                                            .filters = 47, .pool = true, .tile = tile}, true, true);
        // One image with a larger kernel, so cut by filters: whole vectors of them, and a last one that is not.
        check_plain(&(sumi_winograd_shape){.images = 1, .in = {7, 9}, .low = {1, 1}, .high = {1, 1}, .channels = 70,
                                           .filters = 256, .tile = tile}, true);
        check_plain(&(sumi_winograd_shape){.images = 1, .in = {6, 8}, .low = {1, 1}, .high = {1, 1}, .channels = 70,
                                           .filters = 130, .tile = tile}, true);
        check_pooled(&(sumi_winograd_shape){.images = 1, .in = {7, 7}, .low = {1, 1}, .high = {1, 1}, .channels = 64,
                                            .filters = 150, .pool = true, .tile = tile}, true, true);
    }
    // Whole pieces of channels and panels of filters, and last ones that are not.
    check_transforming(7, 7, 64, 256);
    check_transforming(8, 5, 67, 130);
    check_transforming(3, 6, 41, 144);
    check_transforming(1, 1, 9, 131);
    printf("%s: Winograd 4 %.1e %.1e %.1e, 6 %.1e %.1e %.1e\n", sumi_isa_name(kernels->isa), worst[6][0], worst[6][1],
           worst[6][2], worst[8][0], worst[8][1], worst[8][2]);
}
