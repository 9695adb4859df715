import CCairo

extension PixelImage {
    /// The picture as the content of a PNG file.
    func png() throws(ChartError) -> [UInt8] {
        let stride = Int(cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, Int32(clamping: width)))
        var rows = nativeRows(stride: stride)
        let sink = ByteSink()
        let status = rows.withUnsafeMutableBufferPointer { buffer in
            let surface = cairo_image_surface_create_for_data(
                buffer.baseAddress, CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height),
                Int32(clamping: stride))
            defer { cairo_surface_destroy(surface) }
            return cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.pointer)
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw ChartError("the picture cannot be written: \(String(cString: cairo_status_to_string(status)))")
        }
        return sink.bytes
    }
}
