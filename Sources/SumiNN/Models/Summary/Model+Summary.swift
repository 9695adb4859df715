import SumiTensor

extension Model {
    /// Prints the model's layers with output shapes and numbers of weights, as Keras 3 does.
    ///
    /// - Parameters:
    ///   - lineLength: how wide the table is; as Keras chooses it for the terminal where it is `nil`.
    ///   - expandNested: whether the layers of nested models are listed.
    ///   - showTrainable: whether a column says which layers are trained.
    /// - Throws: what keeps the model from being built.
    public func summary(lineLength: Int? = nil, expandNested: Bool = false, showTrainable: Bool = false) throws {
        console.write(
            try summaryText(
                lineLength: lineLength, expandNested: expandNested, showTrainable: showTrainable,
                colors: console.usesColors))
    }

    /// What ``summary(lineLength:expandNested:showTrainable:)`` prints.
    ///
    /// - Parameter colors: whether numbers and classes are coloured for a terminal.
    public func summaryText(
        lineLength: Int? = nil, expandNested: Bool = false, showTrainable: Bool = false, colors: Bool = false
    ) throws -> String {
        // A Sequential that does not know its input yet has a summary, too.
        if network != nil || !(self is Sequential) { _ = try ensureBuilt(for: []) }
        let isLinear = self is Sequential || isLinear
        var columns = [
            SummaryTable.Column(title: "Layer (type)", alignment: .left, end: isLinear ? 0.45 : 0.3),
            .init(title: "Output Shape", alignment: .left, end: isLinear ? 0.8 : 0.56),
            .init(title: "Param #", alignment: .right, end: isLinear ? 1 : 0.74),
        ]
        if !isLinear { columns.append(.init(title: "Connected to", alignment: .left, end: 1)) }
        var length = isLinear ? 88 : 108
        if showTrainable {
            length += 12
            for index in columns.indices { columns[index].end *= 0.9 }
            columns.append(.init(title: "Trainable", alignment: .center, end: 1))
        }
        length = max(lineLength ?? min(length, console.columns - 4), 7 * columns.count)
        var table = SummaryTable(columns: columns, lineLength: length)
        let writer = SummaryWriter(
            model: self, showsConnections: !isLinear, expandNested: expandNested, showTrainable: showTrainable)
        table.rows = writer.rows()
        let title = StyledText("Model: \"\(name)\"", "1").text(colors: colors)
        return title + "\n" + table.text(colors: colors) + totals(colors: colors)
    }

    /// Whether every layer follows the one before, none used twice.
    private var isLinear: Bool {
        guard let network else { return true }
        let depths = network.calls.compactMap { network.depths[ObjectIdentifier($0)] }
        return Set(depths).count == depths.count && network.calls.allSatisfy { $0.inputs.count < 2 }
            && network.calls.count == network.entries.count
    }

    private func totals(colors: Bool) -> String {
        let all = built?.weights ?? []
        let trained = all.filter { !$0.isStatistic && !isFrozen($0.path) }.reduce(0) { $0 + $1.shape.count }
        let fixed = all.reduce(0) { $0 + $1.shape.count } - trained
        let slots = (state?.variables.variables ?? []).filter { $0.name.hasPrefix("optimizer/") }
        // Keras' optimizer holds the iteration, in 8 bytes, and the rate, if no schedule makes it.
        let rate = compiled?.optimizer.constantLearningRate == nil ? 0 : 1
        let optimizer = slots.isEmpty ? 0 : slots.reduce(1 + rate) { $0 + $1.type.shape.count }
        let extra = optimizer == 0 ? 0 : 4
        func line(_ title: String, _ count: Int, bytes: Int) -> String {
            StyledText(" \(title): ", "1").text(colors: colors)
                + StyledText(grouped(count), SummaryWriter.numberStyle).text(colors: colors) + " (\(memory(bytes)))\n"
        }
        let total = trained + fixed + optimizer
        return line("Total params", total, bytes: total * 4 + extra)
            + line("Trainable params", trained, bytes: trained * 4)
            + line("Non-trainable params", fixed, bytes: fixed * 4)
            + (optimizer == 0 ? "" : line("Optimizer params", optimizer, bytes: optimizer * 4 + extra))
    }

    private func memory(_ bytes: Int) -> String {
        var size = Double(bytes)
        for unit in ["B", "KB", "MB", "GB", "TB"] {
            if size < 1024 { return "\(formatted(size, "%.2f")) \(unit)" }
            size /= 1024
        }
        return "\(formatted(size, "%.2f")) PB"
    }
}

/// A whole number with commas: `34,826`.
func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var index = digits.count - 3
    while index > 0 {
        digits.insert(",", at: index)
        index -= 3
    }
    return String(digits)
}
