import SumiGraph
import SumiTensor

/// What tracing a network without data tells: its weights, and the shapes of all that flows through it.
package struct NetworkProbe {
    /// Every weight in order, its path from the outermost model on.
    package var weights: [Weight] = []
    /// For each weight its entry and its path below that entry.
    package var homes: [(entry: Entry, path: String)] = []
    /// Shapes of the outputs, `nil` where a size is open.
    package var outputShapes: [[Int?]] = []
    /// Shapes of every call's outputs.
    package var callShapes: [ObjectIdentifier: [[Int?]]] = [:]
}

extension Network {
    /// Traces the network for inference, twice where its inputs leave sizes open: no weight may depend on them.
    ///
    /// - Parameters:
    ///   - path: what weights' paths begin with.
    ///   - place: how errors name the model.
    package func probe(path: String, place: String) throws -> NetworkProbe {
        if let fault { throw ModelError(place: place, fault) }
        for input in inputs {
            if let fault = input.entry.inputSettings?.fault { throw ModelError(place: place, fault) }
        }
        let isFixed = inputs.allSatisfy { $0.entry.inputSettings?.isFixed ?? true }
        var lastError: (any Error)?
        // A small size may be too small for what follows, pooling for example; then a larger pair is tried.
        for (first, second) in isFixed ? [(1, 1)] : [(32, 48), (128, 160), (512, 576)] {
            do {
                var probe = try probe(batch: 2, open: first, path: path, place: place)
                try probe.compare(try self.probe(batch: 3, open: second, path: path, place: place), place: place)
                return probe
            } catch let error as ModelError {
                throw error
            } catch {
                lastError = lastError ?? error
            }
        }
        throw lastError ?? ModelError(place: place, "the model cannot be traced")
    }

    private func probe(batch: Int, open: Int, path: String, place: String) throws -> NetworkProbe {
        let trace = Trace()
        let registry = WeightRegistry()
        let scope = Scope(trace: trace, isTraining: false, registry: registry, path: path)
        var result = NetworkProbe()
        var homes: [(entry: Entry, path: String)] = []
        let context = NetworkContext(
            record: { call, values in
                result.callShapes[ObjectIdentifier(call)] = values.map { $0.shape.dimensions }
            },
            enter: { homes.append(($0, $1)) }, place: place)
        let inputs = self.inputs.enumerated().map { index, input in
            let settings = input.entry.inputSettings ?? InputSettings([])
            return trace.input(
                "x\(index)", TensorType(settings.shape(batch: batch, open: open), settings.elementType))
        }
        let outputs = self.trace(inputs, in: scope, context)
        if let failure = trace.failure { throw failure }
        result.outputShapes = outputs.map { $0.shape.dimensions }
        result.weights = registry.weights
        let paths = Dictionary(homes.map { ($0.path, $0.entry) }, uniquingKeysWith: { first, _ in first })
        for weight in registry.weights { result.homes.append(home(of: weight.path, among: paths)) }
        return result
    }

    /// The entry with the longest path that `path` begins with.
    private func home(of path: String, among entries: [String: Entry]) -> (entry: Entry, path: String) {
        let parts = path.split(separator: "/")
        for count in stride(from: parts.count - 1, through: 1, by: -1) {
            if let entry = entries[parts[..<count].joined(separator: "/")] {
                return (entry, parts[count...].joined(separator: "/"))
            }
        }
        return (self.entries[0], path)
    }
}

extension NetworkProbe {
    /// Opens the sizes that differ from those of another probe; weights must not differ.
    fileprivate mutating func compare(_ other: NetworkProbe, place: String) throws(ModelError) {
        for (weight, again) in zip(weights, other.weights) where weight.shape != again.shape {
            let layer = weight.path.split(separator: "/").dropLast().last.map(String.init) ?? weight.path
            throw ModelError(
                place: "\(place), layer \"\(layer)\"",
                "the shape of weight \"\(weight.name)\" depends on a size that the input leaves open (\(weight.shape) "
                    + "for one size, \(again.shape) for another): give the input all sizes, or pool before this layer")
        }
        func opened(_ a: [Int?], _ b: [Int?]) -> [Int?] { zip(a, b).map { $0 == $1 ? $0 : nil } }
        outputShapes = zip(outputShapes, other.outputShapes).map(opened)
        callShapes = callShapes.mapValuesWithKeys { call, shapes in
            zip(shapes, other.callShapes[call] ?? []).map(opened)
        }
    }
}

extension Dictionary {
    fileprivate func mapValuesWithKeys<Result>(_ transform: (Key, Value) -> Result) -> [Key: Result] {
        Dictionary<Key, Result>(uniqueKeysWithValues: map { ($0, transform($0, $1)) })
    }
}
