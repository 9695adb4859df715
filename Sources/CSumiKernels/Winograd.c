// Plans of Winograd's convolution: everything that follows from the shape.
#include "Winograd.h"

/// Floats of transformed inputs and outputs that one unit works on, of (usually) 1 MiB of second-level cache: 384 KiB
/// where outputs take the inputs' place, else 512 KiB. The kernel's planes stream through the rest.
#define FORWARD_SIZE (96 * 1024)
#define BACKWARD_SIZE (128 * 1024)
/// Blocks of a unit, whose inputs are asked for while the block before is computed, and the fewest units for it.
#define LARGEST_BLOCKS 8
#define MANY_UNITS 16
/// Panels of filters of a unit where units are filters: products of few rows go by two.
#define PANELS_OF_UNIT 2
/// Sums of all parts: more of them cost more to add than they help threads.
#define SUMS_SIZE (1024 * 1024)
#define LARGEST_PARTS 16
/// Sums below this (256 KiB) stay in the cache however often they are added to.
#define SMALL_SUMS (64 * 1024)
/// Floats that go through the three phases of one round together where points are the units: 8 MiB. More of them leave
/// the third-level cache where others use it, too; fewer load and store the sums more often.
#define ROUND_SIZE (2 * 1024 * 1024)
/// Points of a batch that larger tiles have to save, since their kernel has 64 points instead of 36: for few images
/// reading it takes longer than computing with it.
#define LEAST_SAVING 128
/// Products of sizes stay below this, so that no size of a plan overflows.
#define LARGEST_SIZE ((double)(SIZE_MAX / 65536))

static size_t quotient_up(size_t a, size_t b) { return (a + b - 1) / b; }
static size_t smaller_of(size_t a, size_t b) { return a < b ? a : b; }
static size_t larger_of(size_t a, size_t b) { return a > b ? a : b; }

/// Points along an axis, of all tiles.
static size_t points_along(size_t outputs, size_t tile) {
    const size_t rest = outputs % tile;
    return outputs / tile * (tile + 2) + (rest ? rest + 2 : 0);
}

static size_t points_of_image(const size_t covered[2], size_t tile) {
    return points_along(covered[0], tile) * points_along(covered[1], tile);
}

static bool is_sound(const sumi_winograd_shape *s) {
    if (s->images == 0 || s->channels == 0 || s->filters == 0) return false;
    if (s->tile != 4 && s->tile != 6) return false;
    double cells = 1;
    for (int a = 0; a < 2; a++) {
        // A margin of 2 is the full convolution; cells beyond it would see nothing of the image.
        if (s->in[a] == 0 || s->low[a] > 2 || s->high[a] > 2) return false;
        if (s->in[a] + s->low[a] + s->high[a] < (s->pool ? 4 : 3)) return false;
        cells *= (double)s->in[a] + 8;
    }
    const double channels = (double)s->channels + 64, filters = (double)s->filters + 64;
    return (double)s->images * cells * (channels + filters) < LARGEST_SIZE && channels * filters < LARGEST_SIZE;
}

static void plan_tiles(sumi_winograd *p) {
    const sumi_winograd_shape *s = &p->shape;
    for (int a = 0; a < 2; a++) {
        p->out[a] = s->in[a] + s->low[a] + s->high[a] - 2;
        p->covered[a] = s->pool ? p->out[a] / 2 * 2 : p->out[a];
    }
    // Larger tiles round more and their transforms cost more, so they must save something.
    const size_t saving = points_of_image(p->covered, 4) - smaller_of(points_of_image(p->covered, 4),
                                                                      points_of_image(p->covered, 6));
    const size_t tile = s->tile == 6 && saving > 0 && saving >= LEAST_SAVING / s->images ? 6 : 4;
    p->points = tile + 2;
    for (int a = 0; a < 2; a++) {
        p->tiles[a] = quotient_up(p->covered[a], tile);
        p->last[a] = p->covered[a] - (p->tiles[a] - 1) * tile + 2;
    }
    p->multiplications = (double)s->images * (double)points_of_image(p->covered, tile) * (double)s->channels
        * (double)s->filters;
}

