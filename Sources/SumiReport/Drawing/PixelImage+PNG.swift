import CSumiCairo

extension PixelImage {
    /// The picture as the content of a PNG file.
    func png() throws(ChartError) -> [UInt8] {
        let cairo = try Cairo.functions()
        let stride = Int(cairo.format_stride_for_width(CAIRO_FORMAT_RGB24, Int32(clamping: width)))
        var rows = nativeRows(stride: stride)
        let sink = ByteSink()
        let status = rows.withUnsafeMutableBufferPointer { buffer in
            let surface = cairo.image_surface_create_for_data(
                buffer.baseAddress, CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height),
                Int32(clamping: stride))
            defer { cairo.surface_destroy(surface) }
            return cairo.surface_write_to_png_stream(surface, ByteSink.write, sink.pointer)
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw ChartError("the picture cannot be written: \(cairo.text(status))")
        }
        return sink.bytes
    }
}
