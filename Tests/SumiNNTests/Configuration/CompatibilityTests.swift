import Foundation
import Sumi
import SumiNN
import Testing

/// `docs/keras-compatibility.md` lists every layer class of Keras, and what of it is there.
///
/// With `SUMI_RECORD` set the page's table is written anew from the registry.
struct CompatibilityTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/keras-compatibility.md")

    /// The layer classes of Keras 3.15, family by family.
    private static let families: [(name: String, classes: String)] = [
        (
            "Core",
            "Dense EinsumDense Embedding ReversibleEmbedding TernaryDense Activation Identity Lambda Masking Normalization "
                + "Rescaling Discretization CategoryEncoding"
        ),
        ("Activations", "ReLU LeakyReLU PReLU ELU Softmax"),
        (
            "Convolution",
            "Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv1D DepthwiseConv2D "
                + "SeparableConv1D SeparableConv2D"
        ),
        (
            "Pooling",
            "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D "
                + "GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D "
                + "GlobalAveragePooling2D GlobalAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D "
                + "AdaptiveMaxPooling3D AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D"
        ),
        (
            "Normalization",
            "BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization "
                + "SpectralNormalization"
        ),
        (
            "Regularization",
            "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout GaussianNoise "
                + "ActivityRegularization"
        ),
        (
            "Shape",
            "Flatten Reshape Permute RepeatVector Cropping1D Cropping2D Cropping3D ZeroPadding1D ZeroPadding2D "
                + "ZeroPadding3D UpSampling1D UpSampling2D UpSampling3D"
        ),
        ("Merging", "Add Subtract Multiply Average Maximum Minimum Concatenate Dot"),
        ("Attention", "MultiHeadAttention Attention AdditiveAttention GroupQueryAttention"),
        (
            "Recurrent",
            "LSTM GRU SimpleRNN Bidirectional TimeDistributed RNN LSTMCell GRUCell SimpleRNNCell StackedRNNCells ConvLSTM1D "
                + "ConvLSTM2D ConvLSTM3D"
        ),
    ]

    /// What of a class is refused by name, besides what its row in the registry says.
    private static let limits: [String: String] = [
        "LSTM": "`stateful` is refused; states can be passed as inputs",
        "GRU": "`stateful` is refused; states can be passed as inputs",
        "SimpleRNN": "`stateful` is refused; states can be passed as inputs",
        "Bidirectional": "around `LSTM`, `GRU` and `SimpleRNN`",
        "MultiHeadAttention": "`use_gate` and attention over some axes only are refused",
        "Embedding": "numbers out of range give zeros",
        "Normalization": "`adapt` before the layer becomes part of a model",
    ]

    private static func table() throws -> String {
        var text = ""
        for family in families {
            text += "\n### \(family.name)\n\n| class | settings | limits |\n| --- | --- | --- |\n"
            for name in family.classes.split(separator: " ").map(String.init) {
                text += "| `\(name)` | \(try cells(of: name)) |\n"
            }
        }
        return text + "\n"
    }

    private static func cells(of name: String) throws -> String {
        guard let row = LayerRegistry.rows[name] else { return "— | not there; a file that has it is refused by name" }
        let written = try LayerRegistry.configuration(of: row.prototype())["config"]?.object?.keys ?? []
        let settings = written.filter { !["name", "trainable", "dtype"].contains($0) }.map { "`\($0)`" }
        let fixed = row.fixed.sorted { $0.key < $1.key }.filter { !$0.value.isNull }
            .map { "`\($0.key)` only `\($0.value)`" }
        let notes = (limits[name].map { [$0] } ?? []) + fixed
        return (settings.isEmpty ? "none" : settings.joined(separator: ", ")) + " | " + notes.joined(separator: "; ")
    }

    @Test("the page's table is the registry's")
    func table() throws {
        let (begin, end) = ("<!-- layers -->\n", "<!-- end of layers -->\n")
        var page = String(decoding: try Data(contentsOf: Self.page), as: UTF8.self)
        let start = try #require(page.range(of: begin)?.upperBound)
        let stop = try #require(page.range(of: end)?.lowerBound)
        if ProcessInfo.processInfo.environment["SUMI_RECORD"] != nil {
            page.replaceSubrange(start..<stop, with: try Self.table())
            try Data(page.utf8).write(to: Self.page)
            return
        }
        let table = try Self.table()
        let isCurrent = page[start..<stop] == table
        #expect(isCurrent, "docs/keras-compatibility.md is stale: run this test with SUMI_RECORD=1 and read the result")
    }

    @Test("every class of the registry stands in the page")
    func complete() {
        let listed = Set(Self.families.flatMap { $0.classes.split(separator: " ").map(String.init) })
        #expect(LayerRegistry.classNames.filter { !listed.contains($0) } == [])
        #expect(Self.limits.keys.filter { LayerRegistry.rows[$0] == nil } == [])
    }
}
