#include "CSumiImages.h"

// jpeglib.h uses FILE and size_t without naming their headers.
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <string.h>

/// No camera or program writes more scans; a small file with thousands of them would take minutes.
enum { largest_scan_count = 100 };

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf place;
    char *message;
} ErrorManager;

static void fail(j_common_ptr info) {
    ErrorManager *errors = (ErrorManager *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    snprintf(errors->message, CSumiMessageSize, "%s", text);
    longjmp(errors->place, 1);
}

/// libjpeg fills in for what is cut off or damaged, and only warns. Here such an image is an error; what does not touch
/// the pixels is let pass.
static void judge(j_common_ptr info, int level) {
    if (level >= 0) return;
    ErrorManager *errors = (ErrorManager *)info->err;
    switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA: return;
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
        snprintf(errors->message, CSumiMessageSize, "the image data end too early: the file is incomplete or damaged");
        longjmp(errors->place, 1);
    default: fail(info);
    }
}

static void ignore(j_common_ptr info) { (void)info; }

static void limit_scans(j_common_ptr info) {
    if (!info->is_decompressor || ((j_decompress_ptr)info)->input_scan_number <= largest_scan_count) return;
    ErrorManager *errors = (ErrorManager *)info->err;
    snprintf(errors->message, CSumiMessageSize, "the image has more than %d scans", largest_scan_count);
    longjmp(errors->place, 1);
}

static void watch(ErrorManager *errors, char *message) {
    jpeg_std_error(&errors->base);
    errors->base.error_exit = fail;
    errors->base.emit_message = judge;
    errors->base.output_message = ignore;
    errors->message = message;
}

static void begin(struct jpeg_decompress_struct *info, const uint8_t *bytes, size_t size, CSumiImageHeader *header) {
    jpeg_create_decompress(info);
    jpeg_mem_src(info, bytes, size);
    jpeg_read_header(info, TRUE);
    header->width = info->image_width;
    header->height = info->image_height;
    header->channels = info->jpeg_color_space == JCS_GRAYSCALE ? 1 : 3;
}

int csumi_jpeg_header(const uint8_t *bytes, size_t size, CSumiImageHeader *header, char *message) {
    struct jpeg_decompress_struct info;
    ErrorManager errors;
    memset(&info, 0, sizeof info);
    watch(&errors, message);
    info.err = &errors.base;
    if (setjmp(errors.place)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    begin(&info, bytes, size, header);
    jpeg_destroy_decompress(&info);
    return 0;
}

/// Four inks become red, green and blue. Programs of Adobe store how much ink is missing, which is what the products take.
static void mix_inks(const uint8_t *row, uint8_t *target, size_t width, int is_inverted) {
    for (size_t x = 0; x < width; x++, row += 4) {
        unsigned black = is_inverted ? row[3] : 255u - row[3];
        for (int c = 0; c < 3; c++) {
            unsigned ink = is_inverted ? row[c] : 255u - row[c];
            *target++ = (uint8_t)((ink * black + 127) / 255);
        }
    }
}

int csumi_jpeg_pixels(
    const uint8_t *bytes, size_t size, uint8_t *pixels, size_t capacity, long memory, char *message) {
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
    ErrorManager errors;
    CSumiImageHeader header;
    memset(&info, 0, sizeof info);
    watch(&errors, message);
    info.err = &errors.base;
    if (setjmp(errors.place)) {
        jpeg_destroy_decompress(&info);
        return -1;
    }
    begin(&info, bytes, size, &header);
    info.progress = &progress;
    info.mem->max_memory_to_use = memory;
    // Whole numbers: the same pixels whatever vector instructions the library uses.
    info.dct_method = JDCT_ISLOW;
    int has_four_inks = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = has_four_inks ? JCS_CMYK : header.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&info);

    size_t width = info.output_width, channels = header.channels;
    if (capacity != width * info.output_height * channels
        || (unsigned)info.output_components != (has_four_inks ? 4 : channels)) {
        snprintf(message, CSumiMessageSize, "the header does not fit the pixels");
        jpeg_destroy_decompress(&info);
        return -1;
    }
    JSAMPARRAY inks = NULL;
    if (has_four_inks) {
        inks = info.mem->alloc_sarray((j_common_ptr)&info, JPOOL_IMAGE, info.output_width * 4, 1);
    }
    while (info.output_scanline < info.output_height) {
        uint8_t *target = pixels + info.output_scanline * width * channels;
        if (has_four_inks) {
            jpeg_read_scanlines(&info, inks, 1);
            mix_inks(inks[0], target, width, info.saw_Adobe_marker);
        } else {
            jpeg_read_scanlines(&info, &target, 1);
        }
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return 0;
}
