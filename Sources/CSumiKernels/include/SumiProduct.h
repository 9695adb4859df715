#ifndef SUMI_PRODUCT_H
#define SUMI_PRODUCT_H

#include "SumiElement.h"

/// What a product applies to its result on the way to memory. Other functions go through the element-wise interpreter.
typedef enum {
    SUMI_LINEAR = 0,
    /// max(x, 0), NaN for NaN.
    SUMI_RELU_ACTIVATION = 1,
} sumi_activation;

/// `C = activation(A · B + bias + addend)`, or `C = activation(C + A · B + bias + addend)` when it accumulates.
///
/// A is read where it lies; B must have been packed (`sumi_kernels.pack`). Each element is summed in the order of
/// depth, whatever the blocking, so a caller that cuts depth fixes the order of all additions.
///
/// Two optional steps in A's addresses let a convolution read an image without an im2col copy. Row `r` begins at
/// `a + (r / a_run) * a_run_stride + (r % a_run) * a_stride`, and consists of `a_pieces` pieces of `depth / a_pieces`
/// contiguous elements, `a_piece_stride` apart. For an image `[height, width, channels]` that is already padded and a
/// kernel `[kh, kw, channels, filters]`: rows are output pixels, `a_run` the output width, `a_stride` horizontal
/// stride * channels, `a_run_stride` vertical stride * width * channels, `a_pieces` kh, `a_piece_stride` vertical
/// dilation * width * channels, `depth` kh * kw * channels.
typedef struct {
    size_t rows, columns, depth;
    const float *a;
    size_t a_stride;
    /// Rows in a run; 0 when all rows are one run.
    size_t a_run, a_run_stride;
    /// 0 or 1 when a row is one piece. Must divide depth.
    size_t a_pieces, a_piece_stride;
    /// Packed panels; column 0 must be a panel's first.
    const float *b;
    /// From panel to panel: packed depth * panel width. Larger than `depth` * panel width when the caller cuts depth.
    size_t b_panel_stride;
    float *c;
    size_t c_stride;
    /// One for each column, or NULL.
    const float *bias;
    /// One for each element of C, lying as C does, or NULL. May be C: each is read before its place is written.
    const float *addend;
    sumi_activation activation;
    bool accumulate;
} sumi_product;

/// `C = Aᵀ · B`, or `C += Aᵀ · B` when it accumulates: C [rows][columns], A [depth][rows], B [depth][columns].
///
/// Nothing is packed: both operands are read along their rows. The depth is summed in order. Step `k` of the depth
/// reads A at `a + (k / run) * a_run_stride + (k % run) * a_stride` and B likewise, which is what the kernel gradient
/// of a convolution needs: A the padded image (one call for each vertical tap, rows kw * channels), B the output's
/// gradient.
typedef struct {
    size_t rows, columns, depth;
    const float *a;
    size_t a_stride;
    const float *b;
    size_t b_stride;
    /// Steps of depth in a run; 0 when all are one run.
    size_t run, a_run_stride, b_run_stride;
    float *c;
    size_t c_stride;
    bool accumulate;
} sumi_transposed_product;

#endif
