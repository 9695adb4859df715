import SumiGraph
import SumiTensor

extension Model {
    /// Whether the weights are made.
    public var isBuilt: Bool { built != nil }

    /// Makes the weights, from ``seed``. Other methods do it where it is needed.
    ///
    /// - Throws: ``ModelError`` or `TraceError`: where layers do not fit together, or the input's sizes are unknown.
    public func build() throws { _ = try ensureBuilt(for: []) }

    /// Makes the weights for inputs of these sizes.
    ///
    /// - Parameter inputShape: batch axis first, as Keras has it: `[nil, 28, 28, 1]`.
    public func build(inputShape: [Int?]) throws {
        guard !inputShape.isEmpty else {
            throw ModelError(place: place, "an input's first axis counts the samples: begin the shape with nil")
        }
        _ = try ensureBuilt(for: [Shape(inputShape.map { $0 ?? 1 })])
    }

    /// The model with its weights; `shapes` (batch axis first) tell a Sequential without input its sizes.
    package func ensureBuilt(for shapes: [Shape]) throws -> BuiltModel {
        if let built { return built }
        let network = try assembled(for: shapes)
        let probe = try network.probe(path: pathPrefix, place: place)
        var values: [WeightValue] = []
        for (weight, home) in zip(probe.weights, probe.homes) {
            if let value = home.entry.values[home.path], value.shape == weight.shape {
                values.append(value)
            } else {
                let value = WeightValue(try initialValue(of: weight))
                home.entry.values[home.path] = value
                values.append(value)
            }
        }
        let built = BuiltModel(probe: probe, values: values)
        self.built = built
        return built
    }

    private func initialValue(of weight: Weight) throws -> Tensor {
        do {
            return try weight.initializer.makeTensor(weight.shape, stream: weight.stream, seed: seed)
        } catch {
            throw ModelError(place: place, "weight \"\(weight.path)\": \(error)")
        }
    }

    /// After a change of the layers: weights stay with their entries, all that was worked out from them goes.
    package func forgetBuild() {
        built = nil
        state = nil
        generation += 1
        programs.removeAll()
    }

    // MARK: Engine

    /// What the model computes with: the product's default engine, if none was set. A change keeps all that was learnt.
    ///
    /// - Note: Without a default engine (nothing imports `Sumi`) this is a reference engine until one is set.
    public var engine: any Engine {
        get { (try? usedEngine()) ?? ReferenceEngine() }
        set {
            moveState(to: newValue)
            chosenEngine = newValue
        }
    }

    package func usedEngine() throws -> any Engine {
        if let chosenEngine { return chosenEngine }
        let engine = try DefaultEngine.make()
        chosenEngine = engine
        return engine
    }

    /// The model's variables on its engine.
    package func ensureState() throws -> ModelState {
        if let state { return state }
        let state = ModelState(try usedEngine())
        self.state = state
        return state
    }

    /// Optimizer slots and sums live in the state only: they move along. Weights follow by themselves.
    private func moveState(to engine: any Engine) {
        programs.removeAll()
        guard let old = state else { return }
        let new = ModelState(engine)
        for variable in old.variables.variables where old.versions[variable.name] == nil {
            if let value = try? old.variables.read(variable.name) { try? new.variables.write(variable.name, value) }
        }
        state = new
    }

    /// Makes the state hold the present value of every weight.
    package func bringWeights(_ built: BuiltModel, to state: ModelState) throws {
        for (weight, value) in zip(built.weights, built.values) { try value.bring(to: state, as: weight.path) }
    }
}
