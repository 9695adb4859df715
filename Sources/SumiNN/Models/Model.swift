import SumiGraph
import SumiTensor

/// A network of layers with its weights, and, once it is compiled, the way to train it.
///
/// ``Sequential`` makes one from a list of layers. This initializer makes one from symbolic tensors, with branches,
/// shared layers, nested models, several inputs and outputs:
///
/// ```swift
/// let image = Input(28, 28, 1)
/// let features = Flatten()(Conv2D(8, kernelSize: 3, activation: .relu)(image))
/// let model = Model(inputs: image, outputs: Dense(10, activation: .softmax)(features))
/// ```
///
/// A model belongs to one task; it is not `Sendable`.
public class Model {
    /// The calls from inputs to outputs; `nil` while the input's sizes are unknown.
    package internal(set) var network: Network?
    package internal(set) var givenName: String?
    private var isTrainable = true

    /// Keras' class name.
    public var className: String { "Functional" }
    /// The name it was given, else `functional`, or `sequential`.
    public var name: String { givenName ?? className.snakeCased }

    /// What initial weights, shuffles and dropout follow from. Weights are made when the model is built: at the first
    /// of `compile`, `build`, `predict`, `weights` and `summary`.
    public var seed = RandomSeed.next()

    // MARK: State of the build and of training, see the extensions

    package var built: BuiltModel?
    package var chosenEngine: (any Engine)?
    package var state: ModelState?
    package var compiled: CompiledModel?
    package var programs = ProgramCache()
    package var counters = TrainingCounters()
    package var training = TrainingControl()
    /// Grows when steps that were compiled before are of no use any more.
    package var generation = 0
    package var console = Console.standardOutput

    /// Set by a callback, ends `fit` after the present batch.
    public var stopTraining = false
    /// What the last `fit` recorded.
    public package(set) var history: History?
    /// What the model's file keeps beside what Keras reads: class names, how a picture is framed, the history.
    public var notes = ModelNotes()
    /// A training step of one's own in place of Keras' usual one; see ``TrainingStep``. Set it before `fit`.
    public var trainStep: ((TrainingStep) throws -> [String: TracedTensor])? {
        didSet { programs.removeAll() }
    }

    package init(network: Network?, name: String?) {
        self.network = network
        givenName = name
    }

    /// A model from its inputs and outputs. What is wrong with it is told by the first method that needs it, as
    /// `compile`.
    public convenience init(inputs: [SymbolicTensor], outputs: [SymbolicTensor], name: String? = nil) {
        self.init(network: Network(inputs: inputs, outputs: outputs), name: name)
    }

    /// A model with one input and one output.
    public convenience init(inputs: SymbolicTensor, outputs: SymbolicTensor, name: String? = nil) {
        self.init(inputs: [inputs], outputs: [outputs], name: name)
    }

    /// A model with several inputs and one output.
    public convenience init(inputs: [SymbolicTensor], outputs: SymbolicTensor, name: String? = nil) {
        self.init(inputs: inputs, outputs: [outputs], name: name)
    }

    /// A model with one input and several outputs.
    public convenience init(inputs: SymbolicTensor, outputs: [SymbolicTensor], name: String? = nil) {
        self.init(inputs: [inputs], outputs: outputs, name: name)
    }

    /// How errors name the model.
    package var place: String { "model \"\(name)\"" }

    /// What the paths of weights begin with: Keras puts a Sequential's name there.
    package var pathPrefix: String { "" }

    /// The network for inputs of these shapes (batch axis first).
    package func assembled(for shapes: [Shape]) throws -> Network {
        guard let network else { throw ModelError(place: place, "the model has no layers") }
        return network
    }

    // MARK: Layers

    /// The model's layers in Keras' order; a functional model's inputs are among them.
    public var layers: [Entry] { network?.entries ?? [] }

    /// The layer of this name.
    ///
    /// - Throws: ``ModelError`` with the names there are.
    public func layer(named name: String) throws -> Entry {
        if let entry = layers.first(where: { self.name(of: $0) == name }) { return entry }
        let names = layers.map { "\"\(self.name(of: $0))\"" }.joined(separator: ", ")
        throw ModelError(place: place, "there is no layer \"\(name)\"; its layers are \(names)")
    }

    /// The entry's name within this model.
    package func name(of entry: Entry) -> String { network?.name(of: entry) ?? entry.name }

    /// The names of the outputs: those of the layers that make them.
    public var outputNames: [String] { network?.outputs.map { name(of: $0.entry) } ?? [] }

    /// The model's inputs, to build other models from.
    public var inputs: [SymbolicTensor] { network?.inputs ?? [] }

    /// The model's outputs, to build other models from.
    public var outputs: [SymbolicTensor] { network?.outputs ?? [] }

    /// The value that the layer `name` makes in its first call here: what a model that looks inside begins with.
    public func output(ofLayer name: String) throws -> SymbolicTensor {
        let entry = try layer(named: name)
        guard let call = network?.calls.first(where: { $0.entry === entry }) else {
            throw ModelError(place: place, "layer \"\(name)\" is not used")
        }
        return SymbolicTensor(call: call)
    }

    // MARK: Freezing

    /// Whether `fit` changes the weights. Setting it sets it for every layer; it takes effect with `compile`.
    public var trainable: Bool {
        get { isTrainable }
        set {
            isTrainable = newValue
            for entry in layers { entry.trainable = newValue }
        }
    }

    /// The same model with weights that training leaves alone.
    public func frozen() -> Self {
        trainable = false
        return self
    }

    // MARK: As a part of other models

    /// This model's first output for other inputs, with the same weights: a nested model.
    public func callAsFunction(_ inputs: SymbolicTensor...) -> SymbolicTensor { entry(inputs) }
    /// This model's first output for other inputs, with the same weights.
    public func callAsFunction(_ inputs: [SymbolicTensor]) -> SymbolicTensor { entry(inputs) }
    /// All outputs of this model for other inputs, with the same weights.
    public func outputs(_ inputs: [SymbolicTensor]) -> [SymbolicTensor] { entry.outputs(inputs) }

    /// The entry that stands for this model in others: one, so that every call of the model is a call of it.
    package var entry: Entry {
        if let nestedEntry { return nestedEntry }
        let entry = Entry(.model(self))
        nestedEntry = entry
        return entry
    }
    // Weak: the entry holds the model.
    private weak var nestedEntry: Entry?
}
