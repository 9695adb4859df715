import SumiArchive
import SumiHDF5
import SumiJSON
import SumiNN

/// The members of a `.keras` file.
enum ArchiveMember {
    static let metadata = "metadata.json"
    static let configuration = "config.json"
    static let weights = "model.weights.h5"
    /// Ours, which Keras ignores.
    static let notes = "sumi.json"
    static let noteTensors = "sumi.safetensors"
}

/// The version of Keras whose files are written.
let writtenKerasVersion = "3.15.1"

extension Model {
    /// The `.keras` file, in parts.
    func kerasArchive(includeOptimizer: Bool) throws -> [[UInt8]] {
        var zip = ZipWriter()
        let metadata: JSON = [
            "keras_version": .string(writtenKerasVersion), "date_saved": .string(presentDate()),
        ]
        try zip.add(ArchiveMember.metadata, Array(metadata.description.utf8))
        let configuration = try configuration(includesTraining: includeOptimizer)
        try zip.add(ArchiveMember.configuration, Array(configuration.description.utf8))
        try zip.add(ArchiveMember.weights, parts: try weightsFile(includeOptimizer: includeOptimizer))
        if !notes.isEmpty { try zip.add(ArchiveMember.notes, Array(notes.json.description.utf8)) }
        if !notes.trainingTensors.isEmpty { try zip.add(ArchiveMember.noteTensors, try notes.encodedTensors()) }
        return zip.parts()
    }

    /// The `.weights.h5` file, in parts.
    func weightsFile(includeOptimizer: Bool) throws -> [[UInt8]] {
        let built = try ensureBuilt(for: [])
        var children = [try WeightStore.layersGroup(StoredLayer.layers(of: self, built.probe))]
        if includeOptimizer, let state = try optimizerState() {
            let variables = WeightStore.variables(state.map(\.value.value), name: optimizer?.name ?? "")
            children.append(("optimizer", .group(children: [variables])))
        }
        children.append(WeightStore.variables([], name: name))
        return try HDF5Node.group(children: children).fileParts()
    }

    /// The model in a `.keras` file.
    static func load(_ zip: ZipArchive, compile: Bool) throws -> Model {
        let limit = ModelFile.largestConfiguration
        let configuration = try JSON(parsing: try zip.read(ArchiveMember.configuration, limit: limit))
        let model = try make(configuration: configuration)
        let root = try HDF5File(try zip.slice(ArchiveMember.weights)).root
        let probe = try model.probe()
        var loading = WeightLoading()
        let layers = StoredLayer.layers(of: model, probe)
        try WeightStore.read(layers, in: root, place: model.place, into: &loading)
        try model.finish(loading, probe)
        if zip.contains(ArchiveMember.notes) { try model.readNotes(zip, limit: limit) }
        if compile, let training = configuration["compile_config"], training.isTraining {
            try model.compile(configuration: training)
            let metadata =
                zip.contains(ArchiveMember.metadata) ? try zip.read(ArchiveMember.metadata, limit: limit) : []
            model.followKeras(version: (try? JSON(parsing: metadata))?["keras_version"]?.string)
            try model.loadOptimizer(OptimizerVariables(root.group("optimizer/vars")))
        }
        return model
    }

    private func readNotes(_ zip: ZipArchive, limit: Int) throws {
        let json = try JSON(parsing: try zip.read(ArchiveMember.notes, limit: limit))
        let hasTensors = zip.contains(ArchiveMember.noteTensors)
        notes = try ModelNotes(json: json, encodedTensors: hasTensors ? zip.read(ArchiveMember.noteTensors) : nil)
    }

    /// What a trace without data tells of a model that is being loaded.
    func probe() throws -> NetworkProbe {
        try assembled(for: []).probe(path: pathPrefix, place: place)
    }

    /// Gives a model that is being loaded its weights, all of which are there.
    func finish(_ loading: WeightLoading, _ probe: NetworkProbe) throws {
        loading.finish()
        // The probe is used again: tracing the model a second time would cost as much as the rest of loading.
        built = BuiltModel(probe: probe, values: try probe.weightValues())
    }
}

extension NetworkProbe {
    /// The values of all weights, which their entries hold.
    fileprivate func weightValues() throws -> [WeightValue] {
        try zip(weights, homes).map { weight, home in
            guard let value = home.entry.values[home.path] else {
                throw ModelError("weight \"\(weight.path)\" has no value in the file")
            }
            return value
        }
    }
}

extension JSON {
    /// Whether this says how a model is trained; Keras writes an empty object where it is not compiled.
    var isTraining: Bool { self["loss"].map { !$0.isNull } ?? (self["optimizer"].map { !$0.isNull } ?? false) }
}
