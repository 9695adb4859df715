#include "check.h"

#include <math.h>

/// One operation on three 32-bit values, as plain C.
static uint32_t truth(sumi_opcode opcode, uint32_t a, uint32_t b, uint32_t c) {
    float x, y, z, f = 0;
    memcpy(&x, &a, 4), memcpy(&y, &b, 4), memcpy(&z, &c, 4);
    const int32_t i = (int32_t)a, j = (int32_t)b;
    uint32_t r = 0;
    bool is_float = false, is_mask = false;
#define F(OPCODE, VALUE) case OPCODE: f = (VALUE), is_float = true; break;
#define U(OPCODE, VALUE) case OPCODE: r = (uint32_t)(VALUE); break;
#define M(OPCODE, VALUE) case OPCODE: r = (VALUE), is_mask = true; break;
    switch (opcode) {
    F(SUMI_NEGATE, -x) F(SUMI_ABSOLUTE, fabsf(x)) F(SUMI_SIGN, x > 0 ? 1 : x < 0 ? -1 : x) F(SUMI_FLOOR, floorf(x))
    F(SUMI_ROUND, nearbyintf(x)) F(SUMI_RELU, x < 0 ? 0 : x) F(SUMI_RECIPROCAL, 1 / x) F(SUMI_SQRT, sqrtf(x))
    F(SUMI_ADD, x + y) F(SUMI_SUBTRACT, x - y) F(SUMI_MULTIPLY, x * y) F(SUMI_DIVIDE, x / y)
    F(SUMI_MAXIMUM, x != x ? x : y != y ? y : x > y ? x : y) F(SUMI_MINIMUM, x != x ? x : y != y ? y : x < y ? x : y)
    U(SUMI_NEGATE_I, 0 - a) U(SUMI_ABSOLUTE_I, i < 0 ? 0 - a : a) U(SUMI_SIGN_I, (i > 0) - (i < 0)) U(SUMI_ADD_I, a + b)
    U(SUMI_SUBTRACT_I, a - b) U(SUMI_MULTIPLY_I, a * b) U(SUMI_MAXIMUM_I, i > j ? i : j) U(SUMI_MINIMUM_I, i < j ? i : j)
    U(SUMI_MAXIMUM_U, a > b ? a : b) U(SUMI_MINIMUM_U, a < b ? a : b) U(SUMI_AND, a & b) U(SUMI_OR, a | b)
    U(SUMI_XOR, a ^ b) U(SUMI_NOT, ~a) U(SUMI_SHIFT_RIGHT_U, b < 32 ? a >> b : 0)
    M(SUMI_EQUAL_F, x == y) M(SUMI_NOT_EQUAL_F, x != y) M(SUMI_LESS_F, x < y) M(SUMI_LESS_OR_EQUAL_F, x <= y)
    M(SUMI_GREATER_F, x > y) M(SUMI_GREATER_OR_EQUAL_F, x >= y)
    M(SUMI_EQUAL_I, i == j) M(SUMI_NOT_EQUAL_I, i != j) M(SUMI_LESS_I, i < j) M(SUMI_LESS_OR_EQUAL_I, i <= j)
    M(SUMI_GREATER_I, i > j) M(SUMI_GREATER_OR_EQUAL_I, i >= j)
    M(SUMI_LESS_U, a < b) M(SUMI_LESS_OR_EQUAL_U, a <= b) M(SUMI_GREATER_U, a > b) M(SUMI_GREATER_OR_EQUAL_U, a >= b)
    U(SUMI_SELECT, c ? a : b)
    U(SUMI_F_TO_I, x != x ? 0 : x >= 0x1p31f ? INT32_MAX : x <= -0x1p31f ? INT32_MIN : (int32_t)x)
    U(SUMI_F_TO_U, !(x > 0) ? 0 : x >= 0x1p32f ? UINT32_MAX : (uint32_t)x)
    U(SUMI_F_TO_UINT8, !(x > 0) ? 0 : x >= 255 ? 255 : (uint32_t)x)
    F(SUMI_I_TO_F, (float)i) F(SUMI_U_TO_F, (float)a) U(SUMI_U_TO_UINT8, a & 255)
    M(SUMI_F_TO_MASK, x != 0) M(SUMI_I_TO_MASK, a != 0) F(SUMI_MASK_TO_F, a ? 1 : 0) U(SUMI_MASK_TO_I, a ? 1 : 0)
    default: break;
    }
    if (is_float) memcpy(&r, &f, 4);
    return is_mask ? 0 - r : r;
}

