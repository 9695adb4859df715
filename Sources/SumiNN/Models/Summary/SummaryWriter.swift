/// Writes the rows of a model's summary.
struct SummaryWriter {
    static let numberStyle = "38;5;34"
    private static let openStyle = "38;5;45"
    private static let classStyle = "38;5;33"

    let model: Model
    let showsConnections: Bool
    let expandNested: Bool
    let showTrainable: Bool

    func rows() -> [[StyledText]] { rows(of: model, level: 0, path: model.pathPrefix) }

    private func rows(of inside: Model, level: Int, path: String) -> [[StyledText]] {
        inside.layers.flatMap { entry in
            let name = inside.name(of: entry)
            let here = path.isEmpty ? name : "\(path)/\(name)"
            var rows = [row(entry, name: name, of: inside, level: level, path: here)]
            if expandNested, let nested = entry.model {
                rows += self.rows(of: nested, level: level + 1, path: here)
            }
            return rows
        }
    }

    private func row(_ entry: Entry, name: String, of inside: Model, level: Int, path: String) -> [StyledText] {
        let indent = level == 0 ? "" : String(repeating: "   ", count: level) + "└ "
        let number = StyledText(grouped(count(path)), Self.numberStyle)
        var row = [
            StyledText(indent + name + " (") + StyledText(entry.className, Self.classStyle) + ")",
            shape(entry, of: inside),
            model.built == nil ? number + " (unbuilt)" : number,
        ]
        if showsConnections { row.append(level == 0 ? connections(of: entry) : "-") }
        if showTrainable { row.append(trainability(entry, path)) }
        return row
    }

    /// How many numbers the weights below `path` hold.
    private func count(_ path: String) -> Int {
        let start = path + "/"
        return (model.built?.weights ?? []).filter { $0.path.hasPrefix(start) }.reduce(0) { $0 + $1.shape.count }
    }

    private func trainability(_ entry: Entry, _ path: String) -> StyledText {
        if count(path) == 0 { return StyledText("-", "1") }
        return entry.trainable ? StyledText("Y", "1;\(Self.numberStyle)") : StyledText("N", "1;91")
    }

    /// The shape of the entry's last call.
    private func shape(_ entry: Entry, of inside: Model) -> StyledText {
        guard let call = inside.network?.calls.last(where: { $0.entry === entry }) else { return "?" }
        let probe = inside === model ? model.built?.probe : inside.nestedProbe
        guard let shapes = probe?.callShapes[ObjectIdentifier(call)], !shapes.isEmpty else { return "?" }
        if shapes.count == 1 { return text(shapes[0]) }
        return joined(shapes.map(text), "[", "]")
    }

    private func text(_ sizes: [Int?]) -> StyledText {
        joined(
            sizes.map { $0.map { StyledText(String($0), Self.numberStyle) } ?? StyledText("None", Self.openStyle) },
            "(", ")")
    }

    private func joined(_ parts: [StyledText], _ open: String, _ close: String) -> StyledText {
        var result = StyledText(open)
        for (index, part) in parts.enumerated() { result = result + (index == 0 ? "" : ", ") + part }
        return result + StyledText(close)
    }

    /// `conv2d[0][0], …`: layer, which of its calls, which of its outputs.
    private func connections(of entry: Entry) -> StyledText {
        guard let network = model.network else { return "-" }
        var parts: [StyledText] = []
        for call in network.calls where call.entry === entry {
            for source in call.inputs {
                let calls = network.calls.filter { $0.entry === source.entry }
                let index = calls.firstIndex { $0 === source.call } ?? 0
                parts.append(
                    StyledText("\(network.name(of: source.entry))[") + StyledText("\(index)", Self.numberStyle) + "]["
                        + StyledText("\(source.index)", Self.numberStyle) + "]")
            }
        }
        return parts.isEmpty ? "-" : joined(parts, "", "")
    }
}

extension Model {
    /// Shapes inside a nested model, which has no probe of its own until it is used on its own.
    fileprivate var nestedProbe: NetworkProbe? {
        built?.probe ?? (try? network?.probe(path: pathPrefix, place: place))
    }
}
