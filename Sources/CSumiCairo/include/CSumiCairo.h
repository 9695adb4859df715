#ifndef C_SUMI_CAIRO_H
#define C_SUMI_CAIRO_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <cairo/cairo.h>

// Cairo, opened when the first chart is drawn: it brings some fifteen libraries, for which no program has to wait that
// draws nothing, and without which it runs.

// The functions that charts use.
#define SUMI_CAIRO_FUNCTIONS(FUNCTION)                                                                                 \
    FUNCTION(arc)                                                                                                      \
    FUNCTION(clip)                                                                                                     \
    FUNCTION(close_path)                                                                                               \
    FUNCTION(create)                                                                                                   \
    FUNCTION(curve_to)                                                                                                 \
    FUNCTION(destroy)                                                                                                  \
    FUNCTION(fill)                                                                                                     \
    FUNCTION(font_face_destroy)                                                                                        \
    FUNCTION(font_options_create)                                                                                      \
    FUNCTION(font_options_destroy)                                                                                     \
    FUNCTION(font_options_set_antialias)                                                                               \
    FUNCTION(font_options_set_hint_metrics)                                                                            \
    FUNCTION(font_options_set_hint_style)                                                                              \
    FUNCTION(format_stride_for_width)                                                                                  \
    FUNCTION(get_source)                                                                                               \
    FUNCTION(glyph_free)                                                                                               \
    FUNCTION(image_surface_create)                                                                                     \
    FUNCTION(image_surface_create_for_data)                                                                            \
    FUNCTION(line_to)                                                                                                  \
    FUNCTION(matrix_init_identity)                                                                                     \
    FUNCTION(matrix_init_scale)                                                                                        \
    FUNCTION(move_to)                                                                                                  \
    FUNCTION(new_path)                                                                                                 \
    FUNCTION(new_sub_path)                                                                                             \
    FUNCTION(pattern_set_extend)                                                                                       \
    FUNCTION(pattern_set_filter)                                                                                       \
    FUNCTION(pdf_surface_create_for_stream)                                                                            \
    FUNCTION(rectangle)                                                                                                \
    FUNCTION(restore)                                                                                                  \
    FUNCTION(rotate)                                                                                                   \
    FUNCTION(save)                                                                                                     \
    FUNCTION(scale)                                                                                                    \
    FUNCTION(scaled_font_create)                                                                                       \
    FUNCTION(scaled_font_destroy)                                                                                      \
    FUNCTION(scaled_font_get_font_face)                                                                                \
    FUNCTION(scaled_font_glyph_extents)                                                                                \
    FUNCTION(scaled_font_text_to_glyphs)                                                                               \
    FUNCTION(set_dash)                                                                                                 \
    FUNCTION(set_font_face)                                                                                            \
    FUNCTION(set_font_options)                                                                                         \
    FUNCTION(set_font_size)                                                                                            \
    FUNCTION(set_line_join)                                                                                            \
    FUNCTION(set_line_width)                                                                                           \
    FUNCTION(set_source_rgba)                                                                                          \
    FUNCTION(set_source_surface)                                                                                       \
    FUNCTION(show_glyphs)                                                                                              \
    FUNCTION(status)                                                                                                   \
    FUNCTION(status_to_string)                                                                                         \
    FUNCTION(stroke)                                                                                                   \
    FUNCTION(surface_destroy)                                                                                          \
    FUNCTION(surface_finish)                                                                                           \
    FUNCTION(surface_status)                                                                                           \
    FUNCTION(surface_write_to_png_stream)                                                                              \
    FUNCTION(svg_surface_create_for_stream)                                                                            \
    FUNCTION(toy_font_face_create)                                                                                     \
    FUNCTION(translate)

// `cairo_arc` is the member `arc`, with the type that Cairo's header gives it.
typedef struct {
#define SUMI_CAIRO_MEMBER(name) __typeof__(cairo_##name) *_Nonnull name;
    SUMI_CAIRO_FUNCTIONS(SUMI_CAIRO_MEMBER)
#undef SUMI_CAIRO_MEMBER
} sumi_cairo;

// The functions; NULL where Cairo is not on this machine or lacks one of them.
const sumi_cairo *_Nullable sumi_cairo_open(void);

#endif
