import SumiNN
import SumiTensor

/// What a model's output says of each class.
struct ClassTable {
    let names: [String]
    /// Whether the values are probabilities, and not scores of another kind.
    let areProbabilities: Bool
    /// One row for each image.
    let rows: [[Double]]

    /// - Parameters:
    ///   - output: `[images, classes]`; a single column is the probability of the second of two classes.
    ///   - names: what the classes are called; numbers where it is `nil`.
    /// - Throws: ``ToolError`` where the output is of another form, or names and classes differ in number.
    init(_ output: Tensor, names: [String]?) throws {
        guard output.rank == 2, output.shape.dimensions[1] > 0 else {
            throw ToolError(
                "the model's output has the shape \(shapeText(output.shape.dimensions.map { $0 })): that is no list of "
                    + "classes. Use --input FILE.safetensors --output FILE.safetensors")
        }
        let columns = output.shape.dimensions[1]
        let values = output.scalars(as: Float.self).map(Double.init)
        var rows = (0..<output.shape.dimensions[0]).map { Array(values[$0 * columns..<($0 + 1) * columns]) }
        if columns == 1 {
            areProbabilities = rows.allSatisfy { (0...1).contains($0[0]) }
            if areProbabilities { rows = rows.map { [1 - $0[0], $0[0]] } }
        } else {
            areProbabilities = rows.allSatisfy { row in
                row.allSatisfy { (0...1).contains($0) } && abs(row.reduce(0, +) - 1) < 1e-3
            }
        }
        let count = rows.first?.count ?? columns
        if let names, names.count != count {
            throw ToolError("\(names.count) names of classes for \(count) classes")
        }
        self.names = names ?? (0..<count).map(String.init)
        self.rows = rows
    }

    /// The classes of one image, the likeliest first; equal ones in their own order.
    func ranked(_ row: Int) -> [(index: Int, value: Double)] {
        let values = rows[row]
        return values.indices.sorted { a, b in
            values[a] == values[b] ? a < b : values[a] > values[b] || values[b].isNaN
        }.map { ($0, values[$0]) }
    }

    /// A value as it is shown: `99.8 %`, or the score itself.
    func text(_ value: Double) -> String {
        areProbabilities ? formatted(value * 100, "%.1f") + " %" : formatted(value, "%.4g")
    }
}