/// Equal bits, any NaN for NaN.
static bool same(uint32_t a, uint32_t b, bool is_float) {
    if (a == b) return true;
    return is_float && (a & 0x7FFFFFFF) > 0x7F800000 && (b & 0x7FFFFFFF) > 0x7F800000;
}

enum { COUNT = 1500 };
static _Alignas(64) char scratch[8 * SUMI_BLOCK * 4];

static void fill_words(uint32_t *a, sumi_opcode opcode, bool is_mask) {
    static const uint32_t edges[] = {
        0, 0x80000000, 0x3F800000, 0xBF800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0x4F000000, 0xCF000000, 0x4F800000,
        0x437F0000, 0x43800000, 0x3F000000, 0x3FC00000, 0x40200000, 0xBF000000, 0x4B000001, 0x4A800001, 31, 32, 33, 0xFFFFFFFF,
    };
    (void)opcode;
    for (size_t i = 0; i < COUNT; i++) {
        const uint32_t kind = random_bits() % 4;
        const float ordinary = 300 * random_float();
        a[i] = random_bits();
        if (kind == 0) a[i] = edges[random_bits() % (sizeof edges / 4)];
        if (kind == 1) memcpy(&a[i], &ordinary, 4);
        if (kind == 2) a[i] %= 40;
        if ((a[i] & 0x7F800000) == 0 && a[i] > 40) a[i] &= 0x80000000;
        if (is_mask) a[i] = 0 - (a[i] & 1);
    }
}

static void check_opcode(sumi_opcode opcode) {
    uint32_t *a = guarded(COUNT * 4), *b = guarded(COUNT * 4), *c = guarded(COUNT * 4), *y = guarded(COUNT * 4);
    const bool of_mask = opcode == SUMI_MASK_TO_F || opcode == SUMI_MASK_TO_I;
    fill_words(a, opcode, of_mask), fill_words(b, opcode, false), fill_words(c, opcode, opcode == SUMI_SELECT);
    const sumi_instruction program[] = {
        {.opcode = SUMI_LOAD, .to = 3, .a = 0}, {.opcode = SUMI_LOAD, .to = 1, .a = 1},
        {.opcode = SUMI_LOAD, .to = 2, .a = 2}, {.opcode = opcode, .to = 0, .a = 3, .b = 1, .c = 2},
        {.opcode = SUMI_STORE, .to = 3, .a = 0},
    };
    const sumi_buffer buffers[] = {{.base = a}, {.base = b}, {.base = c}, {.base = y}};
    kernels->elementwise(program, 5, buffers, 4, 0, COUNT, scratch);
    size_t wrong = COUNT;
    for (size_t i = COUNT; i-- > 0;) {
        // NaN results of arithmetic may differ in sign.
        if (!same(y[i], truth(opcode, a[i], b[i], c[i]), opcode < SUMI_NEGATE_I)) wrong = i;
    }
    CHECK(wrong == COUNT, "opcode %d of %x %x %x gives %x, not %x", opcode, a[wrong % COUNT], b[wrong % COUNT],
          c[wrong % COUNT], y[wrong % COUNT], truth(opcode, a[wrong % COUNT], b[wrong % COUNT], c[wrong % COUNT]));
    release_guarded();
}

