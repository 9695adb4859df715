#ifndef WINOGRAD_H
#define WINOGRAD_H

#include "CSumiKernels.h"

// Where the transformed tiles of some images, or of some rows of tiles of one image, lie. Point (i, j) has a plane
// [images][rows of tiles][tiles of a row][channels], tiles without the point left out. Planes begin an odd number of
// cache lines apart, so that those written together do not fall into the same sets of the cache.

enum { SUMI_LINE = 16, SUMI_PLANES = SUMI_WINOGRAD_POINTS * SUMI_WINOGRAD_POINTS };

typedef struct {
    const sumi_winograd *plan;
    size_t images;
    /// Rows of tiles.
    size_t first_row, rows;
    /// Tiles that have a point, along each axis.
    size_t height[SUMI_WINOGRAD_POINTS], width[SUMI_WINOGRAD_POINTS];
    /// Begin of each plane, for unit channels; see `sumi_plane`.
    size_t x_offset[SUMI_PLANES], y_offset[SUMI_PLANES];
    /// Floats of all planes of transformed inputs and of outputs.
    size_t x_size, y_size;
    /// How far behind the outputs' first plane the inputs' first one lies where outputs take the inputs' place: a point's
    /// outputs end before its own inputs.
    size_t x_shift;
} sumi_winograd_block;

/// Most tiles of an image whose kernel is transformed in passing, and channels of a panel of it that are transformed
/// together: two rows of their points fill 12 to 16 KiB.
enum { SUMI_TILES_IN_PASSING = 4, SUMI_CHANNELS_TOGETHER = 8 };

static inline size_t sumi_size_of_piece(size_t points, size_t panel) {
    return 2 * points * SUMI_CHANNELS_TOGETHER * panel;
}

/// Rounded up to whole cache lines, an odd number of them.
static inline size_t sumi_odd_lines(size_t floats) { return ((floats + SUMI_LINE - 1) / SUMI_LINE | 1) * SUMI_LINE; }

void sumi_winograd_place(const sumi_winograd *plan, size_t images, size_t first_row, size_t rows,
                         sumi_winograd_block *block);

#endif
