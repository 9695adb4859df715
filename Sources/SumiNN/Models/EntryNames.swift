/// The names of a model's entries: those that were given, else Keras' automatic ones, counted within the model in the
/// order in which the entries were made. An entry keeps the name of the first model it was part of, unless it is taken.
struct EntryNames {
    private var names: [ObjectIdentifier: String] = [:]
    /// What is wrong with the names that were given, if anything.
    private(set) var fault: String?

    init(_ entries: [Entry]) {
        var taken: Set<String> = []
        for entry in entries {
            guard let name = entry.givenName ?? entry.earlierName else { continue }
            if taken.insert(name).inserted {
                names[ObjectIdentifier(entry)] = name
            } else if entry.givenName != nil {
                fault = "two layers are named \"\(name)\": names tell layers apart, give them different ones"
            }
        }
        var counts: [String: Int] = [:]
        for entry in entries.sorted(by: { $0.serial < $1.serial }) where names[ObjectIdentifier(entry)] == nil {
            let base = entry.inputSettings == nil ? entry.className.snakeCased : "input_layer"
            var name: String
            repeat {
                let count = counts[base, default: 0]
                name = count == 0 ? base : "\(base)_\(count)"
                counts[base] = count + 1
            } while !taken.insert(name).inserted
            names[ObjectIdentifier(entry)] = name
            entry.setAutomaticName(name)
        }
        for entry in entries where name(of: entry).isEmpty || name(of: entry).contains("/") {
            fault = fault ?? "a layer is named \"\(name(of: entry))\": a name is not empty and holds no \"/\""
        }
    }

    func name(of entry: Entry) -> String { names[ObjectIdentifier(entry)] ?? entry.name }
}
