import Sumi
import Testing

struct DataFormatTests {
    /// A layer in either data format, and the shape of its input with the channels last.
    struct Case: CustomStringConvertible, Sendable {
        var description: String
        var shape: Shape
        var make: @Sendable (ImageDataFormat) -> any AnyLayer
        /// Whether the output still has spatial axes.
        var keepsAxes = true
    }

    static let cases: [Case] = [
        Case(description: "Conv1D, relu", shape: [2, 7, 3]) {
            Conv1D(4, kernelSize: 3, strides: 2, padding: .causal, dataFormat: $0, activation: .relu)
        },
        Case(description: "Conv2D, same, groups", shape: [2, 7, 6, 4]) {
            Conv2D(6, kernelSize: [3, 2], strides: [2, 1], padding: .same, dataFormat: $0, groups: 2)
        },
        Case(description: "Conv3D", shape: [1, 4, 5, 6, 2]) {
            Conv3D(3, kernelSize: 2, dataFormat: $0, dilationRate: 2)
        },
        Case(description: "Conv1DTranspose", shape: [2, 7, 3]) {
            Conv1DTranspose(4, kernelSize: 3, strides: 2, padding: .same, dataFormat: $0)
        },
        Case(description: "Conv3DTranspose", shape: [1, 2, 3, 4, 2]) {
            Conv3DTranspose(3, kernelSize: 2, strides: [2, 1, 3], outputPadding: [1, 0, 2], dataFormat: $0)
        },
        Case(description: "DepthwiseConv1D", shape: [2, 7, 3]) {
            DepthwiseConv1D(3, strides: 2, padding: .same, depthMultiplier: 2, dataFormat: $0)
        },
        Case(description: "SeparableConv1D", shape: [2, 7, 3]) {
            SeparableConv1D(4, kernelSize: 3, padding: .causal, dataFormat: $0, activation: .relu)
        },
        Case(description: "UpSampling2D, bicubic", shape: [2, 3, 4, 2]) {
            UpSampling2D([2, 3], dataFormat: $0, interpolation: .bicubic)
        },
        Case(description: "UpSampling3D", shape: [1, 2, 3, 2, 2]) { UpSampling3D([1, 2, 3], dataFormat: $0) },
        Case(description: "MaxPooling1D", shape: [2, 7, 3]) { MaxPooling1D(3, strides: 2, dataFormat: $0) },
        Case(description: "MaxPooling2D", shape: [2, 7, 6, 3]) {
            MaxPooling2D([2, 3], padding: .same, dataFormat: $0)
        },
        Case(description: "MaxPooling3D", shape: [1, 4, 5, 4, 2]) { MaxPooling3D(dataFormat: $0) },
        Case(description: "AveragePooling2D", shape: [2, 7, 6, 3]) {
            AveragePooling2D(3, strides: [1, 2], padding: .same, dataFormat: $0)
        },
        Case(
            description: "GlobalAveragePooling2D", shape: [2, 3, 4, 5],
            make: { GlobalAveragePooling2D(dataFormat: $0) }, keepsAxes: false),
        Case(
            description: "GlobalMaxPooling1D", shape: [2, 4, 5], make: { GlobalMaxPooling1D(dataFormat: $0) },
            keepsAxes: false),
        Case(description: "GlobalMaxPooling2D, keepdims", shape: [2, 3, 4, 5]) {
            GlobalMaxPooling2D(dataFormat: $0, keepdims: true)
        },
        Case(description: "Flatten", shape: [2, 3, 4, 5], make: { Flatten(dataFormat: $0) }, keepsAxes: false),
        Case(description: "ZeroPadding1D", shape: [2, 3, 4]) { ZeroPadding1D([1, 2], dataFormat: $0) },
        Case(description: "ZeroPadding2D", shape: [2, 3, 4, 5]) { ZeroPadding2D([[1, 0], [2, 3]], dataFormat: $0) },
        Case(description: "Cropping2D", shape: [2, 5, 6, 3]) { Cropping2D([[1, 0], [2, 3]], dataFormat: $0) },
        Case(description: "Rescaling by channel", shape: [2, 3, 4, 3]) {
            Rescaling([0.5, 2, 3], offset: [1, 0, -1], dataFormat: $0)
        },
    ]

    @Test("channels first computes the same with the channels moved", arguments: cases)
    func agreement(_ item: Case) throws {
        let x = Tensor.random(item.shape)
        let rank = item.shape.rank
        let first = [0, rank - 1] + Array(1..<rank - 1)
        let expected = try LayerProbe(item.make(.channelsLast))(x)
        let value = try LayerProbe(item.make(.channelsFirst))(x.permuted(first))
        #expect(value == (item.keepsAxes ? expected.permuted(first) : expected))
    }

    @Test("softmax and other functions of the last axis work on the last axis, channels first too")
    func softmaxChannelsFirst() throws {
        let y = try LayerProbe(Conv2D(3, kernelSize: 1, dataFormat: .channelsFirst, activation: .softmax))(
            .random([1, 2, 2, 4]))
        #expect(y.shape == [1, 3, 2, 4])
        let sums = (0..<6).map { row in y.doubles[row * 4..<row * 4 + 4].reduce(0, +) }
        #expect(sums.allSatisfy { abs($0 - 1) < 1e-6 })
    }

    @Test("the task's data format holds for layers that are told none, and for files that say none")
    func taskLocal() throws {
        #expect(Conv2D(1, kernelSize: 1).dataFormat == .channelsLast)
        try ImageDataFormat.$current.withValue(.channelsFirst) {
            #expect(Conv2D(1, kernelSize: 1).dataFormat == .channelsFirst)
            #expect(MaxPooling2D().dataFormat == .channelsFirst)
            #expect(Flatten().dataFormat == .channelsFirst)
            #expect(Conv2D(1, kernelSize: 1, dataFormat: .channelsLast).dataFormat == .channelsLast)
            let read = try LayerRegistry.make(configuration: ["class_name": "Flatten", "config": ["data_format": nil]])
            #expect((read.layer as? Flatten)?.dataFormat == .channelsFirst)
        }
        #expect(GlobalAveragePooling2D().dataFormat == .channelsLast)
    }
}
