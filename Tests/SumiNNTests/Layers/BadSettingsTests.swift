import Sumi
import Testing

/// Settings that no layer can have: an error that names the setting, never a trap.
struct BadSettingsTests {
    struct Case: CustomStringConvertible, Sendable {
        var layer: any AnyLayer
        var shape: Shape
        var message: String
        var description: String { message }

        init(_ layer: any AnyLayer, _ shape: Shape, _ message: String) {
            self.layer = layer
            self.shape = shape
            self.message = message
        }
    }

    static let huge = Int(Int32.max)
    static let image: Shape = [2, 8, 8, 3]

    static let cases: [Case] = [
        Case(Dense(0), [2, 3], "units is 0"),
        Case(Dense(-4), [2, 3], "units is -4"),
        Case(Dense(.max), [2, 3], "units is"),
        Case(Dense(huge), [2, huge], "too large"),
        Case(Dense(3), [2], "two axes or more"),
        Case(Conv2D(0, kernelSize: 3), image, "filters is 0"),
        Case(Conv2D(4, kernelSize: 0), image, "kernelSize is [0, 0]"),
        Case(Conv2D(4, kernelSize: [3, 3, 3]), image, "kernelSize is [3, 3, 3]; it takes 2 numbers"),
        Case(Conv2D(4, kernelSize: []), image, "kernelSize is []"),
        Case(Conv2D(4, kernelSize: 3, strides: 0), image, "strides is [0, 0]"),
        Case(Conv2D(4, kernelSize: 3, strides: 2, dilationRate: 2), image, "only one of them may be above 1"),
        Case(Conv2D(4, kernelSize: 3, groups: 2), image, "2 groups must divide the 3 channels"),
        Case(Conv2D(4, kernelSize: 3, groups: 0), image, "groups is 0"),
        Case(Conv2D(4, kernelSize: 3, padding: .causal), image, "causal"),
        Case(Conv2D(4, kernelSize: 9), image, "does not fit"),
        Case(Conv2D(4, kernelSize: huge, padding: .same, dilationRate: huge), image, "too large"),
        Case(Conv2D(huge, kernelSize: huge), image, "too large"),
        Case(Conv2D(4, kernelSize: 3), [2, 8, 8], "a picture in one colour needs a last axis of size 1"),
        Case(Conv2DTranspose(0, kernelSize: 3), image, "filters is 0"),
        Case(Conv2DTranspose(4, kernelSize: huge, strides: huge), image, "too large"),
        Case(Conv2DTranspose(4, kernelSize: 3, strides: 2, dilationRate: 2), image, "only one of them may be above 1"),
        Case(Conv2DTranspose(4, kernelSize: 3, strides: 2, outputPadding: 2), image, "must be less than the strides"),
        Case(Conv2DTranspose(4, kernelSize: 3, strides: 2, outputPadding: -1), image, "not negative"),
        Case(Conv2DTranspose(4, kernelSize: 3, strides: 2, outputPadding: [1, 1, 1]), image, "it takes 2 numbers"),
        Case(Conv2DTranspose(4, kernelSize: 2, strides: 2, padding: .same, outputPadding: 0), image, "short of a cell"),
        Case(Conv1DTranspose(4, kernelSize: 3, padding: .causal), [2, 8, 3], "causal"),
        Case(DepthwiseConv2D(3, depthMultiplier: 0), image, "depthMultiplier is 0"),
        Case(DepthwiseConv2D(3, depthMultiplier: huge), image, "their product is more than"),
        Case(DepthwiseConv2D(9), image, "does not fit"),
        Case(DepthwiseConv2D(3), [2, 3], "takes an input of 4 axes"),
        Case(SeparableConv2D(4, kernelSize: 3, depthMultiplier: huge), image, "their product is more than"),
        Case(SeparableConv2D(0, kernelSize: 3), image, "filters is 0"),
        Case(UpSampling2D(0), image, "size is [0, 0]"),
        Case(UpSampling2D(huge), image, "their product is more than"),
        Case(UpSampling2D(1 << 20, interpolation: .bilinear), image, "too large"),
        Case(UpSampling1D(-1), [2, 3, 4], "size is -1"),
        Case(UpSampling3D([1, 2]), [2, 3, 4, 5, 6], "it takes 3 numbers"),
        Case(LayerNormalization(axis: 4), image, "axis is [4]"),
        Case(LayerNormalization(axis: [1, -3]), image, "each may be named once"),
        Case(LayerNormalization(axis: Int.min), image, "axis is"),
        Case(LayerNormalization(epsilon: 0), image, "epsilon is 0"),
        Case(GroupNormalization(groups: 2), image, "2 groups must divide the 3 channels"),
        Case(GroupNormalization(groups: 0), image, "0 groups"),
        Case(GroupNormalization(groups: 1, axis: 0), image, "counts the samples"),
        Case(RMSNormalization(axis: []), image, "axis is []"),
        Case(UnitNormalization(axis: 7), image, "axis is [7]"),
        Case(Normalization(axis: 0), image, "axis 0 counts the samples"),
        Case(Normalization(mean: [1, 2], variance: [1, 2]), image, "mean has 2 numbers"),
        Case(Embedding(0, outputDim: 3), [2, 3], "inputDim is 0"),
        Case(Embedding(3, outputDim: .max), [2, 3], "outputDim is"),
        Case(MaxPooling2D(0), image, "poolSize is [0, 0]"),
        Case(MaxPooling2D(2, strides: -1), image, "strides is [-1, -1]"),
        Case(MaxPooling2D(9), image, "does not fit"),
        Case(MaxPooling2D(huge, padding: .same), image, ""),
        Case(AveragePooling2D(huge, padding: .same), image, ""),
        Case(GlobalMaxPooling2D(), [2, 3], "takes an input of 4 axes"),
        Case(Dropout(-0.1), [2, 3], "rate is -0.1"),
        Case(Dropout(1.5), [2, 3], "rate is 1.5"),
        Case(Dropout(.nan), [2, 3], "rate is nan"),
        Case(Dropout(0.5, noiseShape: [1]), [2, 3], "noiseShape [1]"),
        Case(Dropout(0.5, noiseShape: [nil, 7]), [2, 3], "noiseShape [nil, 7]"),
        Case(Reshape([4, -1, -1]), [2, 8], "one may be -1"),
        Case(Reshape([-2]), [2, 8], "targetShape is [-2]"),
        Case(Reshape([3, -1]), [2, 8], "8 elements, which do not fill [3, -1]"),
        Case(Reshape([huge, huge, huge, -1]), [2, 8], "do not fill"),
        Case(Reshape([0, -1]), [2, 8], "do not fill"),
        Case(Rescaling([1, 2]), image, "scale has 2 numbers for an input of 3 channels"),
        Case(ZeroPadding2D(-1), image, "padding is [[-1, -1], [-1, -1]]"),
        Case(ZeroPadding2D([1, 2, 3]), image, "padding is"),
        Case(ZeroPadding2D(huge), image, "too large"),
        Case(ZeroPadding1D([1, 2, 3]), [2, 3, 4], "padding is"),
        Case(Cropping2D([[4, 4], [0, 0]]), image, "leaves nothing"),
        Case(BatchNormalization(axis: 4), image, "there is no axis 4"),
        Case(BatchNormalization(epsilon: 0), image, "epsilon is 0"),
        Case(BatchNormalization(momentum: 2), image, "momentum is 2"),
        Case(Concatenate(axis: 7), image, "there is no axis 7"),
        Case(Subtract(), image, "takes two inputs and receives 1"),
        Case(Softmax(axis: 9), image, "axis is [9]"),
        Case(Softmax(axis: [1, 1]), image, "axis is [1, 1]"),
        Case(Softmax(axis: []), image, "axis is []"),
        Case(PReLU(sharedAxes: [0]), image, "sharedAxes are [0]"),
        Case(ReLU(maxValue: -1), image, "maxValue is -1"),
        Case(ReLU(negativeSlope: -1), image, "negativeSlope is -1"),
        Case(Permute([1, 1, 2]), image, "dims are [1, 1, 2]"),
        Case(RepeatVector(0), [2, 3], "n is 0"),
        Case(GRU(0), [2, 3, 4], "units is 0"),
        Case(GRU(huge), [2, 3, 4], "too many for 3 gates"),
        Case(GRU(3, recurrentDropout: -1), [2, 3, 4], "recurrentDropout is -1"),
        Case(SimpleRNN(3), [2, 3], "[batch, steps, features]"),
        Case(SimpleRNN(3, stateful: true), [2, 3, 4], "stateful"),
        Case(Bidirectional(LSTM(0)), [2, 3, 4], "units is 0"),
        Case(Bidirectional(LSTM(3), backwardLayer: LSTM(3)), [2, 3, 4], "go the same way"),
        Case(
            Bidirectional(LSTM(3), backwardLayer: GRU(3, returnSequences: true, goBackwards: true)), [2, 3, 4],
            "the same returnSequences"),
        Case(TimeDistributed(Dense(3)), [2, 3], "three axes or more"),
        Case(TimeDistributed(Dense(0)), [2, 3, 4], "units is 0"),
        Case(MultiHeadAttention(2, keyDim: 2), [2, 3, 4], "takes query and value"),
        Case(Dot(axes: 1), [2, 3], "takes two inputs and receives 1"),
        Case(GaussianNoise(-1), [2, 3], "stddev is -1"),
        Case(GaussianNoise(.nan), [2, 3], "stddev is nan"),
        Case(GaussianDropout(1), [2, 3], "rate is 1"),
        Case(AlphaDropout(1), [2, 3], "rate is 1"),
        Case(AlphaDropout(0.5, noiseShape: [3, 1]), [2, 3], "noiseShape [3, 1]"),
        Case(SpatialDropout2D(2), image, "rate is 2"),
        Case(SpatialDropout1D(0.5), image, "takes an input of 3 axes"),
        Case(ActivityRegularization(l1: .infinity), image, "l1 and l2 are"),
        Case(Masking(), [2], "takes an input [batch, steps, features]"),
        Case(ZeroPadding3D(-1), [1, 2, 3, 4, 5], "padding is"),
        Case(Cropping3D(2), [1, 2, 3, 4, 5], "leaves nothing"),
        Case(LSTM(0), [2, 3, 4], "units is 0"),
        Case(LSTM(huge), [2, 3, 4], "units is"),
        Case(LSTM(3, stateful: true), [2, 3, 4], "stateful"),
        Case(LSTM(3, dropout: 2), [2, 3, 4], "dropout is 2"),
        Case(LSTM(3), [2, 3], "[batch, steps, features]"),
        Case(LSTM(3), [2, 0, 3], "one step or more"),
        Case(Activation("rilu"), [2, 3], "there is no activation \"rilu\""),
        Case(Activation(.glu), [2, 3], "equal parts"),
        Case(Activation(.softmax(axis: 5)), [2, 3], "there is no axis 5"),
    ]

