#ifndef SUMI_MOVEMENT_H
#define SUMI_MOVEMENT_H

#include "SumiElement.h"

/// Axes that a strided copy can have.
enum { SUMI_AXES = 8 };

/// A copy `to[Σ index * to_strides] = from[Σ index * from_strides]` for every index below `sizes`, of elements of
/// 1, 2, 4 or 8 bytes. Strides count elements and may be negative (a reversal) or 0 in `from` (a broadcast); pointers
/// are to the element at index 0. Slices, transpositions, reversals, broadcasts and concatenations are this one
/// function; axes are merged and 2-D transpositions blocked inside.
typedef struct {
    const void *_Nullable from;
    void *_Nullable to;
    size_t element_size;
    size_t axes;
    size_t sizes[SUMI_AXES];
    ptrdiff_t from_strides[SUMI_AXES], to_strides[SUMI_AXES];
} sumi_copy;

#pragma clang assume_nonnull begin

/// Copies. The regions must not overlap.
void sumi_copy_strided(const sumi_copy *copy);

/// Asks for memory that is read soon.
void sumi_read_ahead(const void *from, size_t bytes);

/// `count` elements = the value at `value`, of 1, 2, 4 or 8 bytes each.
void sumi_fill(void *to, const void *value, size_t element_size, size_t count);

/// `to` [sizes + low + high + interior between neighbours] = `from` [sizes], `value` elsewhere. `interior` may be NULL
/// (none). Negative margins cut. Up to SUMI_AXES axes, elements of 1, 2, 4 or 8 bytes.
void sumi_pad(const void *from, void *to, const void *value, size_t element_size, size_t axes, const size_t *sizes,
              const ptrdiff_t *low, const ptrdiff_t *high, const size_t *_Nullable interior);

/// y[outer][m][inner] = x[outer][n][inner] at `[o][indices[o][i][j]][j]`; 0 where an index is outside of 0..<n.
void sumi_gather_elements(const void *x, const int32_t *indices, void *y, size_t element_size, size_t outer, size_t n,
                          size_t m, size_t inner);

/// x[o][indices[o][i][j]][j] += updates[o][i][j], in order of i; an index outside of 0..<n is dropped. The caller
/// zeroes x. The second form serves int32 and uint32. Different `outer` are independent: max-pooling's gradient is one
/// call an image.
void sumi_scatter_add_elements(float *x, const int32_t *indices, const float *updates, size_t outer, size_t n, size_t m,
                               size_t inner);
void sumi_scatter_add_elements_int32(int32_t *x, const int32_t *indices, const int32_t *updates, size_t outer, size_t n,
                                     size_t m, size_t inner);

/// y[outer][m][inner] = x[outer][n][inner] at `[o][indices[i]][…]`; 0 where an index is outside of 0..<n.
void sumi_gather_slices(const void *x, const int32_t *indices, void *y, size_t element_size, size_t outer, size_t n,
                        size_t m, size_t inner);

/// x[o][indices[i]][…] += updates[o][i][…], in order of i; an index outside of 0..<n is dropped. The caller zeroes
/// x.
void sumi_scatter_add_slices(float *x, const int32_t *indices, const float *updates, size_t outer, size_t n, size_t m,
                             size_t inner);
void sumi_scatter_add_slices_int32(int32_t *x, const int32_t *indices, const int32_t *updates, size_t outer, size_t n,
                                   size_t m, size_t inner);

/// y[count][row_bytes] = the rows of a data set x[n][row_bytes] that 64-bit indices name; zeros outside of 0..<n.
void sumi_gather_rows(const void *x, const int64_t *indices, void *y, size_t row_bytes, size_t n, size_t count);

#pragma clang assume_nonnull end

#endif
