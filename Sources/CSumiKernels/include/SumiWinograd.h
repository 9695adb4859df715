#ifndef SUMI_WINOGRAD_H
#define SUMI_WINOGRAD_H

#include "SumiElement.h"

/// A convolution of x [images][in[0]][in[1]][channels], framed by `low` and `high` rows and columns of zeros, with a
/// kernel [3][3][channels][filters], stride 1. The output y is [images][out[0]][out[1]][filters], out = in + low + high
/// - 2; with `pool` it is the maximum of squares of 2 x 2 instead, [images][out[0] / 2][out[1] / 2][filters].
typedef struct {
    size_t images, in[2], low[2], high[2], channels, filters;
    bool pool;
    /// 4 (rounding twice that of a direct convolution) or 6 (ten times; up to a third faster): the largest square of
    /// outputs that is computed at once. 6 is taken as 4 where it saves too little.
    size_t tile;
    /// Threads that share the forward direction, which is cut into as many units if it can be; 0 is taken as 1. Changes no
    /// result.
    size_t threads;
} sumi_winograd_shape;

enum { SUMI_WINOGRAD_POINTS = 8 };

/// How such a convolution is computed: tiles, layouts, sizes and units of work. All sums and their order follow from the
/// shape and the instruction set, so results do not depend on threads. Sizes count floats.
///
/// Order of a training step: transform the kernel (`winograd_kernel`, unless `transforms_kernel`, and `winograd_transposed_kernel` for the input's
/// gradient); `winograd_forward` for each unit; `winograd_backward` for each unit of each phase, all units of a phase
/// before the next phase begins; `winograd_kernel_gradient`.
typedef struct {
    sumi_winograd_shape shape;
    /// Outputs; outputs that are computed (pooling drops an odd last one).
    size_t out[2], covered[2];
    /// Points of a full tile along an axis (6 or 8), tiles along each axis, and points of the last tile of each.
    size_t points, tiles[2], last[2];
    /// Channels and filters, rounded up to whole vectors.
    size_t channel_stride, filter_stride;
    /// From point to point in the transformed kernel, the transposed one, and a part's sums.
    size_t kernel_plane, transposed_plane, sums_plane;

    /// Sizes of the transformed kernel, of the transposed one, and of the sums of all parts.
    size_t kernel_size, transposed_size, sums_size;
    /// Multiplications for the products of one direction; direct convolution takes 9 * out * channels * filters an
    /// image.
    double multiplications;

    /// A forward unit is `forward_images` images, of which `forward_block` are transformed together, or `forward_rows`
    /// rows of tiles of one image, or `forward_filters` filters of the only one, whose kernel is larger than itself.
    size_t forward_units, forward_images, forward_block, forward_rows, forward_filters;
    /// Whether the forward direction takes the kernel itself and transforms it where it is used, a piece at a time: for
    /// one image reading the transformed kernel, four times as large, would take longer.
    bool transforms_kernel;
    /// Scratch of one forward unit.
    size_t forward_scratch;

    /// The kernel's gradient is summed in so many parts, whose sums `winograd_kernel_gradient` adds in order.
    size_t parts;
    /// Images (or rows of tiles) that are transformed together in the backward direction, and images in a part.
    size_t backward_images, backward_rows, part_images;
    /// True where the kernel is larger than what is transformed together: then the points, not the images, are the
    /// units, there is one part, and `backward_images` go through three phases in each round.
    bool by_points;
    size_t rounds;
    /// Bias gradients of so many parts must be added in order.
    size_t bias_parts;
    /// Scratch of one backward unit, and memory that the units of all phases share.
    size_t backward_scratch, backward_shared;
} sumi_winograd;

#pragma clang assume_nonnull begin

/// What the forward direction does to its results on the way to memory, in this order: bias, addend, pooling, ReLU,
/// dropout.
typedef struct {
    /// One for each filter, or NULL.
    const float *_Nullable bias;
    /// One for each output, or NULL; not with pooling. May be y: each is read before its place is written.
    const float *_Nullable addend;
    /// max(y, 0), NaN for NaN.
    bool relu;
    /// Where not NULL (pooling only), receives for each output which of the square's four, row by row, was the first
    /// maximum: 0 to 3, or 4 where no gradient passes, since ReLU is flat there or the output was dropped.
    uint8_t *_Nullable index;
    /// Keeps y * scale where the element's random bits (`philox` with this key and counter, numbered as y) reach
    /// `limit`, else 0. 0 keeps everything, unscaled.
    uint32_t limit;
    float scale;
    uint32_t key[2], counter[3];
} sumi_winograd_epilogue;

/// Operands of the backward direction.
typedef struct {
    /// The input; needed for `sums` and for `masks_dx`.
    const float *_Nullable x;
    /// Gradient of y.
    const float *dy;
    /// Pooling only: what the forward direction wrote.
    const uint8_t *_Nullable index;
    /// Without pooling: where not NULL, dy counts only where this y is positive (ReLU, and dropout after it).
    const float *_Nullable y;
    /// Factor of dy: dropout's, or 1.
    float scale;
    /// The transposed transformed kernel; needed for `dx`.
    const float *_Nullable kernel;
    /// The input's gradient, or NULL.
    float *_Nullable dx;
    /// dx counts only where x is positive (a ReLU that made x).
    bool masks_dx;
    /// The parts' sums for `winograd_kernel_gradient`, or NULL.
    float *_Nullable sums;
    /// The bias' gradient, [bias_parts][filters], or NULL.
    float *_Nullable bias;
    /// `backward_shared` floats; may be NULL when that is 0.
    float *_Nullable shared;
} sumi_winograd_gradient;

#pragma clang assume_nonnull end

#endif