static void plan_kernel(sumi_winograd *p, const sumi_kernels *kernels) {
    const size_t channels = p->shape.channels, filters = p->shape.filters, lanes = kernels->vector_length;
    const size_t planes = p->points * p->points;
    p->channel_stride = quotient_up(channels, lanes) * lanes;
    p->filter_stride = quotient_up(filters, lanes) * lanes;
    p->kernel_plane = sumi_odd_lines(sumi_packed_size(kernels, channels, filters));
    p->transposed_plane = sumi_odd_lines(sumi_packed_size(kernels, filters, channels));
    p->sums_plane = sumi_odd_lines(channels * p->filter_stride);
    p->kernel_size = planes * p->kernel_plane;
    p->transposed_size = planes * p->transposed_plane;
}

void sumi_winograd_place(const sumi_winograd *plan, size_t images, size_t first_row, size_t rows,
                         sumi_winograd_block *block) {
    block->plan = plan;
    block->images = images;
    block->first_row = first_row;
    block->rows = rows;
    const size_t points = plan->points;
    for (size_t i = 0; i < points; i++) {
        const bool in_last_row = i + 1 == points || i + 1 < plan->last[0];
        const bool in_last_column = i + 1 == points || i + 1 < plan->last[1];
        const bool has_last_row = first_row + rows == plan->tiles[0];
        block->height[i] = rows - (has_last_row && !in_last_row);
        block->width[i] = plan->tiles[1] - !in_last_column;
    }
    size_t x = 0, y = 0, shift = 0;
    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < points; j++) {
            const size_t tiles = images * block->height[i] * block->width[j];
            block->x_offset[i * points + j] = x;
            block->y_offset[i * points + j] = y;
            x += sumi_odd_lines(tiles * plan->channel_stride);
            y += sumi_odd_lines(tiles * plan->filter_stride);
            shift = larger_of(shift, y - smaller_of(y, block->x_offset[i * points + j]));
        }
    }
    block->x_size = x;
    block->y_size = y;
    block->x_shift = shift;
}

/// Inputs and outputs beside each other.
static size_t size_of_planes(const sumi_winograd *p, size_t images, size_t rows) {
    sumi_winograd_block block;
    sumi_winograd_place(p, images, 0, rows, &block);
    return block.x_size + block.y_size;
}

/// Outputs in the place of inputs.
static size_t size_of_forward(const sumi_winograd *p, size_t images, size_t rows) {
    sumi_winograd_block block;
    sumi_winograd_place(p, images, 0, rows, &block);
    return block.x_shift + block.x_size;
}

/// A row of zeros that stands for what lies above and below the image; whole vectors may be read beyond its end.
static size_t size_of_zeros(const sumi_winograd *p, const sumi_kernels *kernels) {
    return sumi_odd_lines(p->shape.in[1] * p->shape.channels + kernels->vector_length);
}

/// So many images, or rows of tiles of one (`one` floats), that they fill `size` floats; cut evenly.
static void plan_block(const sumi_winograd *p, size_t one, size_t size, size_t available, size_t *images,
                       size_t *rows) {
    *rows = p->tiles[0];
    *images = larger_of(1, smaller_of(available, size / one));
    if (one > size) {
        const size_t row = quotient_up(one, p->tiles[0]);
        const size_t cuts = quotient_up(p->tiles[0], larger_of(1, size / row));
        *rows = quotient_up(p->tiles[0], cuts);
    }
    *images = quotient_up(available, quotient_up(available, *images));
}

