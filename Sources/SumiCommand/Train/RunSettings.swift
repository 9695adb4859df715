import Sumi

/// The options of a run by name, with defaults filled in: what its file keeps, so that the run can go on.
struct RunSettings {
    private(set) var options: JSONObject

    /// - Parameter given: what the user has said; it goes over `defaults`.
    init(defaults: JSONObject, given: JSONObject) {
        options = defaults
        for (name, value) in given.members { options[name] = value }
    }

    /// The options that the file of a run has kept.
    init(stored: JSON?, path: String) throws(ToolError) {
        guard let stored = stored?.object else {
            throw ToolError(
                "\"\(path)\" is not of a run that can go on: --resume takes a file that `sumi train` has written to its "
                    + "--output")
        }
        options = stored
    }

    /// Options that may differ when a run goes on: they change nothing in what comes out.
    private static let free: Set = ["epochs", "checkpoint-every"]

    /// Takes what the user has said with `--resume`.
    ///
    /// - Throws: ``ToolError`` where it contradicts the run.
    mutating func goOn(with given: JSONObject, path: String) throws(ToolError) {
        for (name, value) in given.members {
            let before = options[name] ?? .null
            if Self.free.contains(name) {
                options[name] = value
            } else if value != before {
                let option = name == "dataset" ? "the data set" : "--\(name)"
                let kept = before.isNull || before == false ? "without it" : "with \(Self.text(before))"
                throw ToolError(
                    "\(option) \(Self.text(value)) contradicts \"\(path)\", a run that was begun \(kept): leave it out, or "
                        + "begin a new run")
            }
        }
        let (total, before) = (given["epochs"]?.integer, options["epochs-begun"]?.integer ?? 1)
        if let total, total < before {
            throw ToolError(
                "--epochs \(total) is less than the \(before) epochs of the run in \"\(path)\": it is their total, and may "
                    + "only grow")
        }
    }

    private static func text(_ value: JSON) -> String {
        if case .bool = value { return "" }
        return value.string ?? value.description
    }

    /// Notes what is there for a check, or for the next time.
    mutating func note(_ name: String, _ value: JSON) { options[name] = value }

    // MARK: Values

    /// A whole number from 1.
    func count(_ name: String) throws(ToolError) -> Int {
        guard let value = options[name]?.integer, (1...Int(Int32.max)).contains(value) else {
            throw Self.damage(name)
        }
        return value
    }

    /// A whole number from 1 that may be missing.
    func optionalCount(_ name: String) throws(ToolError) -> Int? {
        isNull(name) ? nil : try count(name)
    }

    func text(_ name: String) throws(ToolError) -> String {
        guard let value = options[name]?.string else { throw Self.damage(name) }
        return value
    }

    func optionalText(_ name: String) throws(ToolError) -> String? {
        isNull(name) ? nil : try text(name)
    }

    func number(_ name: String) throws(ToolError) -> Double {
        guard let value = options[name]?.double else { throw Self.damage(name) }
        return value
    }

    func flag(_ name: String) -> Bool { options[name]?.bool ?? false }

    private func isNull(_ name: String) -> Bool { options[name]?.isNull ?? true }

    private static func damage(_ name: String) -> ToolError {
        ToolError("the record of the run is damaged: its option \"\(name)\" is not what it should be")
    }
}
