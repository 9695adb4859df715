import Sumi
import Testing

struct LayerRegistryTests {
    private func layer(_ className: String, _ config: JSON) throws -> any AnyLayer {
        try LayerRegistry.make(configuration: ["class_name": .string(className), "config": config]).layer
    }

    private func failure(_ className: String, _ config: JSON) -> String {
        do {
            _ = try layer(className, config)
            return "nothing"
        } catch { return "\(error)" }
    }

    @Test("name and trainability belong to the entry")
    func entry() throws {
        let entry = try LayerRegistry.make(
            configuration: ["class_name": "Dense", "config": ["name": "logits", "trainable": false, "units": 3]])
        #expect(entry.name == "logits" && !entry.isTrainable)
        let plain = try LayerRegistry.make(configuration: ["class_name": "Add"])
        #expect(plain.name == nil && plain.isTrainable)
    }

    @Test("missing keys have Keras' defaults")
    func missing() throws {
        let dense = try #require(try layer("Dense", ["units": 3]) as? Dense)
        #expect(dense.useBias && dense.activation == .linear && dense.kernelInitializer == .glorotUniform)
        let lstm = try #require(try layer("LSTM", ["units": 3, "activation": nil]) as? LSTM)
        #expect(lstm.recurrentActivation == .sigmoid && lstm.activation == .linear)
    }

