import Synchronization

/// One layer of a model, with what belongs to its place there rather than to its settings: name, trainability and
/// weights.
///
/// A layer such as `Dense(10)` is a value: each call of it makes an entry of its own. An entry is an object: every
/// call of the same entry shares its weights.
///
/// ```swift
/// let twin = Dense(16, activation: .relu).named("twin")
/// let difference = Subtract()(twin(left), twin(right))  // the same 16 units see both sides
/// ```
public final class Entry {
    package enum Content {
        case input(InputSettings)
        case layer(any AnyLayer)
        case model(Model)
    }

    package let content: Content
    /// Tells entries apart and gives the order in which they were made, which automatic names follow.
    package let serial: UInt64
    /// The name it was given, else the automatic one that the first model around it gave.
    private var chosenName: String?
    private var automaticName: String?
    /// Values of the weights by their path below this entry: `kernel`.
    package var values: [String: WeightValue] = [:]
    private var isTrainable = true

    package init(_ content: Content, name: String? = nil) {
        self.content = content
        self.chosenName = name
        serial = nextSerial.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// An entry for `layer`; calls of it share the layer's weights.
    public convenience init(_ layer: some AnyLayer, name: String? = nil) { self.init(.layer(layer), name: name) }

    // MARK: Name

    /// The name it was given, else Keras' automatic one (`dense`, `dense_1`), which it has once it is part of a model.
    public var name: String { givenName ?? automaticName ?? className.snakeCased }

    package var givenName: String? {
        if case .model(let model) = content { return chosenName ?? model.givenName }
        return chosenName
    }

    /// The automatic name from the first model around it.
    package var earlierName: String? { automaticName }

    package func setAutomaticName(_ name: String) { if automaticName == nil { automaticName = name } }

    /// The same entry with another name.
    public func named(_ name: String) -> Entry {
        chosenName = name
        return self
    }

    /// Keras' class name: `Conv2D`, `InputLayer`, `Sequential`.
    public var className: String {
        switch content {
        case .input: "InputLayer"
        case .layer(let layer): type(of: layer).className
        case .model(let model): model.className
        }
    }

    // MARK: Content

    /// The layer's settings; `nil` for an input or a nested model.
    public var layer: (any AnyLayer)? {
        if case .layer(let layer) = content { return layer }
        return nil
    }

    /// The nested model, if it is one.
    public var model: Model? {
        if case .model(let model) = content { return model }
        return nil
    }

    package var inputSettings: InputSettings? {
        if case .input(let settings) = content { return settings }
        return nil
    }

    // MARK: Freezing

    /// Whether `fit` changes the weights. Takes effect when the model is compiled, for all layers of a nested model.
    public var trainable: Bool {
        get { model?.trainable ?? isTrainable }
        set {
            isTrainable = newValue
            model?.trainable = newValue
        }
    }

    /// The same entry with weights that training leaves alone.
    public func frozen() -> Entry {
        trainable = false
        return self
    }
}

/// How many entries have been made in this process.
private let nextSerial = Atomic<UInt64>(0)

extension AnyLayer {
    /// An entry with this name, whose calls share the layer's weights.
    public func named(_ name: String) -> Entry { Entry(self, name: name) }

    /// An entry whose weights training leaves alone.
    public func frozen() -> Entry { Entry(self).frozen() }

    /// An entry whose calls share the layer's weights.
    public func shared() -> Entry { Entry(self) }
}