static void check_pattern(size_t repeat, size_t inner, size_t count, sumi_element element, size_t begin, size_t end) {
    const size_t size = element == SUMI_UINT8 || element == SUMI_BOOL ? 1 : 4;
    const size_t r = repeat ? repeat : 1, n = inner ? inner : 1;
    size_t largest = 0;
    for (size_t i = begin; i < end; i++) {
        size_t place = i / (r * n) * n + i % n;
        if (count) place %= count;
        if (place > largest) largest = place;
    }
    uint8_t *x = guarded((largest + 1) * size);
    for (size_t i = 0; i < (largest + 1) * size; i++) x[i] = (uint8_t)random_bits();
    if (element == SUMI_BOOL) for (size_t i = 0; i <= largest; i++) x[i] &= 1;
    uint8_t *whole = guarded((end - begin) * size), *y = whole - begin * size;
    const sumi_instruction program[] = {
        {.opcode = SUMI_LOAD, .to = 0, .a = 0}, {.opcode = SUMI_STORE, .to = 1, .a = 0},
    };
    const sumi_buffer buffers[] = {
        {.base = x, .element = element, .repeat = repeat, .inner = inner, .count = count},
        {.base = y, .element = element},
    };
    kernels->elementwise(program, 2, buffers, 1, begin, end, scratch);
    bool right = true;
    for (size_t i = begin; i < end; i++) {
        size_t place = i / (r * n) * n + i % n;
        if (count) place %= count;
        right = right && memcmp(y + i * size, x + place * size, size) == 0;
    }
    CHECK(right, "pattern repeat %zu inner %zu count %zu element %d of %zu..<%zu", repeat, inner, count, element, begin, end);
}

/// Adam's update, in place: w -= rate * m / (sqrt(v) + epsilon), with m and v decaying towards the gradient.
static void check_in_place(size_t count) {
    float *w = random_floats(count), *m = random_floats(count), *g = random_floats(count), *rate = random_floats(1);
    double *truth_w = malloc((count + 1) * sizeof(double)), *truth_m = malloc((count + 1) * sizeof(double));
    for (size_t i = 0; i < count; i++) {
        truth_m[i] = 0.75 * m[i] + 0.25 * g[i];
        truth_w[i] = w[i] - *rate * truth_m[i];
        truth_w[i] += m[i];  // the old value, after the new one was stored
    }
    const float old = 0.75f, new = 0.25f;
    uint32_t bits[2];
    memcpy(&bits[0], &old, 4), memcpy(&bits[1], &new, 4);
    const sumi_instruction program[] = {
        {.opcode = SUMI_LOAD, .to = 0, .a = 0}, {.opcode = SUMI_LOAD, .to = 1, .a = 1}, {.opcode = SUMI_LOAD, .to = 2, .a = 2},
        {.opcode = SUMI_LOAD, .to = 3, .a = 3}, {.opcode = SUMI_CONSTANT, .to = 4, .immediate = bits[0]},
        {.opcode = SUMI_CONSTANT, .to = 5, .immediate = bits[1]}, {.opcode = SUMI_MULTIPLY, .to = 2, .a = 2, .b = 5},
        {.opcode = SUMI_MULTIPLY_ADD, .to = 6, .a = 1, .b = 4, .c = 2}, {.opcode = SUMI_STORE, .to = 1, .a = 6},
        {.opcode = SUMI_MULTIPLY, .to = 7, .a = 3, .b = 6}, {.opcode = SUMI_SUBTRACT, .to = 7, .a = 0, .b = 7},
        {.opcode = SUMI_ADD, .to = 7, .a = 7, .b = 1}, {.opcode = SUMI_STORE, .to = 0, .a = 7},
    };
    const sumi_buffer buffers[] = {{.base = w}, {.base = m}, {.base = g}, {.base = rate, .count = 1}};
    kernels->elementwise(program, sizeof program / sizeof *program, buffers, 8, 0, count, scratch);
    CHECK(difference(w, truth_w, count) < 1e-6 && difference(m, truth_m, count) < 1e-6, "in place, %zu", count);
    free(truth_w), free(truth_m);
}

