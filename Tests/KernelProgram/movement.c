#include "check.h"

static void check_copy(size_t element_size) {
    sumi_copy copy = {.element_size = element_size, .axes = random_bits() % 6};
    size_t count = 1, order[SUMI_AXES] = {0}, strides[SUMI_AXES];
    for (size_t i = 0; i < copy.axes; i++) {
        copy.sizes[i] = random_bits() % 8 ? 1 + random_bits() % (copy.axes < 4 ? 40 : 7) : 1;
        order[i] = i;
        count *= copy.sizes[i];
    }
    // `from` has its axes in a random order, some reversed, some broadcast; `to` is contiguous.
    for (size_t i = copy.axes; i > 1; i--) {
        const size_t j = random_bits() % i, o = order[i - 1];
        order[i - 1] = order[j], order[j] = o;
    }
    size_t extent = 1, stride = 1;
    ptrdiff_t offset = 0;
    for (size_t i = 0; i < copy.axes; i++) {
        const size_t a = order[i];
        if (random_bits() % 6 == 0) continue;
        copy.from_strides[a] = (ptrdiff_t)extent;
        if (random_bits() % 4 == 0) {
            offset += (ptrdiff_t)(extent * (copy.sizes[a] - 1));
            copy.from_strides[a] = -copy.from_strides[a];
        }
        extent *= copy.sizes[a];
    }
    for (size_t i = copy.axes; i-- > 0;) strides[i] = stride, copy.to_strides[i] = (ptrdiff_t)stride, stride *= copy.sizes[i];
    uint8_t *from = guarded(extent * element_size), *to = guarded(count * element_size);
    for (size_t i = 0; i < extent * element_size; i++) from[i] = (uint8_t)random_bits();
    copy.from = from + offset * (ptrdiff_t)element_size, copy.to = to;
    sumi_copy_strided(&copy);
    bool right = true;
    for (size_t i = 0; i < count; i++) {
        ptrdiff_t at = offset;
        for (size_t a = 0; a < copy.axes; a++) at += (ptrdiff_t)(i / strides[a] % copy.sizes[a]) * copy.from_strides[a];
        right = right && memcmp(to + i * element_size, from + at * (ptrdiff_t)element_size, element_size) == 0;
    }
    CHECK(right, "strided copy of %zu axes, %zu elements of %zu bytes", copy.axes, count, element_size);
}

static void check_pad(void) {
    const size_t axes = 1 + random_bits() % 4;
    size_t sizes[4], interior[4], results[4], count = 1, source = 1;
    ptrdiff_t low[4], high[4];
    for (size_t a = 0; a < axes; a++) {
        sizes[a] = random_bits() % 10 ? 1 + random_bits() % 6 : 0;
        interior[a] = random_bits() % 3;
        low[a] = (ptrdiff_t)(random_bits() % 6) - 2, high[a] = (ptrdiff_t)(random_bits() % 6) - 2;
        const ptrdiff_t inner = sizes[a] ? (ptrdiff_t)((sizes[a] - 1) * (interior[a] + 1) + 1) : 0;
        if (low[a] + high[a] + inner < 0) high[a] = -low[a] - inner;
        results[a] = (size_t)(low[a] + high[a] + inner);
        count *= results[a], source *= sizes[a];
    }
    float *x = random_floats(source), *y = guarded(count * 4);
    const float value = 7;
    sumi_pad(x, y, &value, 4, axes, sizes, low, high, interior);
    bool right = true;
    for (size_t i = 0; i < count; i++) {
        size_t rest = i, at = 0, stride = 1;
        bool inside = true;
        for (size_t a = axes; a-- > 0;) {
            const ptrdiff_t place = (ptrdiff_t)(rest % results[a]) - low[a], step = (ptrdiff_t)interior[a] + 1;
            rest /= results[a];
            inside = inside && place >= 0 && place % step == 0 && place / step < (ptrdiff_t)sizes[a];
            if (inside) at += (size_t)(place / step) * stride;
            stride *= sizes[a];
        }
        right = right && y[i] == (inside ? x[at] : value);
    }
    CHECK(right, "padding of %zu axes", axes);
}

static void check_indices(size_t outer, size_t n, size_t m, size_t inner) {
    float *x = random_floats(outer * n * inner), *y = guarded(outer * m * inner * 4), *sums = guarded(outer * n * inner * 4);
    int32_t *indices = guarded(outer * m * inner * 4);
    for (size_t i = 0; i < outer * m * inner; i++) indices[i] = (int32_t)(random_bits() % (n + 2)) - 1;
    double *truth = calloc(outer * n * inner + 1, sizeof(double));
    sumi_gather_elements(x, indices, y, 4, outer, n, m, inner);
    bool right = true;
    for (size_t i = 0; i < outer * m * inner; i++) {
        const bool inside = indices[i] >= 0 && (size_t)indices[i] < n;
        const size_t at = inside ? (i / m / inner * n + (size_t)indices[i]) * inner + i % inner : 0;
        right = right && y[i] == (inside ? x[at] : 0);
        if (inside) truth[at] += y[i];
    }
    CHECK(right, "gather elements");
    sumi_scatter_add_elements(sums, indices, y, outer, n, m, inner);
    CHECK(difference(sums, truth, outer * n * inner) < 1e-6, "scatter elements");

    memset(sums, 0, outer * n * inner * 4), memset(truth, 0, outer * n * inner * sizeof(double));
    sumi_gather_slices(x, indices, y, 4, outer, n, m, inner);
    right = true;
    for (size_t i = 0; i < outer * m * inner; i++) {
        const int32_t index = indices[i / inner % m];
        const bool inside = index >= 0 && (size_t)index < n;
        const size_t at = inside ? (i / m / inner * n + (size_t)index) * inner + i % inner : 0;
        right = right && y[i] == (inside ? x[at] : 0);
        if (inside) truth[at] += y[i];
    }
    CHECK(right, "gather slices");
    sumi_scatter_add_slices(sums, indices, y, outer, n, m, inner);
    CHECK(difference(sums, truth, outer * n * inner) < 1e-6, "scatter slices");
    free(truth);
}

void check_movement(void) {
    for (int round = 0; round < 600; round++) {
        check_copy((size_t)1 << random_bits() % 4);
        check_pad();
        if (round % 100 == 0) release_guarded();
    }
    release_guarded();
    check_indices(1, 9, 20, 1), check_indices(3, 5, 7, 4), check_indices(2, 1, 1, 33), check_indices(1, 784, 196, 32);
    const int64_t rows[] = {3, 0, -1, 2, 4, (int64_t)1 << 40};
    uint8_t x[4 * 5], y[6 * 5];
    for (size_t i = 0; i < sizeof x; i++) x[i] = (uint8_t)(i + 1);
    sumi_gather_rows(x, rows, y, 5, 4, 6);
    bool right = true;
    for (size_t i = 0; i < sizeof y; i++) {
        const int64_t row = rows[i / 5];
        right = right && y[i] == (row >= 0 && row < 4 ? x[row * 5 + (int64_t)(i % 5)] : 0);
    }
    CHECK(right, "gather rows");
}
