import SumiArchive
import SumiHDF5
import SumiJSON
import SumiTensor

/// What is in the files of Keras: who wrote them, what model it is, how it was compiled, and every array.
enum KerasFileInspection {
    static func archive(_ archive: ZipArchive, title: String) throws -> FileReport {
        var report = FileReport(title: title)
        if archive.contains("metadata.json") {
            let metadata = try JSON(parsing: archive.read("metadata.json", limit: 1 << 20))
            let version = metadata["keras_version"]?.string ?? "of an unknown version"
            report.facts.append(
                "written by Keras \(version)" + (metadata["date_saved"]?.string.map { ", \($0)" } ?? ""))
        }
        let config = try JSON(parsing: archive.read("config.json", limit: 1 << 28))
        report.facts += model(config)
        if let compile = config["compile_config"], !compile.isNull { report.facts.append(compiled(compile)) }
        report.facts += archive.members.map { "member \($0.name), \(FileInspection.size($0.size))" }
        let weights = try HDF5File(try archive.slice("model.weights.h5", limit: 1 << 32))
        report.rows = try arrays(of: weights)
        return report
    }

    static func hdf5(_ file: HDF5File, path: String, size: String) throws -> FileReport {
        let root = try file.root
        func text(_ name: String) -> String? { (try? root.attribute(name))??.text }
        var report = FileReport(title: "\(path): an HDF5 file, \(size)")
        if let config = text("model_config") {
            report.title = "\(path): a Keras model file (.h5), \(size)"
            report.facts += model(try JSON(parsing: Array(config.utf8)))
            if let training = text("training_config") {
                report.facts.append(compiled(try JSON(parsing: Array(training.utf8))))
            }
        } else if try root.names.contains("layers") {
            report.title = "\(path): Keras weights (.weights.h5), \(size)"
        } else if try root.attribute("layer_names") != nil {
            report.title = "\(path): Keras weights (.h5, the older form), \(size)"
        }
        if let version = text("keras_version") { report.facts.insert("written by Keras \(version)", at: 0) }
        report.rows = try arrays(of: file)
        return report
    }

    private static func model(_ config: JSON) -> [String] {
        let className = config["class_name"]?.string ?? "a model of an unknown class"
        let inner = config["config"]
        let layers = (inner?["layers"]?.array ?? inner?.array ?? []).map { $0["class_name"]?.string ?? "?" }
        let name = inner?["name"]?.string.map { " \"\($0)\"" } ?? ""
        return ["\(className)\(name), \(layers.count) layers: \(layers.joined(separator: ", "))"]
    }

    private static func compiled(_ config: JSON) -> String {
        let optimizer = config["optimizer_config"] ?? config["optimizer"]
        var parts = ["compiled with \(optimizer.map(name) ?? "no optimizer")"]
        if let loss = config["loss"], !loss.isNull { parts.append("loss \(name(of: loss))") }
        if let metrics = config["metrics"], !metrics.isNull { parts.append("metrics \(name(of: metrics))") }
        return parts.joined(separator: ", ")
    }

    /// How a configuration calls a loss, a metric, an optimizer, or several of them.
    private static func name(of json: JSON) -> String {
        if let text = json.string { return text }
        if let list = json.array { return list.map(name).joined(separator: ", ") }
        guard let object = json.object else { return json.isNull ? "none" : json.description }
        if let className = object["class_name"]?.string {
            if className == "function" || className == "builtin", let name = object["config"]?.string { return name }
            return className
        }
        return object.members.map { "\($0.key): \(name(of: $0.value))" }.joined(separator: ", ")
    }

    private static let deepestGroup = 64

    private static func arrays(of file: HDF5File) throws -> [FileReport.Row] {
        var rows: [FileReport.Row] = []
        func visit(_ group: HDF5Group, depth: Int) throws {
            guard depth < deepestGroup else { throw ToolError("groups lie more than \(deepestGroup) deep") }
            for name in try group.names {
                switch try group.object(name) {
                case .group(let inner): try visit(inner, depth: depth + 1)
                case .dataset(let dataset):
                    rows.append(
                        .init(name: String(dataset.path.dropFirst()), type: type(dataset.type), shape: dataset.shape))
                case nil: break
                }
            }
        }
        try visit(try file.root, depth: 0)
        return rows
    }

    private static func type(_ type: HDF5Type) -> String {
        switch type {
        case .integer(let size, let isSigned, _): "\(isSigned ? "" : "u")int\(size * 8)"
        case .float(let size, _): "float\(size * 8)"
        case .fixedText, .variableText: "text"
        case .opaque(let size, _): size == 2 ? "bfloat16" : "\(size) bytes"
        case .enumeration: "enumeration"
        }
    }
}