    @Test("a bad setting is an error that names it", arguments: cases)
    func refused(_ item: Case) {
        let failure = LayerProbe(item.layer, isTraining: true).failure(TensorType(item.shape))
        // An empty message stands for settings that are odd but possible.
        if item.message.isEmpty {
            #expect(failure == nil)
        } else {
            #expect(failure?.contains(item.message) == true, "it says: \(failure ?? "nothing")")
        }
    }

    @Test("layers refuse the wrong number of inputs")
    func inputs() {
        let type = TensorType([2, 3])
        #expect(LayerProbe(Dense(3)).failure(type, type)?.contains("takes one input and receives 2") == true)
        #expect(LayerProbe(Add()).failure()?.contains("receives none") == true)
        #expect(LayerProbe(Concatenate()).failure()?.contains("receives none") == true)
        #expect(LayerProbe(LSTM(3)).failure()?.contains("receives none") == true)
        let x = TensorType([2, 3, 4])
        #expect(LayerProbe(Dot(axes: 2)).failure(x, TensorType([2, 3, 5]))?.contains("must have one size") == true)
        #expect(LayerProbe(Dot(axes: 0)).failure(x, x)?.contains("counts the samples") == true)
        #expect(LayerProbe(Dot(axes: [1, 2, 1])).failure(x, x)?.contains("or one of each") == true)
        let attention = LayerProbe(MultiHeadAttention(2, keyDim: 2))
        #expect(attention.failure(x, TensorType([3, 3, 4]))?.contains("one batch size") == true)
        #expect(attention.failure(x, x, TensorType([2, 4, 4]))?.contains("the same steps") == true)
        #expect(attention.failure(x, x, TensorType([2, 3], .bool))?.contains("mask must have the shape") == true)
        #expect(LayerProbe(MultiHeadAttention(0, keyDim: 2)).failure(x, x)?.contains("numHeads is 0") == true)
        let states = LayerProbe(Bidirectional(GRU(4))).failure(x, TensorType([2, 4]))
        #expect(states?.contains("as many initial states for each way") == true)
        #expect(LayerProbe(Bidirectional(GRU(4))).failure(x, TensorType([2, 4]), TensorType([2, 4])) == nil)
        #expect(LayerProbe(BatchNormalization()).failure(type, type)?.contains("mask of type bool") == true)
        #expect(LayerProbe(Add()).failure(type, TensorType([2, 4]))?.contains("must be equal or 1") == true)
        #expect(
            LayerProbe(Concatenate()).failure(type, TensorType([3, 3]))?.contains("all other axes must agree") == true)
    }

    @Test("the mask and states of an LSTM must have its shapes")
    func recurrentInputs() {
        let x = TensorType([2, 3, 4])
        let probe = LayerProbe(LSTM(5))
        #expect(probe.failure(x, TensorType([2, 4], .bool))?.contains("mask must have the shape [2, 3]") == true)
        #expect(probe.failure(x, TensorType([2, 5]))?.contains("two initial states") == true)
        #expect(probe.failure(x, TensorType([2, 3]), TensorType([2, 5]))?.contains("two initial states") == true)
        #expect(probe.failure(x, TensorType([2, 3], .bool), TensorType([2, 5]), TensorType([2, 5])) == nil)
    }
}
