// Gathers and scatters by indices. An index that is out of range reads zeros and writes nothing.
#include "CSumiKernels.h"

#include <string.h>

static inline bool is_inside(int32_t index, size_t n) { return index >= 0 && (size_t)index < n; }

#define GATHER_ELEMENTS(TYPE)                                                                                    \
    static void gather_elements_##TYPE(const TYPE *x, const int32_t *indices, TYPE *y, size_t outer, size_t n,   \
                                       size_t m, size_t inner) {                                                 \
        for (size_t o = 0; o < outer; o++, x += n * inner) {                                                     \
            for (size_t i = 0; i < m; i++) {                                                                     \
                for (size_t j = 0; j < inner; j++, indices++, y++) {                                             \
                    *y = is_inside(*indices, n) ? x[(size_t)*indices * inner + j] : 0;                           \
                }                                                                                                \
            }                                                                                                    \
        }                                                                                                        \
    }
GATHER_ELEMENTS(uint8_t)
GATHER_ELEMENTS(uint16_t)
GATHER_ELEMENTS(uint32_t)
GATHER_ELEMENTS(uint64_t)

void sumi_gather_elements(const void *x, const int32_t *indices, void *y, size_t element_size, size_t outer, size_t n,
                          size_t m, size_t inner) {
    switch (element_size) {
    case 1: gather_elements_uint8_t(x, indices, y, outer, n, m, inner); break;
    case 2: gather_elements_uint16_t(x, indices, y, outer, n, m, inner); break;
    case 4: gather_elements_uint32_t(x, indices, y, outer, n, m, inner); break;
    case 8: gather_elements_uint64_t(x, indices, y, outer, n, m, inner); break;
    default: break;
    }
}

// Whole numbers are added as unsigned ones, which wrap.
#define SCATTER(NAME, TYPE, SUM)                                                                                    \
    void sumi_scatter_add_elements##NAME(TYPE *x, const int32_t *indices, const TYPE *updates, size_t outer, size_t n, \
                                         size_t m, size_t inner) {                                                  \
        for (size_t o = 0; o < outer; o++, x += n * inner) {                                                        \
            for (size_t i = 0; i < m; i++) {                                                                        \
                for (size_t j = 0; j < inner; j++, indices++, updates++) {                                          \
                    if (is_inside(*indices, n)) x[(size_t)*indices * inner + j] += (SUM)*updates;                   \
                }                                                                                                   \
            }                                                                                                       \
        }                                                                                                           \
    }                                                                                                               \
    void sumi_scatter_add_slices##NAME(TYPE *x, const int32_t *indices, const TYPE *updates, size_t outer, size_t n, \
                                       size_t m, size_t inner) {                                                    \
        for (size_t o = 0; o < outer; o++, x += n * inner) {                                                        \
            for (size_t i = 0; i < m; i++, updates += inner) {                                                      \
                if (!is_inside(indices[i], n)) continue;                                                            \
                TYPE *slice = x + (size_t)indices[i] * inner;                                                       \
                for (size_t j = 0; j < inner; j++) slice[j] = (TYPE)((SUM)slice[j] + (SUM)updates[j]);              \
            }                                                                                                       \
        }                                                                                                           \
    }
SCATTER(, float, float)
SCATTER(_int32, int32_t, uint32_t)

void sumi_gather_slices(const void *x, const int32_t *indices, void *y, size_t element_size, size_t outer, size_t n,
                        size_t m, size_t inner) {
    const size_t bytes = inner * element_size;
    const char *from = x;
    char *to = y;
    for (size_t o = 0; o < outer; o++, from += n * bytes) {
        for (size_t i = 0; i < m; i++, to += bytes) {
            if (is_inside(indices[i], n)) memcpy(to, from + (size_t)indices[i] * bytes, bytes);
            else memset(to, 0, bytes);
        }
    }
}

void sumi_gather_rows(const void *x, const int64_t *indices, void *y, size_t row_bytes, size_t n, size_t count) {
    char *to = y;
    for (size_t i = 0; i < count; i++, to += row_bytes) {
        const bool inside = indices[i] >= 0 && (uint64_t)indices[i] < n;
        if (inside) memcpy(to, (const char *)x + (size_t)indices[i] * row_bytes, row_bytes);
        else memset(to, 0, row_bytes);
    }
}
