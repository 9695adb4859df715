#ifndef CSUMI_IMAGES_H
#define CSUMI_IMAGES_H

#include <stddef.h>
#include <stdint.h>

/// Decoding of PNG and JPEG from memory, and encoding of PNG, behind functions that neither keep state nor jump out:
/// libpng and libjpeg report errors by longjmp, which must never cross a frame of Swift.

/// What a file's header declares.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// Of the decoded pixels: 1 for grey, 3 for red, green, blue.
    uint32_t channels;
} CSumiImageHeader;

enum { CSumiMessageSize = 256 };

/// Reads the header. Returns 0, or -1 with the reason as a text in `message` (CSumiMessageSize bytes).
int csumi_png_header(const uint8_t *bytes, size_t size, CSumiImageHeader *header, char *message);
int csumi_jpeg_header(const uint8_t *bytes, size_t size, CSumiImageHeader *header, char *message);

/// Decodes the pixels, 8 bits a channel, row by row, into `pixels`, which holds `capacity` bytes: exactly
/// width * height * channels of the header. Transparent pixels are laid on white. A file that is cut off or damaged is an
/// error. Returns as above.
///
/// `memory` is the most bytes that libjpeg may take for itself.
int csumi_png_pixels(const uint8_t *bytes, size_t size, uint8_t *pixels, size_t capacity, char *message);
int csumi_jpeg_pixels(
    const uint8_t *bytes, size_t size, uint8_t *pixels, size_t capacity, long memory, char *message);

/// Encodes 8-bit pixels of 1 or 3 channels. `write` is called with the parts of the file in their order.
int csumi_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
    void (*write)(void *context, const uint8_t *bytes, size_t size), void *context, char *message);

#endif
