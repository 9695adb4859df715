import SumiHDF5

/// Lists of names in the attributes of Keras' older format, which splits long ones: `layer_names0`, `layer_names1`.
enum LegacyNames {
    /// The list, `nil` where there is no such attribute.
    static func read(_ name: String, of group: HDF5Group) throws -> [String]? {
        let attributes = try group.attributes
        func texts(_ name: String) throws -> [String]? {
            guard let value = attributes.first(where: { $0.name == name })?.value else { return nil }
            // An empty list has no type of its own.
            if value.shape.count == 0 { return [] }
            guard let texts = value.texts else {
                throw HDF5Error("attribute \(name) of \(group.path) is not a list of names")
            }
            return texts
        }
        if let whole = try texts(name) { return whole }
        var list: [String]?
        var part = 0
        while let names = try texts("\(name)\(part)") {
            list = (list ?? []) + names
            part += 1
        }
        return list
    }

    /// The attributes that hold the list; references to 4,000 names of 16 bytes fit into one.
    static func write(_ name: String, _ names: [String]) -> [(name: String, value: HDF5Value)] {
        if names.isEmpty { return [(name, HDF5Value(shape: [0], elements: .raw([], .float(size: 8))))] }
        if names.count <= longest { return [(name, HDF5Value(names))] }
        return stride(from: 0, to: names.count, by: longest).enumerated().map { index, start in
            ("\(name)\(index)", HDF5Value(Array(names[start..<min(start + longest, names.count)])))
        }
    }

    private static let longest = 4000
}
