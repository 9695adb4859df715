#include "CSumiImages.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The file, and where reading it stands.
typedef struct {
    const uint8_t *bytes;
    size_t size;
    size_t position;
    char *message;
    int is_cut_off;
} Source;

static void note(char *message, const char *text) { snprintf(message, CSumiMessageSize, "%s", text); }

static void fail(png_structp png, png_const_charp text) {
    Source *source = png_get_error_ptr(png);
    note(source->message, source->is_cut_off ? "the file ends too early: it is incomplete" : text);
    longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void take(png_structp png, png_bytep target, size_t count) {
    Source *source = png_get_io_ptr(png);
    if (count > source->size - source->position) {
        source->is_cut_off = 1;
        png_error(png, "cut off");
    }
    memcpy(target, source->bytes + source->position, count);
    source->position += count;
}

/// Reads the header and sets up the conversion to 8 bits a channel, grey or colour, with or without alpha.
static void begin(png_structp png, png_infop info, CSumiImageHeader *header) {
    // Limits of Sumi's own come after the header; a chunk beside the pixels is never this large.
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_chunk_cache_max(png, 128);
    png_set_chunk_malloc_max(png, 8 << 20);
    png_read_info(png, info);
    header->width = png_get_image_width(png, info);
    header->height = png_get_image_height(png, info);
    int is_colour = png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR;
    header->channels = is_colour ? 3 : 1;
}

int csumi_png_header(const uint8_t *bytes, size_t size, CSumiImageHeader *header, char *message) {
    Source source = {bytes, size, 0, message, 0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        note(message, "no memory for libpng");
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return -1;
    }
    png_set_read_fn(png, &source, take);
    begin(png, info, header);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

/// Lays pixels with alpha on white.
static void lay_on_white(const uint8_t *row, uint8_t *target, size_t width, unsigned channels) {
    for (size_t x = 0; x < width; x++) {
        unsigned alpha = row[channels];
        for (unsigned c = 0; c < channels; c++) {
            *target++ = (uint8_t)((row[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
        row += channels + 1;
    }
}

int csumi_png_pixels(const uint8_t *bytes, size_t size, uint8_t *pixels, size_t capacity, char *message) {
    Source source = {bytes, size, 0, message, 0};
    // Changed between setjmp and longjmp, hence volatile.
    uint8_t *volatile scratch = NULL;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        note(message, "no memory for libpng");
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        free(scratch);
        return -1;
    }
    png_set_read_fn(png, &source, take);
    CSumiImageHeader header;
    begin(png, info, &header);
    png_set_scale_16(png);
    png_set_expand(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);

    size_t width = header.width, height = header.height, channels = header.channels;
    size_t stride = png_get_rowbytes(png, info);
    int has_alpha = png_get_channels(png, info) == channels + 1;
    if (capacity != width * height * channels || stride != width * (channels + (has_alpha ? 1 : 0))) {
        png_error(png, "the header does not fit the pixels");
    }
    if (!has_alpha) {
        for (int pass = 0; pass < passes; pass++) {
            for (size_t y = 0; y < height; y++) png_read_row(png, pixels + y * stride, NULL);
        }
    } else {
        // Interlaced rows are completed pass by pass, so that all must be kept.
        size_t kept = passes > 1 ? height : 1;
        scratch = malloc(kept * stride);
        if (!scratch) png_error(png, "no memory for the pixels");
        for (int pass = 0; pass < passes; pass++) {
            for (size_t y = 0; y < height; y++) {
                uint8_t *row = scratch + (passes > 1 ? y * stride : 0);
                png_read_row(png, row, NULL);
                if (pass == passes - 1) lay_on_white(row, pixels + y * width * channels, width, channels);
            }
        }
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    free(scratch);
    return 0;
}

// MARK: Writing

typedef struct {
    void (*write)(void *context, const uint8_t *bytes, size_t size);
    void *context;
} Target;

static void fail_writing(png_structp png, png_const_charp text) {
    note(png_get_error_ptr(png), text);
    longjmp(png_jmpbuf(png), 1);
}

static void give(png_structp png, png_bytep bytes, size_t count) {
    Target *target = png_get_io_ptr(png);
    target->write(target->context, bytes, count);
}

static void flush(png_structp png) { (void)png; }

int csumi_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
    void (*write)(void *context, const uint8_t *bytes, size_t size), void *context, char *message) {
    Target target = {write, context};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, fail_writing, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        note(message, "no memory for libpng");
        return -1;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return -1;
    }
    png_set_write_fn(png, &target, give, flush);
    png_set_IHDR(
        png, info, width, height, 8, channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (size_t y = 0; y < height; y++) png_write_row(png, pixels + y * width * channels);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return 0;
}