    @Test("what is missing, unknown or of the wrong kind is told by name")
    func refused() {
        #expect(failure("Dense", ["name": "d"]) == "layer \"d\" (Dense), units: is required and missing")
        #expect(failure("Dense", ["units": "many"]).contains("units: should be a whole number, and is \"many\""))
        #expect(failure("Dense", ["units": 3.5]).contains("units: should be a whole number"))
        #expect(failure("Dense", ["units": nil]).contains("units"))
        #expect(
            failure("Dense", ["units": 3, "color": "red"]).contains("color: there is no such setting (it is \"red\")"))
        #expect(failure("Dense", ["units": 3, "use_bias": 1]).contains("use_bias: should be true or false"))
        #expect(
            failure("Dense", ["units": 3, "activation": "rilu"])
                .contains("activation, activation \"rilu\": there is no activation of this name")
        )
        #expect(failure("Conv2D", ["filters": 3, "kernel_size": [3, 3], "padding": "full"]).contains("padding"))
        #expect(failure("Conv2D", ["filters": 3]).contains("kernel_size: is required and missing"))
        #expect(
            failure("Conv2D", ["filters": 3, "kernel_size": 3, "data_format": "nchw"]).contains("neither channels_last")
        )
        #expect(failure("Warp", [:]).contains("(Warp): there is no layer of this class"))
        #expect(failure("BatchNormalization", ["renorm": true]).contains("renorm: is true; only false is supported"))
        #expect(
            failure("Dense", ["units": 3, "kernel_initializer": ["class_name": "Odd"]]).contains(
                "initializer \"Odd\": there is no initializer of this name"))
        #expect(
            failure("Dense", ["units": 3, "kernel_initializer": ["class_name": "Constant", "config": ["speed": 2]]])
                .contains("speed"))
        #expect(
            failure("Dense", ["units": 3, "kernel_regularizer": ["class_name": "L3"]])
                .contains("regularizer \"L3\": there is no regularizer of this name")
        )
        #expect(
            failure("Dense", ["units": 3, "kernel_constraint": 7])
                .contains("kernel_constraint, constraint: a name or an object")
        )
        #expect(failure("Dense", "units").contains("its \"config\" is a string"))
    }

    @Test("settings that say nothing are passed over", arguments: ["lora_rank", "quantization_config", "future"])
    func silent(key: String) throws {
        #expect(try layer("Dense", .object([key: nil, "units": 3])) is Dense)
    }

    @Test("Keras 2's spellings are understood")
    func keras2() throws {
        let leaky = try #require(try layer("LeakyReLU", ["alpha": 0.25]) as? LeakyReLU)
        #expect(leaky.negativeSlope == 0.25)
        let normalization = try #require(
            try layer("BatchNormalization", ["axis": [3], "epsilon": 0.001]) as? BatchNormalization)
        #expect(normalization.axis == 3)
        let dense = try #require(
            try layer(
                "Dense",
                [
                    "batch_input_shape": [nil, 4], "dtype": "float32", "units": 3, "activity_regularizer": nil,
                    "kernel_initializer": [
                        "class_name": "VarianceScaling",
                        "config": ["scale": 1.0, "mode": "fan_avg", "distribution": "normal", "seed": nil],
                    ],
                ]) as? Dense)
        #expect(dense.kernelInitializer == .varianceScaling(mode: .fanAverage, distribution: .truncatedNormal))
        let lstm = try layer("LSTM", ["units": 2, "implementation": 2, "time_major": false, "unroll": false])
        #expect(lstm is LSTM)
        let conv = try #require(try layer("Conv2D", ["filters": 2, "kernel_size": 3, "strides": 2]) as? Conv2D)
        #expect(conv.kernelSize == [3, 3] && conv.strides == [2, 2])
        let padding = try #require(try layer("ZeroPadding2D", ["padding": 2]) as? ZeroPadding2D)
        #expect(padding.padding == [[2, 2], [2, 2]])
        #expect(
            try #require(try layer("ZeroPadding2D", ["padding": [1, 2]]) as? ZeroPadding2D).padding == [
                [1, 1], [2, 2],
            ])
        #expect(try #require(try layer("Reshape", ["target_shape": 12]) as? Reshape).targetShape == [12])
    }

    @Test("settings are read in each of the forms that Keras writes")
    func forms() throws {
        for form: JSON in [
            "he_normal", "HeNormal", ["class_name": "HeNormal", "config": [:]], ["class_name": "HeNormal"],
            [
                "module": "keras.initializers", "class_name": "HeNormal", "config": ["seed": nil],
                "registered_name": nil,
            ],
        ] {
            let dense = try #require(try layer("Dense", ["units": 3, "kernel_initializer": form]) as? Dense)
            #expect(dense.kernelInitializer == .heNormal)
        }
        for form: JSON in ["l2", "L2", ["class_name": "L2", "config": ["l2": 0.01]], ["class_name": "l2"]] {
            let dense = try #require(try layer("Dense", ["units": 3, "kernel_regularizer": form]) as? Dense)
            #expect(dense.kernelRegularizer == .l2(0.01))
        }
        for form: JSON in [
            "relu", ["class_name": "function", "config": "relu"],
            ["module": "keras.activations", "class_name": "relu", "config": [:]],
            ["module": "keras.layers", "class_name": "ReLU", "config": ["max_value": nil, "negative_slope": 0.0]],
        ] {
            let dense = try #require(try layer("Dense", ["units": 3, "activation": form]) as? Dense)
            #expect(dense.activation == .relu)
        }
        let leaky = try layer(
            "Dense", ["units": 3, "activation": ["class_name": "LeakyReLU", "config": ["alpha": 0.1]]])
        #expect((leaky as? Dense)?.activation == .leakyReLU(slope: 0.1))
    }

    @Test("every class writes what it reads", arguments: LayerRegistry.classNames)
    func roundTrip(className: String) throws {
        let row = try #require(LayerRegistry.rows[className])
        let prototype = row.prototype()
        #expect(type(of: prototype).className == className)
        let written = try LayerRegistry.configuration(of: prototype, name: "a", isTrainable: false)
        let read = try LayerRegistry.make(configuration: written)
        #expect(read.name == "a" && read.isTrainable == row.omitsTrainable)
        #expect(try LayerRegistry.configuration(of: read.layer, name: "a", isTrainable: false) == written)
        #expect(row.required.isSubset(of: written["config"]?.object?.keys ?? []))
    }

    @Test("initializers, regularizers and constraints survive a file")
    func settings() throws {
        let initializers: [Initializer] = [
            .zeros, .ones, .constant(2), .randomNormal(mean: 1, stddev: 2, seed: 3), .truncatedNormal(seed: 1),
            .randomUniform(minval: -1, maxval: 2), .glorotNormal(seed: 5), .heUniform, .lecunNormal, .lecunUniform,
            .varianceScaling(scale: 2, mode: .fanOut, distribution: .uniform, seed: 1), .orthogonal(gain: 2),
            .identity(gain: 3),
        ]
        for value in initializers { #expect(try Initializer(configuration: value.configuration) == value) }
        let regularizers: [Regularizer] = [
            .l1(0.5), .l2(0.5), .l1l2(l1: 1, l2: 2), .orthogonal(factor: 1, mode: .columns),
        ]
        for value in regularizers { #expect(try Regularizer(configuration: value.configuration) == value) }
        let constraints: [Constraint] = [
            .nonNegative, .maxNorm(3, axis: [0, 1]), .minMaxNorm(min: 0.5, max: 2, rate: 0.5), .unitNorm(axis: 1),
        ]
        for value in constraints { #expect(try Constraint(configuration: value.configuration) == value) }
    }
}
