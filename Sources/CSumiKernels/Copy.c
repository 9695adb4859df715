// Strided copies: slices, transpositions, reversals, broadcasts, concatenations and padding.
#include "CSumiKernels.h"

#include <string.h>

typedef float four __attribute__((ext_vector_type(4), aligned(4), may_alias));

/// An axis of a copy, its strides in elements.
typedef struct {
    size_t size;
    ptrdiff_t from, to;
} axis;

/// Drops axes of size 1, puts the axis that is densest in `to` last, and merges neighbours that are one axis in both.
static size_t simplified(const sumi_copy *copy, axis axes[SUMI_AXES]) {
    size_t count = 0;
    for (size_t i = 0; i < copy->axes; i++) {
        if (copy->sizes[i] == 1) continue;
        axis a = {copy->sizes[i], copy->from_strides[i], copy->to_strides[i]};
        size_t at = count++;
        for (; at > 0; at--) {
            const ptrdiff_t before = axes[at - 1].to < 0 ? -axes[at - 1].to : axes[at - 1].to;
            if (before >= (a.to < 0 ? -a.to : a.to)) break;
            axes[at] = axes[at - 1];
        }
        axes[at] = a;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const axis a = axes[i];
        axis *last = &axes[kept - (kept > 0)];
        if (kept > 0 && last->from == a.from * (ptrdiff_t)a.size && last->to == a.to * (ptrdiff_t)a.size) {
            *last = (axis){last->size * a.size, a.from, a.to};
        } else {
            axes[kept++] = a;
        }
    }
    return kept;
}

/// Four rows of four 4-byte elements, exchanged.
static inline void transpose_square(const float *from, ptrdiff_t from_stride, float *to, ptrdiff_t to_stride) {
    const four a = *(const four *)from, b = *(const four *)(from + from_stride);
    const four c = *(const four *)(from + 2 * from_stride), d = *(const four *)(from + 3 * from_stride);
    const four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const four ba = __builtin_shufflevector(a, b, 2, 6, 3, 7), dc = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(four *)to = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    *(four *)(to + to_stride) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    *(four *)(to + 2 * to_stride) = __builtin_shufflevector(ba, dc, 0, 1, 4, 5);
    *(four *)(to + 3 * to_stride) = __builtin_shufflevector(ba, dc, 2, 3, 6, 7);
}

/// Side of the blocks of a transposition: 16 floats are one cache line, read and written whole.
enum { SIDE = 16 };

// For elements of one size: one axis, and two axes of which one is contiguous in `from`, the other in `to`.
#define COPIES(TYPE)                                                                                          \
    static void copy_line_##TYPE(const TYPE *from, ptrdiff_t from_stride, TYPE *to, ptrdiff_t to_stride, size_t n) { \
        for (size_t i = 0; i < n; i++, from += from_stride, to += to_stride) *to = *from;                     \
    }                                                                                                         \
    static void transpose_block_##TYPE(const TYPE *from, ptrdiff_t from_stride, TYPE *to, ptrdiff_t to_stride, \
                                       size_t rows, size_t columns) {                                         \
        size_t r = 0;                                                                                         \
        if (sizeof(TYPE) == 4) {                                                                              \
            for (; r + 4 <= rows; r += 4) {                                                                   \
                const float *f = (const float *)(const void *)from + r;                                       \
                float *t = (float *)(void *)to + (ptrdiff_t)r * to_stride;                                    \
                size_t c = 0;                                                                                 \
                for (; c + 4 <= columns; c += 4) {                                                            \
                    transpose_square(f + (ptrdiff_t)c * from_stride, from_stride, t + c, to_stride);          \
                }                                                                                             \
                for (; c < columns; c++) {                                                                    \
                    const float *column = f + (ptrdiff_t)c * from_stride;                                     \
                    for (ptrdiff_t i = 0; i < 4; i++) t[i * to_stride + (ptrdiff_t)c] = column[i];            \
                }                                                                                             \
            }                                                                                                 \
        }                                                                                                     \
        for (; r < rows; r++) {                                                                               \
            for (size_t c = 0; c < columns; c++) {                                                            \
                to[(ptrdiff_t)r * to_stride + (ptrdiff_t)c] = from[(ptrdiff_t)c * from_stride + (ptrdiff_t)r]; \
            }                                                                                                 \
        }                                                                                                     \
    }                                                                                                         \
    /* `to` [rows][columns] has contiguous columns, `from` [columns][rows] contiguous rows. */                \
    static void transpose_##TYPE(const TYPE *from, ptrdiff_t from_stride, TYPE *to, ptrdiff_t to_stride, size_t rows, \
                                 size_t columns) {                                                            \
        for (size_t r = 0; r < rows; r += SIDE) {                                                             \
            const size_t height = rows - r < SIDE ? rows - r : SIDE;                                          \
            for (size_t c = 0; c < columns; c += SIDE) {                                                      \
                const size_t width = columns - c < SIDE ? columns - c : SIDE;                                 \
                transpose_block_##TYPE(from + (ptrdiff_t)c * from_stride + (ptrdiff_t)r, from_stride,         \
                                       to + (ptrdiff_t)r * to_stride + (ptrdiff_t)c, to_stride, height, width); \
            }                                                                                                 \
        }                                                                                                     \
    }                                                                                                         \
    static void copy_axes_##TYPE(const TYPE *from, TYPE *to, const axis *axes, size_t count) {                \
        const axis last = axes[count - 1];                                                                    \
        if (count == 1) {                                                                                     \
            if (last.from == 1 && last.to == 1) memcpy(to, from, last.size * sizeof(TYPE));                   \
            else copy_line_##TYPE(from, last.from, to, last.to, last.size);                                   \
            return;                                                                                           \
        }                                                                                                     \
        if (count == 2 && last.to == 1 && axes[0].from == 1) {                                                \
            transpose_##TYPE(from, last.from, to, axes[0].to, axes[0].size, last.size);                       \
            return;                                                                                           \
        }                                                                                                     \
        for (size_t i = 0; i < axes[0].size; i++, from += axes[0].from, to += axes[0].to) {                   \
            copy_axes_##TYPE(from, to, axes + 1, count - 1);                                                  \
        }                                                                                                     \
    }
