#include "check.h"

/// Half a unit in the last place for each addition, of sums that seldom pass 1.
static double bound(size_t depth) { return 0x1p-24 * (double)(depth + 4); }

/// C = activation(C + A B + bias + addend) by runs and pieces, in double.
static void naive_product(const sumi_product *p, const float *b, size_t b_row, size_t b_column, double *c) {
    size_t run = p->a_run ? p->a_run : p->rows, pieces = p->a_pieces ? p->a_pieces : 1;
    size_t length = p->depth / pieces;
    for (size_t i = 0; i < p->rows; i++) {
        const float *row = p->a + i / run * p->a_run_stride + i % run * p->a_stride;
        for (size_t j = 0; j < p->columns; j++) {
            double sum = p->accumulate ? p->c[i * p->c_stride + j] : 0;
            for (size_t k = 0; k < p->depth; k++) {
                sum += (double)row[k / length * p->a_piece_stride + k % length] * b[k * b_row + j * b_column];
            }
            if (p->bias) sum += p->bias[j];
            if (p->addend) sum += p->addend[i * p->c_stride + j];
            if (p->activation == SUMI_RELU_ACTIVATION && sum < 0) sum = 0;
            c[i * p->columns + j] = sum;
        }
    }
}

static void compare(const sumi_product *p, const float *b, size_t b_row, size_t b_column, const char *what) {
    double *expected = malloc((p->rows * p->columns + 1) * sizeof(double));
    naive_product(p, b, b_row, b_column, expected);
    kernels->product(p);
    double worst = 0;
    for (size_t i = 0; i < p->rows; i++) {
        double d = difference(p->c + i * p->c_stride, expected + i * p->columns, p->columns);
        if (!(d <= worst)) worst = d;
    }
    CHECK(worst < bound(p->depth), "%s %zu x %zu x %zu: off by %g", what, p->rows, p->columns, p->depth, worst);
    free(expected);
}

static void check_size(size_t rows, size_t columns, size_t depth, bool transposed, bool accumulate, bool bias) {
    const size_t a_stride = depth + rows % 3, c_stride = columns + depth % 2;
    float *a = random_floats(rows ? (rows - 1) * a_stride + depth : 0), *b = random_floats(depth * columns);
    float *c = random_floats(rows ? (rows - 1) * c_stride + columns : 0);
    float *packed = guarded(sumi_packed_size(kernels, depth, columns) * 4);
    const size_t row = transposed ? 1 : columns, column = transposed ? depth : 1;
    const size_t panel = depth * kernels->panel_width;
    // In two parts of depth, as a caller may.
    const size_t half = depth / 2;
    kernels->pack(b, row, column, half, columns, packed, panel);
    kernels->pack(b + half * row, row, column, depth - half, columns, packed + half * kernels->panel_width, panel);
    sumi_product p = {
        .rows = rows, .columns = columns, .depth = depth, .a = a, .a_stride = a_stride, .b = packed,
        .b_panel_stride = panel, .c = c, .c_stride = c_stride, .accumulate = accumulate,
        .bias = bias ? random_floats(columns) : NULL,
        .activation = bias ? SUMI_RELU_ACTIVATION : SUMI_LINEAR,
    };
    // Beside the result, or the result's own place.
    if (rows % 2) p.addend = rows % 4 == 1 ? c : random_floats((rows - 1) * c_stride + columns);
    compare(&p, b, row, column, transposed ? "A Bt" : "A B");
}

static void check_transposed(size_t rows, size_t columns, size_t depth, size_t run, bool accumulate) {
    const size_t runs = run ? (depth + run - 1) / run : 1, steps = run ? run : depth;
    const size_t a_run = steps * rows + 5, b_run = steps * columns + 3;
    float *a = random_floats(runs * a_run), *b = random_floats(runs * b_run - 3);
    float *c = random_floats(rows * columns);
    double *expected = calloc(rows * columns + 1, sizeof(double));
    for (size_t i = 0; i < rows * columns && accumulate; i++) expected[i] = c[i];
    for (size_t k = 0; k < depth; k++) {
        for (size_t i = 0; i < rows; i++) {
            for (size_t j = 0; j < columns; j++) {
                expected[i * columns + j] += (double)a[k / steps * a_run + k % steps * rows + i]
                    * b[k / steps * b_run + k % steps * columns + j];
            }
        }
    }
    kernels->transposed_product(&(sumi_transposed_product){
        .rows = rows, .columns = columns, .depth = depth, .a = a, .a_stride = rows, .b = b, .b_stride = columns,
        .run = run, .a_run_stride = a_run, .b_run_stride = b_run, .c = c, .c_stride = columns, .accumulate = accumulate,
    });
    double worst = difference(c, expected, rows * columns);
    CHECK(worst < bound(depth), "At B %zu x %zu x %zu by %zu: off by %g", rows, columns, depth, run, worst);
    free(expected);
}

