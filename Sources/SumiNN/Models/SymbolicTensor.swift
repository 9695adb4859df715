import SumiTensor

/// A value that will flow through a functional model: an input, or what a layer makes of other values.
///
/// ```swift
/// let image = Input(28, 28, 1)
/// var x = Conv2D(32, kernelSize: 3, activation: .relu)(image)
/// x = Flatten()(x)
/// let model = Model(inputs: image, outputs: Dense(10, activation: .softmax)(x))
/// ```
public struct SymbolicTensor {
    package let call: Call
    /// Which of the call's outputs.
    package let index: Int

    package init(call: Call, index: Int = 0) {
        self.call = call
        self.index = index
    }

    /// An input of a model.
    ///
    /// - Parameters:
    ///   - sizes: without the batch axis; `nil` leaves a size open: `Input(nil, nil, 3)` takes images of any size.
    ///   - elementType: what the model computes with; data of other types is converted.
    ///   - batchSize: only where the model must fix it.
    ///   - name: Keras' `input_layer`, `input_layer_1`, … where there is none.
    public init(_ sizes: Int?..., elementType: ElementType = .float32, batchSize: Int? = nil, name: String? = nil) {
        self.init(shape: sizes, elementType: elementType, batchSize: batchSize, name: name)
    }

    /// An input of a model, its sizes (without the batch axis) as a list.
    public init(shape: [Int?], elementType: ElementType = .float32, batchSize: Int? = nil, name: String? = nil) {
        let settings = InputSettings(shape, elementType: elementType, batchSize: batchSize)
        self.init(call: Call(Entry(.input(settings), name: name), []))
    }

    /// The entry that makes this value.
    public var entry: Entry { call.entry }

    /// Sizes of this value, batch axis first, `nil` where any size will do.
    ///
    /// - Throws: ``ModelError`` or `TraceError` where a layer on the way here cannot take what it is given.
    public func shape() throws -> [Int?] {
        let network = Network(inputs: Network.inputs(behind: [self]), outputs: [self])
        return try network.probe(path: "", place: "").outputShapes[0]
    }
}

/// An input of a model: `Input(28, 28, 1)`, sizes without the batch axis.
public typealias Input = SymbolicTensor

extension SymbolicTensor: Hashable {
    public static func == (a: SymbolicTensor, b: SymbolicTensor) -> Bool { a.call === b.call && a.index == b.index }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(call))
        hasher.combine(index)
    }
}