COPIES(uint8_t)
COPIES(uint16_t)
COPIES(uint32_t)
COPIES(uint64_t)

void sumi_copy_strided(const sumi_copy *copy) {
    for (size_t i = 0; i < copy->axes; i++) {
        if (copy->sizes[i] == 0) return;
    }
    axis axes[SUMI_AXES];
    size_t count = simplified(copy, axes);
    if (count == 0) axes[count++] = (axis){1, 1, 1};
    // A transposition's other axis, contiguous in `from`, goes beside the last one.
    if (count > 2 && axes[count - 1].to == 1 && axes[count - 1].from != 1) {
        for (size_t i = 0; i + 2 < count; i++) {
            if (axes[i].from != 1) continue;
            const axis a = axes[i];
            for (size_t j = i; j + 2 < count; j++) axes[j] = axes[j + 1];
            axes[count - 2] = a;
            break;
        }
    }
    switch (copy->element_size) {
    case 1: copy_axes_uint8_t(copy->from, copy->to, axes, count); break;
    case 2: copy_axes_uint16_t(copy->from, copy->to, axes, count); break;
    case 4: copy_axes_uint32_t(copy->from, copy->to, axes, count); break;
    case 8: copy_axes_uint64_t(copy->from, copy->to, axes, count); break;
    default: break;
    }
}

void sumi_read_ahead(const void *from, size_t bytes) {
    for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch((const char *)from + at, 0, 2);
}

void sumi_fill(void *to, const void *value, size_t element_size, size_t count) {
    const unsigned char *bytes = value;
    bool is_even = true;
    for (size_t i = 1; i < element_size; i++) is_even = is_even && bytes[i] == bytes[0];
    if (is_even) {
        memset(to, bytes[0], count * element_size);
        return;
    }
    // What is there, twice as far each time, in pieces that stay in the first-level cache.
    char *t = to;
    const size_t total = count * element_size;
    if (total == 0) return;
    memcpy(t, value, element_size);
    for (size_t done = element_size; done < total;) {
        const size_t most = 4096 / element_size * element_size, there = done < most ? done : most;
        const size_t piece = total - done < there ? total - done : there;
        memcpy(t + done, t, piece);
        done += piece;
    }
}

void sumi_pad(const void *from, void *to, const void *value, size_t element_size, size_t axes, const size_t *sizes,
              const ptrdiff_t *low, const ptrdiff_t *high, const size_t *interior) {
    sumi_copy copy = {.from = from, .to = to, .element_size = element_size, .axes = axes};
    ptrdiff_t from_offset = 0, to_offset = 0, from_stride = 1, to_stride = 1;
    bool is_covered = true, is_empty = false;
    for (size_t i = axes; i-- > 0;) {
        const ptrdiff_t size = (ptrdiff_t)sizes[i], step = interior ? (ptrdiff_t)interior[i] + 1 : 1;
        const ptrdiff_t result = low[i] + high[i] + (size > 0 ? (size - 1) * step + 1 : 0);
        // Element j lands at low + j * step; those from first to before end lie inside of the result.
        const ptrdiff_t first = low[i] < 0 ? (-low[i] + step - 1) / step : 0;
        ptrdiff_t end = result > low[i] ? (result - low[i] + step - 1) / step : 0;
        if (end > size) end = size;
        if (result <= 0) return;
        if (end <= first) is_empty = true;
        is_covered = is_covered && end - first == result;
        copy.sizes[i] = end > first ? (size_t)(end - first) : 0;
        copy.from_strides[i] = from_stride;
        copy.to_strides[i] = to_stride * step;
        from_offset += first * from_stride;
        to_offset += (low[i] + first * step) * to_stride;
        from_stride *= size;
        to_stride *= result;
    }
    if (!is_covered || is_empty) sumi_fill(to, value, element_size, (size_t)to_stride);
    if (is_empty) return;
    copy.from = (const char *)from + from_offset * (ptrdiff_t)element_size;
    copy.to = (char *)to + to_offset * (ptrdiff_t)element_size;
    sumi_copy_strided(&copy);
}