/// A convolution of a padded image by runs and pieces of A.
static void check_image(size_t height, size_t width, size_t channels, size_t filters, size_t side, size_t stride) {
    const size_t out_h = (height - side) / stride + 1, out_w = (width - side) / stride + 1;
    const size_t depth = side * side * channels;
    float *image = random_floats(height * width * channels), *b = random_floats(depth * filters);
    float *packed = guarded(sumi_packed_size(kernels, depth, filters) * 4);
    kernels->pack(b, filters, 1, depth, filters, packed, depth * kernels->panel_width);
    sumi_product p = {
        .rows = out_h * out_w, .columns = filters, .depth = depth, .a = image, .a_stride = stride * channels,
        .a_run = out_w, .a_run_stride = stride * width * channels, .a_pieces = side, .a_piece_stride = width * channels,
        .b = packed, .b_panel_stride = depth * kernels->panel_width, .c = random_floats(out_h * out_w * filters),
        .c_stride = filters, .bias = random_floats(filters),
    };
    compare(&p, b, filters, 1, "image");
}

/// Cutting depth gives the bits of the whole; so does any place of a row among the rows.
static void check_order(void) {
    enum { rows = 29, columns = 37, depth = 200, cut = 83 };
    float *a = random_floats(rows * depth), *b = random_floats(depth * columns);
    float *c = random_floats(rows * columns), *d = random_floats(rows * columns);
    const size_t width = kernels->panel_width;
    float *packed = guarded(sumi_packed_size(kernels, depth, columns) * 4);
    kernels->pack(b, columns, 1, depth, columns, packed, depth * width);
    sumi_product p = {.rows = rows, .columns = columns, .depth = depth, .a = a, .a_stride = depth, .b = packed,
                      .b_panel_stride = depth * width, .c = c, .c_stride = columns};
    kernels->product(&p);
    for (size_t row = 0; row < rows; row++) {
        sumi_product q = p;
        q.rows = 1, q.a += row * depth, q.c = d + row * columns, q.depth = cut;
        kernels->product(&q);
        q.depth = depth - cut, q.a += cut, q.b += cut * width, q.accumulate = true;
        kernels->product(&q);
    }
    CHECK(memcmp(c, d, rows * columns * 4) == 0, "order of a product");
}

void check_products(void) {
    for (size_t rows = 0; rows <= 30; rows++) {
        for (size_t columns = 1; columns <= 70; columns += rows == 5 ? 1 : 11) {
            check_size(rows, columns, rows % 7 * 3 + 1, rows & 1, rows & 2, rows & 4);
            check_transposed(rows, columns, columns % 9 + rows, 0, rows & 1);
        }
        release_guarded();
    }
    // Panels that go together, the last of them not whole, and what is left.
    for (size_t rows = 1; rows <= 4; rows++) {
        for (size_t columns = 90; columns <= 290; columns += 13) {
            check_size(rows, columns, 40, columns & 1, columns & 2, columns & 4);
        }
        release_guarded();
    }
    check_size(3, 5, 0, false, true, true);
    check_size(100, 100, 1200, true, true, false);
    check_size(1, 200, 500, false, false, true);
    release_guarded();
    check_transposed(27, 33, 700, 0, false);
    check_transposed(4, 3, 0, 0, false);
    check_transposed(27, 33, 700, 28, true);
    check_transposed(9, 32, 7 * 7 * 5, 7, false);
    check_transposed(9, 16, 1000, 300, false);
    check_transposed(9, 10, 95, 30, false);
    release_guarded();
    check_image(30, 30, 1, 32, 3, 1);
    check_image(9, 9, 16, 20, 3, 1);
    check_image(11, 12, 3, 10, 5, 2);
    check_image(40, 70, 40, 33, 3, 1);
    check_order();
}
