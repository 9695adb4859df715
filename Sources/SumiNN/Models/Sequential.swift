import SumiTensor

/// A model whose layers follow one another.
///
/// ```swift
/// let model = Sequential {
///     Input(28, 28, 1)
///     Conv2D(32, kernelSize: 3, activation: .relu)
///     MaxPooling2D(2)
///     Flatten()
///     Dense(10, activation: .softmax)
/// }
/// ```
///
/// Where no `Input` and no `inputShape` is given, the first data tell the sizes.
public final class Sequential: Model {
    private var input: Entry?
    private var stack: [Entry] = []
    private var fault: String?

    /// A model of the layers in `layers`.
    ///
    /// - Parameter inputShape: sizes of one sample, as an `Input` in front of the layers gives them; `nil` where any
    ///   size will do.
    public init(name: String? = nil, inputShape: [Int?]? = nil, @LayerBuilder _ layers: () -> [Entry] = { [] }) {
        super.init(network: nil, name: name)
        if let inputShape { input = SymbolicTensor(shape: inputShape).entry }
        append(layers())
    }

    /// A model of the layers in a list.
    ///
    /// - Parameter inputShape: sizes of one sample; `nil` where any size will do.
    public init(_ layers: [any AnyLayer], name: String? = nil, inputShape: [Int?]? = nil) {
        super.init(network: nil, name: name)
        if let inputShape { input = SymbolicTensor(shape: inputShape).entry }
        append(layers.map { Entry(.layer($0)) })
    }

    override public var className: String { "Sequential" }
    override package var pathPrefix: String { name }

    /// The layers in order, without the input.
    override public var layers: [Entry] { stack }

    override package func name(of entry: Entry) -> String { network?.name(of: entry) ?? names.name(of: entry) }
    private var names = EntryNames([])

    // MARK: Adding layers

    /// Appends a layer; an `Input` comes first.
    public func add(_ layer: some AnyLayer) { append([Entry(layer)]) }
    /// Appends a layer with a name, or one that other models share.
    public func add(_ entry: Entry) { append([entry]) }
    /// Appends a model as one layer.
    public func add(_ model: Model) { append([model.entry]) }
    /// Gives the model an input; it comes before the layers.
    public func add(_ input: SymbolicTensor) { append([input.entry]) }

    /// Gives a model without one an input.
    func prependInput(_ entry: Entry) {
        input = entry
        reassemble()
    }

    /// Takes the last layer off again.
    public func removeLast() {
        guard !stack.isEmpty else { return }
        stack.removeLast()
        fault = nil
        reassemble()
    }

    private func append(_ entries: [Entry]) {
        for entry in entries {
            if entry.inputSettings == nil {
                stack.append(entry)
            } else if !stack.isEmpty {
                fault = "an Input comes after \(stack.count) layers: it is the first thing in a Sequential"
            } else if input != nil {
                fault = "the model has two Inputs: a Sequential takes one; use Model(inputs:outputs:) for several"
            } else {
                input = entry
            }
        }
        reassemble()
    }

    /// A change of the layers makes a new network; layers that were there keep their weights.
    private func reassemble() {
        network = nil
        forgetBuild()
        names = EntryNames(stack)
        if input == nil, let nested = stack.first?.model?.network?.inputs.first?.entry.inputSettings {
            input = Entry(.input(nested))
        }
        if let input { network = chain(from: input) }
    }

    private func chain(from input: Entry) -> Network {
        var x = SymbolicTensor(call: Call(input, []))
        for entry in stack { x = entry(x) }
        return Network(inputs: [SymbolicTensor(call: firstCall(of: x))], outputs: [x], entries: [input] + stack)
    }

    private func firstCall(of tensor: SymbolicTensor) -> Call {
        var call = tensor.call
        while let source = call.inputs.first { call = source.call }
        return call
    }

    override package func assembled(for shapes: [Shape]) throws -> Network {
        if let fault { throw ModelError(place: place, fault) }
        if stack.isEmpty { throw ModelError(place: place, "the model has no layers: add some") }
        if let network { return network }
        guard let shape = shapes.first else {
            throw ModelError(
                place: place,
                "the input's sizes are not known yet: put an Input first, pass `inputShape:`, or call "
                    + "`build(inputShape:)`")
        }
        guard shape.rank > 0 else {
            throw ModelError(place: place, "the input is a single number: its first axis counts the samples")
        }
        let input = SymbolicTensor(shape: Array(shape.dimensions.dropFirst())).entry
        self.input = input
        let network = chain(from: input)
        self.network = network
        return network
    }
}
