import SumiJSON

extension LayerRegistry {
    /// One row for each class. Prototypes carry Keras' defaults; what stands for a required setting is never used.
    package static let rows: [String: Row] = [
        // Core
        "Activation": Row(prototype: { Activation.linear }, required: ["activation"]),
        "Dense": Row(prototype: { Dense(1) }, required: ["units"]),
        "Flatten": Row(prototype: { Flatten() }),
        "Reshape": Row(prototype: { Reshape([]) }, required: ["target_shape"]),
        "Permute": Row(prototype: { Permute([]) }, required: ["dims"]),
        "RepeatVector": Row(prototype: { RepeatVector(1) }, required: ["n"]),
        "Rescaling": Row(prototype: { Rescaling(1) }, required: ["scale"]),
        "Embedding": Row(
            prototype: { Embedding(1, outputDim: 1) }, required: ["input_dim", "output_dim"],
            unused: ["input_length"]),
        "Normalization": Row(prototype: { Normalization() }),
        "Identity": Row(prototype: { Identity() }),
        "Masking": Row(prototype: { Masking() }),

        // Regularization
        "Dropout": Row(prototype: { Dropout(0) }, required: ["rate"]),
        "SpatialDropout1D": Row(prototype: { SpatialDropout1D(0) }, required: ["rate"], omitsTrainable: true),
        "SpatialDropout2D": Row(prototype: { SpatialDropout2D(0) }, required: ["rate"], omitsTrainable: true),
        "SpatialDropout3D": Row(prototype: { SpatialDropout3D(0) }, required: ["rate"], omitsTrainable: true),
        "GaussianDropout": Row(prototype: { GaussianDropout(0) }, required: ["rate"]),
        "AlphaDropout": Row(prototype: { AlphaDropout(0) }, required: ["rate"]),
        "GaussianNoise": Row(prototype: { GaussianNoise(0) }, required: ["stddev"]),
        "ActivityRegularization": Row(prototype: { ActivityRegularization() }),

        // Activations
        "ReLU": Row(prototype: { ReLU() }),
        "LeakyReLU": Row(prototype: { LeakyReLU() }, renamed: ["alpha": "negative_slope"]),
        "ELU": Row(prototype: { ELU() }),
        "PReLU": Row(prototype: { PReLU() }),
        "Softmax": Row(prototype: { Softmax() }, lists: ["axis"]),

        // Convolution, pooling, padding
        "Conv1D": Row(prototype: { Conv1D(1, kernelSize: 1) }, required: ["filters", "kernel_size"]),
        "Conv2D": Row(prototype: { Conv2D(1, kernelSize: 1) }, required: ["filters", "kernel_size"]),
        "Conv3D": Row(prototype: { Conv3D(1, kernelSize: 1) }, required: ["filters", "kernel_size"]),
        "Conv1DTranspose": Row(
            prototype: { Conv1DTranspose(1, kernelSize: 1) }, required: ["filters", "kernel_size"],
            fixed: ["groups": 1]),
        "Conv2DTranspose": Row(
            prototype: { Conv2DTranspose(1, kernelSize: 1) }, required: ["filters", "kernel_size"],
            fixed: ["groups": 1]),
        "Conv3DTranspose": Row(
            prototype: { Conv3DTranspose(1, kernelSize: 1) }, required: ["filters", "kernel_size"],
            fixed: ["groups": 1]),
        "DepthwiseConv1D": Row(
            prototype: { DepthwiseConv1D(1) }, required: ["kernel_size"], fixed: ["groups": 1]),
        "DepthwiseConv2D": Row(
            prototype: { DepthwiseConv2D(1) }, required: ["kernel_size"], fixed: ["groups": 1]),
        "SeparableConv1D": Row(
            prototype: { SeparableConv1D(1, kernelSize: 1) }, required: ["filters", "kernel_size"],
            fixed: ["groups": 1], unused: unusedKernel),
        "SeparableConv2D": Row(
            prototype: { SeparableConv2D(1, kernelSize: 1) }, required: ["filters", "kernel_size"],
            fixed: ["groups": 1], unused: unusedKernel),
        "MaxPooling1D": Row(prototype: { MaxPooling1D() }),
        "MaxPooling2D": Row(prototype: { MaxPooling2D() }),
        "MaxPooling3D": Row(prototype: { MaxPooling3D() }),
        "AveragePooling1D": Row(prototype: { AveragePooling1D() }),
        "AveragePooling2D": Row(prototype: { AveragePooling2D() }),
        "AveragePooling3D": Row(prototype: { AveragePooling3D() }),
        "GlobalAveragePooling1D": Row(prototype: { GlobalAveragePooling1D() }),
        "GlobalAveragePooling2D": Row(prototype: { GlobalAveragePooling2D() }),
        "GlobalAveragePooling3D": Row(prototype: { GlobalAveragePooling3D() }),
        "GlobalMaxPooling1D": Row(prototype: { GlobalMaxPooling1D() }),
        "GlobalMaxPooling2D": Row(prototype: { GlobalMaxPooling2D() }),
        "GlobalMaxPooling3D": Row(prototype: { GlobalMaxPooling3D() }),
        "UpSampling1D": Row(prototype: { UpSampling1D() }),
        "UpSampling2D": Row(prototype: { UpSampling2D() }),
        "UpSampling3D": Row(prototype: { UpSampling3D() }),
        "ZeroPadding1D": Row(prototype: { ZeroPadding1D() }),
        "ZeroPadding2D": Row(prototype: { ZeroPadding2D() }),
        "ZeroPadding3D": Row(prototype: { ZeroPadding3D() }),
        "Cropping1D": Row(prototype: { Cropping1D() }),
        "Cropping2D": Row(prototype: { Cropping2D() }),
        "Cropping3D": Row(prototype: { Cropping3D() }),

        // Normalization, merging, recurrence
        "BatchNormalization": Row(
            prototype: { BatchNormalization() },
            fixed: [
                "synchronized": false, "renorm": false, "renorm_clipping": nil, "renorm_momentum": 0.99, "fused": nil,
                "virtual_batch_size": nil,
            ]),
        "LayerNormalization": Row(prototype: { LayerNormalization() }, lists: ["axis"]),
        "GroupNormalization": Row(prototype: { GroupNormalization() }),
        "RMSNormalization": Row(prototype: { RMSNormalization() }, lists: ["axis"]),
        "UnitNormalization": Row(prototype: { UnitNormalization() }, lists: ["axis"]),
        "Add": Row(prototype: { Add() }),
        "Subtract": Row(prototype: { Subtract() }),
        "Multiply": Row(prototype: { Multiply() }),
        "Average": Row(prototype: { Average() }),
        "Maximum": Row(prototype: { Maximum() }),
        "Minimum": Row(prototype: { Minimum() }),
        "Concatenate": Row(prototype: { Concatenate() }),
        "Dot": Row(prototype: { Dot(axes: 1) }, required: ["axes"], lists: ["axes"]),
        "MultiHeadAttention": Row(
            prototype: { MultiHeadAttention(1, keyDim: 1) }, required: ["num_heads", "key_dim", "value_dim"],
            fixed: ["sliding_window": nil]),
        "SimpleRNN": Row(
            prototype: { SimpleRNN(1) }, required: ["units"], fixed: ["time_major": false]),
        "GRU": Row(prototype: { GRU(1) }, required: ["units"], fixed: ["time_major": false]),
        "Bidirectional": Row(
            prototype: { Bidirectional(LSTM(1)) }, required: ["layer"], derived: ["backward_layer"]),
        "TimeDistributed": Row(prototype: { TimeDistributed(Dense(1)) }, required: ["layer"]),
        "LSTM": Row(prototype: { LSTM(1) }, required: ["units"], fixed: ["time_major": false]),
    ]
    /// What Keras 2 wrote for separable convolutions, which have no such kernel.
    private static let unusedKernel: Set<String> = ["kernel_initializer", "kernel_regularizer", "kernel_constraint"]
}
