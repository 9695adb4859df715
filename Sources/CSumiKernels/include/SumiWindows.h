#ifndef SUMI_WINDOWS_H
#define SUMI_WINDOWS_H

#include "SumiElement.h"

/// Windows that slide over one image `[in[0]][in[1]][in[2]][channels]` and give `[out[0]][out[1]][out[2]][channels]`.
///
/// Always three spatial axes: fewer are written as leading axes of size 1 (in, out, size, stride, dilation 1, low 0).
/// Window `o` covers the cells `o * stride + t * dilation - low` for t in 0..<size, along each axis; cells outside of
/// the image are padding. Output pixels are numbered row-major, 0..<out[0]*out[1]*out[2].
typedef struct {
    size_t in[3], out[3];
    size_t size[3], stride[3], dilation[3], low[3];
    size_t channels;
} sumi_windows;

#endif