static void plan_forward(sumi_winograd *p, const sumi_kernels *kernels) {
    // A unit for each thread: images, and where there are too few of these, rows of tiles.
    const size_t fewest = larger_of(1, p->shape.threads), images = p->shape.images;
    const size_t one = size_of_forward(p, 1, p->tiles[0]);
    plan_block(p, one, FORWARD_SIZE, quotient_up(images, fewest), &p->forward_block, &p->forward_rows);
    const size_t rows = quotient_up(p->tiles[0], quotient_up(fewest, images));
    p->forward_rows = smaller_of(p->forward_rows, rows);
    p->forward_images = p->forward_block;
    if (p->forward_rows == p->tiles[0]) {
        const size_t blocks = quotient_up(images, p->forward_block);
        p->forward_images *= larger_of(1, smaller_of(LARGEST_BLOCKS, blocks / MANY_UNITS));
    }
    p->forward_filters = p->shape.filters;
    const size_t filters = PANELS_OF_UNIT * kernels->panel_width;
    if (images == 1 && p->shape.filters >= 2 * filters && p->kernel_size > 4 * one) {
        // Each row of tiles would read the whole kernel.
        p->forward_rows = p->tiles[0];
        p->forward_filters = filters;
        p->transforms_kernel = p->tiles[0] * p->tiles[1] <= SUMI_TILES_IN_PASSING;
    }
    p->forward_units = quotient_up(images, p->forward_images) * quotient_up(p->tiles[0], p->forward_rows)
        * quotient_up(p->shape.filters, p->forward_filters);
    p->forward_scratch = size_of_zeros(p, kernels);
    if (p->transforms_kernel) {
        p->forward_scratch += size_of_planes(p, 1, p->tiles[0]) + sumi_size_of_piece(p->points, kernels->panel_width);
    } else {
        p->forward_scratch += size_of_forward(p, p->forward_block, p->forward_rows);
    }
}

static void plan_backward(sumi_winograd *p, const sumi_kernels *kernels) {
    const size_t part = p->points * p->points * p->sums_plane, images = p->shape.images;
    size_t parts = LARGEST_PARTS;
    while (parts > 4 && parts * part > SUMS_SIZE) parts /= 2;
    p->part_images = quotient_up(images, smaller_of(parts, images));
    p->parts = quotient_up(images, p->part_images);
    const size_t one = size_of_planes(p, 1, p->tiles[0]);
    plan_block(p, one, BACKWARD_SIZE, p->part_images, &p->backward_images, &p->backward_rows);
    p->rounds = 1;
    p->bias_parts = p->parts;
    const size_t block = size_of_planes(p, p->backward_images, p->backward_rows);
    const size_t fixed = size_of_zeros(p, kernels) + sumi_odd_lines(2 * p->shape.in[1] * p->channel_stride);
    p->by_points = part > SMALL_SUMS && part > 2 * block && images > 1 && p->backward_rows == p->tiles[0];
    if (p->by_points) {
        p->rounds = quotient_up(images, smaller_of(images, larger_of(16, ROUND_SIZE / one)));
        p->backward_images = quotient_up(images, p->rounds);
        p->rounds = quotient_up(images, p->backward_images);
        p->parts = 1;
        p->bias_parts = p->rounds * LARGEST_PARTS;
        p->backward_scratch = fixed;
        p->backward_shared = size_of_planes(p, p->backward_images, p->tiles[0]);
    } else {
        p->backward_scratch = fixed + block;
        p->backward_shared = 0;
    }
    p->sums_size = p->parts * part;
}

bool sumi_winograd_plan(const sumi_kernels *kernels, const sumi_winograd_shape *shape, sumi_winograd *plan) {
    if (!is_sound(shape)) return false;
    *plan = (sumi_winograd){.shape = *shape};
    plan_tiles(plan);
    plan_kernel(plan, kernels);
    plan_forward(plan, kernels);
    plan_backward(plan, kernels);
    return true;
}

size_t sumi_winograd_phases(const sumi_winograd *plan) { return plan->by_points ? 3 * plan->rounds : 1; }

size_t sumi_winograd_units(const sumi_winograd *plan, size_t phase) {
    if (!plan->by_points) return plan->parts;
    return phase % 3 == 1 ? plan->points * plan->points : LARGEST_PARTS;
}
