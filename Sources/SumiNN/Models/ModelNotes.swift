import SumiJSON
import SumiTensor

/// What a model's file keeps beside what Keras reads: what the classes are called, how a picture becomes the input, how
/// training went.
///
/// Keras ignores all of it; it comes back with `Model.load`.
public struct ModelNotes: Equatable, Sendable {
    /// The values of one log, epoch by epoch.
    public struct Curve: Equatable, Sendable {
        /// The log's name: `loss`, `val_accuracy`.
        public var name: String
        /// Epochs that had this log, counted from 0, with its value.
        public var values: [Value]

        /// One epoch's value.
        public struct Value: Equatable, Sendable {
            /// The epoch, counted from 0.
            public var epoch: Int
            /// Its value.
            public var value: Double

            /// The value of one epoch.
            public init(epoch: Int, value: Double) {
                self.epoch = epoch
                self.value = value
            }
        }

        /// The values of a log.
        public init(name: String, values: [Value] = []) {
            self.name = name
            self.values = values
        }
    }

    /// What the outputs of a classifier are called, in their order.
    public var classNames: [String]?
    /// How a picture becomes the input.
    public var framing: ImageFraming?
    /// What a pixel's value from 0 to 255 is multiplied by: 1/255 where the input goes from 0 to 1.
    public var scale: Double?
    /// The logs of training so far.
    public var history: [Curve] = []
    /// What a run that goes on needs to know beyond what Keras keeps.
    package var training: JSON?
    /// The tensors of such a run, by name.
    package var trainingTensors: [String: Tensor] = [:]

    /// Notes of what is given; none where nothing is.
    public init(classNames: [String]? = nil, framing: ImageFraming? = nil, scale: Double? = nil) {
        self.classNames = classNames
        self.framing = framing
        self.scale = scale
    }

    /// Whether there is nothing to keep.
    public var isEmpty: Bool { self == ModelNotes() }
}

extension ModelNotes {
    /// Adds the values of an epoch to the history, in place of those it may have of this epoch.
    package mutating func note(epoch: Int, _ logs: [(name: String, value: Double)]) {
        for (name, value) in logs {
            let index = history.firstIndex { $0.name == name } ?? history.count
            if index == history.count { history.append(Curve(name: name)) }
            history[index].values.removeAll { $0.epoch == epoch }
            history[index].values.append(Curve.Value(epoch: epoch, value: value))
        }
    }

    /// Forgets the values of `epoch` and later ones: training goes on from there.
    package mutating func cutHistory(from epoch: Int) {
        for index in history.indices { history[index].values.removeAll { $0.epoch >= epoch } }
        history.removeAll { $0.values.isEmpty }
    }

    /// Everything but the tensors, as files keep it.
    package var json: JSON {
        var object = JSONObject()
        object["version"] = 1
        if let classNames { object["class_names"] = .array(classNames.map { .string($0) }) }
        if let framing { object["framing"] = .string(framing.rawValue) }
        if let scale { object["scale"] = .number(scale) }
        if !history.isEmpty {
            var curves = JSONObject()
            for curve in history {
                curves[curve.name] = .array(curve.values.map { .array([.integer($0.epoch), .number($0.value)]) })
            }
            object["history"] = .object(curves)
        }
        object["training"] = training
        return .object(object)
    }

    /// Reads what ``json`` writes. What later versions add, or is not as it should be, is left out.
    package init(json: JSON, tensors: [String: Tensor] = [:]) {
        self.init(
            classNames: json["class_names"]?.array?.compactMap(\.string),
            framing: json["framing"]?.string.flatMap(ImageFraming.init(rawValue:)), scale: json["scale"]?.double)
        history = (json["history"]?.object?.members ?? []).map { name, values in
            Curve(
                name: name,
                values: (values.array ?? []).compactMap { pair in
                    guard let epoch = pair[0]?.integer, let value = pair[1]?.double else { return nil }
                    return Curve.Value(epoch: epoch, value: value)
                })
        }
        training = json["training"]
        trainingTensors = tensors
    }
}