static void check_generated(size_t begin, size_t end) {
    uint32_t *index = guarded((end - begin) * 4), *drawn = guarded((end - begin) * 4), *expected = guarded((end - begin) * 4);
    const sumi_instruction program[] = {
        {.opcode = SUMI_INDEX, .to = 0, .a = 0}, {.opcode = SUMI_RANDOM, .to = 1, .a = 1},
        {.opcode = SUMI_STORE, .to = 2, .a = 0}, {.opcode = SUMI_STORE, .to = 3, .a = 1},
    };
    const sumi_buffer buffers[] = {
        {.repeat = 3, .count = 7}, {.key = {5, 6}, .counter = {7, 8, 9}},
        {.base = index - begin, .element = SUMI_UINT32}, {.base = drawn - begin, .element = SUMI_UINT32},
    };
    kernels->elementwise(program, 4, buffers, 2, begin, end, scratch);
    kernels->philox(expected, begin, end - begin, buffers[1].key, buffers[1].counter);
    bool right = memcmp(drawn, expected, (end - begin) * 4) == 0;
    for (size_t i = begin; i < end; i++) right = right && index[i - begin] == i / 3 % 7;
    CHECK(right, "index and random of %zu..<%zu", begin, end);
}

/// Every element has the same bits whatever its place in a vector or block.
static void check_places(void) {
    enum { count = 1100 };
    float *x = random_floats(count), *y = guarded(count * 4), *z = guarded(count * 4);
    for (sumi_opcode opcode = SUMI_NEGATE; opcode <= SUMI_RECIPROCAL; opcode++) {
        const sumi_instruction program[] = {
            {.opcode = SUMI_LOAD, .to = 0, .a = 0}, {.opcode = opcode, .to = 0, .a = 0}, {.opcode = SUMI_STORE, .to = 1, .a = 0},
        };
        kernels->elementwise(program, 3, (sumi_buffer[]){{.base = x}, {.base = y}}, 1, 0, count, scratch);
        for (size_t i = 0; i < count; i++) {
            kernels->elementwise(program, 3, (sumi_buffer[]){{.base = x}, {.base = z}}, 1, i, i + 1, scratch);
        }
        CHECK(memcmp(y, z, count * 4) == 0, "opcode %d depends on the place", opcode);
    }
}

void check_elementwise(void) {
    for (sumi_opcode opcode = SUMI_NEGATE; opcode < SUMI_OPCODES; opcode++) {
        const bool is_transcendental = opcode >= SUMI_EXP && opcode <= SUMI_ERF && opcode != SUMI_SQRT;
        if (!is_transcendental && opcode != SUMI_POWER && opcode != SUMI_MULTIPLY_ADD) check_opcode(opcode);
    }
    const size_t patterns[][3] = {{0, 0, 0}, {0, 0, 1}, {0, 0, 10}, {0, 0, 128}, {0, 0, 3000}, {10, 1, 0}, {3000, 0, 0},
                                  {49, 0, 6}, {1, 1, 64}, {3, 5, 0}, {100, 7, 0}, {3, 5, 20}};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        for (int element = 0; element <= SUMI_BOOL; element++) {
            check_pattern(patterns[i][0], patterns[i][1], patterns[i][2], (sumi_element)element, 0, 2500);
            check_pattern(patterns[i][0], patterns[i][1], patterns[i][2], (sumi_element)element, 1024, 1024 + 37);
            check_pattern(patterns[i][0], patterns[i][1], patterns[i][2], (sumi_element)element, 5, 5 + 1024);
        }
        release_guarded();
    }
    for (size_t count = 0; count < 40; count++) check_in_place(count);
    check_in_place(3000), check_in_place(2048);
    check_generated(0, 3000), check_generated(1024, 2048), check_generated(7, 8);
    release_guarded();
    check_places();
}
