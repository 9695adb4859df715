import SumiGraph
import SumiTensor

extension Scope {
    /// What both kinds of pooling have in common: checks, layout and window.
    func pooled(
        _ x: TracedTensor, rank: Int, _ sizes: [Int], _ strides: [Int], _ padding: Padding, _ format: ImageDataFormat,
        _ pool: (TracedTensor, WindowGeometry) -> TracedTensor
    ) -> TracedTensor {
        guard requireSpatial(x, rank: rank, format), requireSizes(sizes, "poolSize", rank: rank),
            requireSizes(strides, "strides", rank: rank),
            require(padding != .causal, "padding \"causal\" is for Conv1D; use \"same\" or \"valid\"")
        else { return failed }
        let x = x.channelsLast(from: format)
        let spatial = Array(x.shape.dimensions[1...rank])
        let ones = sizes.map { _ in 1 }
        let margins = padding.margins(spatial, sizes: sizes, strides: strides, dilations: ones)
        let window = WindowGeometry(sizes: sizes, strides: strides, margins: margins)
        return pool(x, window).fromChannelsLast(to: format)
    }
}
