import Foundation
import Sumi
import SumiTestSupport
import Testing

/// Constructors' defaults are Keras': what `init` makes of required settings alone is what Keras recorded.
struct DefaultsTests {
    struct Case: CustomStringConvertible, Sendable {
        /// A recorded case whose layer was made with these settings, and defaults for all others.
        var description: String
        var layer: any AnyLayer
        init(_ description: String, _ layer: any AnyLayer) {
            self.description = description
            self.layer = layer
        }
    }

    static let cases: [Case] = [
        Case("dense/2d", Dense(4)),
        Case("conv2d/valid_k3x3_s1x1_6x7", Conv2D(4, kernelSize: 3)),
        Case("conv2d_transpose/valid_k3x3_s1x1", Conv2DTranspose(4, kernelSize: 3)),
        Case("depthwise_conv2d/valid_k3x3_s1_m1", DepthwiseConv2D(3)),
        Case("separable_conv2d/valid_k3x3_s1_m1_f4", SeparableConv2D(4, kernelSize: 3)),
        Case("upsampling2d/nearest_2x2", UpSampling2D()),
        Case("layer_normalization/2d", LayerNormalization()),
        Case("group_normalization/default32", GroupNormalization()),
        Case("rms_normalization/2d", RMSNormalization()),
        Case("unit_normalization/2d", UnitNormalization()),
        Case("normalization/adapt", Normalization()),
        Case("embedding/2d", Embedding(7, outputDim: 4)),
        Case("gru/last", GRU(5)),
        Case("simple_rnn/last", SimpleRNN(5)),
        Case("bidirectional/gru_last", Bidirectional(GRU(2))),
        Case("time_distributed/dense", TimeDistributed(Dense(2))),
        Case("multi_head_attention/causal", MultiHeadAttention(2, keyDim: 2)),
        Case("dot/1", Dot(axes: 1)),
        Case("gaussian_noise/inference", GaussianNoise(1)),
        Case("spatial_dropout2d/inference", SpatialDropout2D(0.5)),
        Case("max_pooling2d/valid_p2x2_snone_6x6", MaxPooling2D()),
        Case("average_pooling2d/valid_p2x2_snone_6x6", AveragePooling2D()),
        Case("global_average_pooling2d/plain", GlobalAveragePooling2D()),
        Case("global_max_pooling2d/plain", GlobalMaxPooling2D()),
        Case("global_average_pooling1d/plain", GlobalAveragePooling1D()),
        Case("dropout/inference", Dropout(0.5)),
        Case("flatten/4d", Flatten()),
        Case("rescaling/1_255", Rescaling(1.0 / 255)),
        Case("batch_normalization/4d", BatchNormalization()),
        Case("lstm/last", LSTM(5)),
        Case("concatenate/last", Concatenate()),
        Case("add/two", Add()), Case("subtract/two", Subtract()), Case("multiply/two", Multiply()),
        Case("average/two", Average()), Case("maximum/two", Maximum()), Case("minimum/two", Minimum()),
        Case("softmax/last", Softmax()),
        Case("leaky_relu/default", LeakyReLU()),
        Case("elu/default", ELU()),
        Case("prelu/2d", PReLU()),
        Case("repeat_vector/3", RepeatVector(3)),
        Case("activation/relu_grid", Activation(.relu)),
    ]

    @Test("what init makes is what Keras wrote", arguments: cases)
    func defaults(_ item: Case) throws {
        let file = FixtureFolder.own.url.appending(path: "layers/\(item.description).safetensors")
        let fixture = try #require(try Fixture(contentsOf: file))
        let theirs = try #require(fixture.metadata["layer"]?["config"]?.object)
        let ours = try #require(try LayerRegistry.configuration(of: item.layer)["config"]?.object)
        for (key, value) in theirs.members where !["name", "trainable", "dtype"].contains(key) {
            guard let mine = ours[key] else {
                #expect(
                    value.isNull || ["renorm", "renorm_momentum", "synchronized"].contains(key), "\(key) is missing")
                continue
            }
            // Newer Keras adds keys to initializers that say nothing.
            if let initializer = value["class_name"] {
                #expect(mine["class_name"] == initializer, "\(key)")
            } else {
                #expect(mine == value || mine.double != nil && mine.double == value.double, "\(key)")
            }
        }
    }

    /// Layers whose every recorded case sets something, and a few more settings.
    @Test("defaults of layers that are recorded with settings only")
    func others() {
        #expect(ReLU().maxValue == nil && ReLU().negativeSlope == 0 && ReLU().threshold == 0)
        #expect(ZeroPadding2D().padding == [[1, 1], [1, 1]] && ZeroPadding1D().padding == [1, 1])
        #expect(Cropping2D().cropping == [[0, 0], [0, 0]] && Cropping1D().cropping == [1, 1])
        #expect(MaxPooling1D().poolSize == [2] && MaxPooling3D().strides == [2, 2, 2])
        #expect(Conv1D(1, kernelSize: 2).padding == .valid && Conv3D(1, kernelSize: 2).strides == [1, 1, 1])
        #expect(Rescaling(1).offset == .number(0))
        #expect(
            Regularizer.l1() == .l1(0.01) && Regularizer.l2() == .l2(0.01) && Regularizer.l1l2() == .l1l2(l1: 0, l2: 0))
        #expect(Constraint.maxNorm() == .maxNorm(2, axis: 0))
        #expect(Constraint.minMaxNorm() == .minMaxNorm(min: 0, max: 1, rate: 1, axis: 0))
        #expect(Initializer.randomNormal == .randomNormal(mean: 0, stddev: 0.05))
        #expect(Initializer.varianceScaling == .varianceScaling(scale: 1, mode: .fanIn, distribution: .truncatedNormal))
        #expect(Initializer.orthogonal == .orthogonal(gain: 1))
    }
}
