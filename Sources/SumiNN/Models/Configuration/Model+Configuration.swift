import SumiJSON
import SumiTensor

extension Model {
    /// The model that a Keras configuration describes: `{"class_name": "Sequential", "config": {"layers": […]}}`, or
    /// `Functional`; nested models too. Its weights are new.
    ///
    /// - Throws: ``ConfigurationError`` or ``ModelError``: what cannot be read, and where.
    public static func make(configuration: JSON) throws -> Model {
        guard let name = configuration["class_name"]?.string, let config = configuration["config"] else {
            throw ConfigurationError("a model takes a \"class_name\" and a \"config\"")
        }
        let className = name.split(separator: ">").last.map(String.init) ?? name
        let place = "model" + (config["name"]?.string.map { " \"\($0)\"" } ?? "")
        do {
            let model: Model
            switch className {
            case "Sequential": model = try sequential(config)
            case "Functional", "Model": model = try FunctionalReader(config).model()
            default:
                throw ConfigurationError("there is no model of class \(className), only Sequential and Functional")
            }
            if config["trainable"]?.bool == false { model.trainable = false }
            return model
        } catch let error as ConfigurationError {
            throw error.inside(place)
        }
    }

    /// Whether a configuration is one of a model.
    static func isModel(_ configuration: JSON) -> Bool {
        let name = configuration["class_name"]?.string?.split(separator: ">").last
        return ["Sequential", "Functional", "Model"].contains(name.map(String.init))
    }

    /// The entry of a layer, an input or a nested model.
    static func entry(_ configuration: JSON) throws -> Entry {
        if isModel(configuration) {
            let model = try make(configuration: configuration)
            let entry = Entry(.model(model), name: configuration["name"]?.string)
            return entry
        }
        if configuration["class_name"]?.string == "InputLayer" { return try input(configuration["config"] ?? .null) }
        let read = try LayerRegistry.make(configuration: configuration)
        let entry = Entry(.layer(read.layer), name: read.name)
        entry.trainable = read.isTrainable
        return entry
    }

    private static func sequential(_ config: JSON) throws -> Model {
        // Keras 2.2 and before wrote the list itself.
        guard let layers = config["layers"]?.array ?? config.array else {
            throw ConfigurationError("a Sequential takes a list of \"layers\"")
        }
        let model = Sequential(name: config["name"]?.string)
        for (index, layer) in layers.enumerated() {
            let settings = layer["config"]
            if index == 0, layer["class_name"]?.string != "InputLayer", !isModel(layer), let settings,
                settings["batch_input_shape"] != nil || settings["batch_shape"] != nil
            {
                let named = try input(settings)
                model.add(Entry(named.content))
            }
            model.add(try entry(layer))
        }
        if model.network == nil, let shape = config["build_input_shape"], shape.array?.first?.array == nil,
            !shape.isNull
        {
            model.prependInput(Entry(.input(try inputSettings(["batch_shape": shape]))))
        }
        return model
    }

    static func input(_ config: JSON) throws -> Entry {
        Entry(.input(try inputSettings(config)), name: config["name"]?.string)
    }

    private static func inputSettings(_ config: JSON) throws -> InputSettings {
        guard let shape = (config["batch_shape"] ?? config["batch_input_shape"])?.array, let batch = shape.first else {
            throw ConfigurationError("an InputLayer takes a \"batch_shape\", a list with the batch size or null first")
        }
        func size(_ json: JSON) throws -> Int? {
            if json.isNull { return nil }
            guard let size = json.integer, size > 0 else {
                throw ConfigurationError(place: "batch_shape", "a size is a whole number above 0 or null, not \(json)")
            }
            return size
        }
        let type = config["dtype"]?.string ?? config["dtype"]?["config"]?["name"]?.string ?? "float32"
        guard let elementType = elementTypes[type] else {
            throw ConfigurationError(place: "dtype", "inputs of type \(type) are not supported")
        }
        return InputSettings(
            try shape.dropFirst().map(size), elementType: elementType, batchSize: try size(batch))
    }

    /// What a model computes with where a file says so: halves are stored, and computed as float32.
    private static let elementTypes: [String: ElementType] = [
        "float32": .float32, "float64": .float32, "float16": .float32, "bfloat16": .float32,
        "mixed_float16": .float32, "mixed_bfloat16": .float32, "int32": .int32, "int64": .int32, "int16": .int32,
        "int8": .int32, "uint8": .float32, "bool": .bool,
    ]
}
