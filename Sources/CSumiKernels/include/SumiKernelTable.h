#ifndef SUMI_KERNEL_TABLE_H
#define SUMI_KERNEL_TABLE_H

#include "SumiElementwise.h"
#include "SumiProduct.h"
#include "SumiReduction.h"
#include "SumiWindows.h"
#include "SumiWinograd.h"

/// Instruction sets, from the least to the best of a machine.
typedef enum {
    /// What every processor of the architecture has: SSE2 on x86-64, the same code as NEON on aarch64.
    SUMI_ISA_BASELINE = 0,
    SUMI_ISA_NEON = 1,
    /// AVX2 with FMA.
    SUMI_ISA_AVX2 = 2,
    /// AVX-512 F, BW, DQ and VL.
    SUMI_ISA_AVX512 = 3,
} sumi_isa;
enum { SUMI_ISAS = 4 };

#pragma clang assume_nonnull begin

/// The kernels of one instruction set.
typedef struct {
    sumi_isa isa;
    /// Floats in a vector, columns in a packed panel, rows of a product's register block. A cut of columns for several
    /// threads should be a multiple of `panel_width`, one of rows a multiple of `row_block`; both affect speed only.
    size_t vector_length, panel_width, row_block;

    // Products

    /// Packs B(k, n) = b[k * row_stride + n * column_stride], k < depth, n < columns, into panels of `panel_width`
    /// columns: to[panel * panel_stride + k * panel_width + n % panel_width], zeros beyond the last column. Takes
    /// `sumi_packed_size` floats with `panel_stride` = depth * panel_width. B [k][n] has column_stride 1, a transposed
    /// B [n][k] row_stride 1. Several calls can fill one packing piece by piece: a range of depth from k0 on begins at
    /// to + k0 * panel_width, a range of columns at a multiple of `panel_width`.
    void (*pack)(const float *b, size_t row_stride, size_t column_stride, size_t depth, size_t columns, float *to,
                 size_t panel_stride);
    /// See `sumi_product`.
    void (*product)(const sumi_product *product);
    /// See `sumi_transposed_product`.
    void (*transposed_product)(const sumi_transposed_product *product);

    // Convolution

    /// Writes one row of `taps * group_channels` floats for each output pixel of begin..<end, the first at `rows`:
    /// row[tap][channel] = image cell, 0 in the padding. Channels are first_channel..<first_channel + group_channels.
    void (*image_to_rows)(const sumi_windows *windows, const float *image, size_t first_channel, size_t group_channels,
                          size_t begin, size_t end, float *rows, size_t row_stride);
    /// The transposition: adds what `image_to_rows` would have written back to the image's cells. The caller zeroes the
    /// image; pixels are added in order.
    void (*rows_to_image)(const sumi_windows *windows, const float *rows, size_t row_stride, size_t first_channel,
                          size_t group_channels, size_t begin, size_t end, float *image);

    // Convolution of each channel by itself: kernels [taps][channels][times], channels as the windows of the image have
    // them, `times` filters for each. Scratch: `depthwise_scratch` bytes, aligned to 64 bytes.

    size_t (*depthwise_scratch)(const sumi_windows *windows, size_t times);
    /// Rows begin..<end of the outputs of all images (out[0] * out[1] of each), the first at `y`: the sum over taps, plus
    /// bias where not NULL, max(y, 0) with `relu`.
    void (*depthwise)(const sumi_windows *windows, size_t times, const float *images, const float *kernel,
                      const float *_Nullable bias, bool relu, size_t begin, size_t end, float *y, void *scratch);
    /// What reaches the rows begin..<end of all images (in[0] * in[1] of each) from their dy; the first at `dx`.
    void (*depthwise_input_gradient)(const sumi_windows *windows, size_t times, const float *dy, const float *kernel,
                                     size_t begin, size_t end, float *dx, void *scratch);
    /// The kernel's gradient, summed over some images.
    void (*depthwise_kernel_gradient)(const sumi_windows *windows, size_t times, const float *first_image,
                                      const float *dy, size_t images, float *gradient, void *scratch);

    // Winograd's convolution. Plans come from `sumi_winograd_plan` with this table.

    /// Transforms the kernel [3][3][channels][filters]: its channels begin..<end.
    void (*winograd_kernel)(const sumi_winograd *plan, const float *kernel, size_t begin, size_t end,
                            float *transformed);
    /// The same for the input's gradient; channels from a multiple of `panel_width` on.
    void (*winograd_transposed_kernel)(const sumi_winograd *plan, const float *kernel, size_t begin, size_t end,
                                       float *transformed);
    /// One unit of the output, from the transformed kernel; where the plan `transforms_kernel`, from the kernel itself.
    void (*winograd_forward)(const sumi_winograd *plan, size_t unit, const float *x, const float *kernel,
                             const sumi_winograd_epilogue *epilogue, float *y, float *scratch);
    /// The same for images begin..<end, whatever units they are of.
    void (*winograd_forward_images)(const sumi_winograd *plan, size_t begin, size_t end, const float *x,
                                    const float *kernel, const sumi_winograd_epilogue *epilogue, float *y,
                                    float *scratch);
    /// One unit of a phase of the gradients; see `sumi_winograd_phases` and `sumi_winograd_units`.
    void (*winograd_backward)(const sumi_winograd *plan, size_t phase, size_t unit,
                              const sumi_winograd_gradient *gradient, float *scratch);
    /// The same for images begin..<end of one part of a plan that is not `by_points`: the part's images in their order,
    /// by whole blocks of `backward_images`, since its sums go on from call to call.
    void (*winograd_backward_images)(const sumi_winograd *plan, size_t begin, size_t end,
                                     const sumi_winograd_gradient *gradient, float *scratch);
    /// The kernel's gradient from the sums of the parts: its channels begin..<end.
    void (*winograd_kernel_gradient)(const sumi_winograd *plan, const float *sums, size_t begin, size_t end,
                                     float *gradient);

    // Windows. All take one image; output pixels begin..<end are written, the first at index begin.

    /// index[pixel][channel] = flat spatial index in the image of the window's first maximum (NaN counts as the
    /// largest), in row-major order; padding never wins; -1 where the window has nothing but padding. `maximum`, where
    /// not NULL, receives the value (0 for -1).
    void (*window_argmax)(const sumi_windows *windows, const float *image, size_t begin, size_t end, int32_t *index,
                          float *_Nullable maximum);
    /// Mean of the window's cells that are not padding; 0 where there is none.
    void (*window_average)(const sumi_windows *windows, const float *image, size_t begin, size_t end, float *average);
    /// Adds the gradient of `window_average` to the whole image. The caller zeroes it.
    void (*window_average_gradient)(const sumi_windows *windows, const float *gradient, float *image);

    // Element by element

    /// Runs a program over the elements begin..<end of its index space. Scratch: `sumi_scratch_size(registers)` bytes
    /// for a program that uses the registers 0..<registers, aligned to 64 bytes.
    void (*elementwise)(const sumi_instruction *program, size_t count, const sumi_buffer *buffers, size_t registers,
                        size_t begin, size_t end, void *scratch);

    // Along an axis

    /// y[outer][inner] = reduction over n of x[outer][n][inner]; float32, int32 or uint32. Float sums go by blocks of
    /// blocks, so that rounding grows with the logarithm of n.
    void (*reduce)(sumi_reduction reduction, sumi_element element, const void *x, void *y, size_t outer, size_t n,
                   size_t inner);
    /// y[outer][inner] = index of the first maximum; NaN counts as the largest. float32, int32 or uint32; n >= 1.
    void (*argmax)(sumi_element element, const void *x, int32_t *y, size_t outer, size_t n, size_t inner);
    /// Along n of [outer][n][inner]. In place is allowed.
    void (*softmax)(const float *x, float *y, size_t outer, size_t n, size_t inner);
    void (*log_softmax)(const float *x, float *y, size_t outer, size_t n, size_t inner);

    // Random bits

    /// Philox 4x32-10. Element i of a draw is word i % 4 of the block whose 128-bit counter is, from the lowest word,
    /// (low 32 bits of i / 4, counter[0], counter[1], counter[2]). Writes the elements first..<first + count.
    void (*philox)(uint32_t *to, size_t first, size_t count, const uint32_t *key, const uint32_t *counter);
} sumi_kernels;

/// The kernels of one instruction set, or NULL where processor or operating system do not support it.
const sumi_kernels *_Nullable sumi_kernels_for(sumi_isa isa);
/// The best instruction set of this machine.
sumi_isa sumi_best_isa(void);
/// "baseline", "neon", "avx2", "avx512".
const char *sumi_isa_name(sumi_isa isa);

/// Plans a convolution; false where Winograd's does not apply: an empty shape, or one whose sizes overflow.
bool sumi_winograd_plan(const sumi_kernels *kernels, const sumi_winograd_shape *shape, sumi_winograd *plan);
/// Phases of the backward direction, one after the other, and units of each, in any order.
size_t sumi_winograd_phases(const sumi_winograd *plan);
size_t sumi_winograd_units(const sumi_winograd *plan, size_t phase);

/// Floats that `pack` fills for a whole B.
static inline size_t sumi_packed_size(const sumi_kernels *kernels, size_t depth, size_t columns) {
    size_t width = kernels->panel_width;
    return (columns + width - 1) / width * width * depth;
}

/// Bytes of scratch for `elementwise`.
static inline size_t sumi_scratch_size(size_t registers) { return registers * SUMI_BLOCK * 4; }

#pragma clang assume_nonnull end

#endif
