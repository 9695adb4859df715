import SumiArchive
import SumiHDF5
import SumiNN

extension Model {
    /// The model in a file that Keras 2 or 3 or ``save(_:overwrite:includeOptimizer:)`` has written, `.keras` or `.h5`:
    /// its content tells which.
    ///
    /// - Parameter compile: whether the model is compiled as the file says, so that training goes on where it ended.
    /// - Throws: ``ModelError``, which begins with the path: the file is missing or damaged, a class or setting is not
    ///   known, or weights are missing.
    public static func load(_ path: String, compile: Bool = true) throws -> Model {
        try inFile(path) {
            switch try ModelFile(path) {
            case .archive(let zip): try load(zip, compile: compile)
            case .hdf5(let root): try load(root, compile: compile)
            }
        }
    }

    /// Takes the weights in a file: `.weights.h5`, weights in Keras' older format, or a whole model's.
    ///
    /// Layers are matched by their order. The optimizer goes on from its state too, where the model is compiled and the
    /// file has it.
    ///
    /// - Parameter skipMismatch: whether layers whose weights do not fit are left as they are, with a warning.
    /// - Throws: ``ModelError``: the file is missing or damaged, or the weights are not those of this model; nothing is
    ///   changed then.
    public func loadWeights(_ path: String, skipMismatch: Bool = false) throws {
        try inFile(path) {
            let root =
                switch try ModelFile(path) {
                case .archive(let zip): try HDF5File(try zip.slice(ArchiveMember.weights)).root
                case .hdf5(let root): root
                }
            let layers = StoredLayer.layers(of: self, try ensureBuilt(for: []).probe)
            var loading = WeightLoading(skipMismatch: skipMismatch)
            if let weights = try root.group("model_weights") {
                try LegacyWeights.read(layers, in: weights, place: place, into: &loading)
            } else if try root.names.contains("layers") {
                try WeightStore.read(layers, in: root, place: place, into: &loading)
            } else {
                try LegacyWeights.read(layers, in: root, place: place, into: &loading)
            }
            loading.finish()
            guard compiled != nil else { return }
            try loadOptimizer(
                OptimizerVariables(root.group("optimizer/vars"))
                    ?? OptimizerVariables(legacy: root.group("optimizer_weights")))
        }
    }
}
