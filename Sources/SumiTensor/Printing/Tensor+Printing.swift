/// Printed as NumPy prints arrays: columns aligned, floating point with at most 8 decimal places, lines of at most 75
/// characters; of more than 1000 elements only three at each end of an axis are shown.
extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        if rank == 0 { return singleText }
        if count == 0 { return "[]" }
        let isCut = count > TensorText.threshold
        let shown = isCut ? cutToEnds() : self
        let sizes = shape.dimensions
        let text = TensorText(
            sizes: shown.shape.dimensions, gaps: sizes.map { isCut && $0 > 2 * TensorText.edge },
            strides: shown.shape.strides, elements: ElementText.texts(shown))
        return text.rows(axis: 0, first: 0, indent: " ", width: TensorText.lineWidth)
    }

    /// ``description`` with shape and element type.
    public var debugDescription: String { "Tensor(shape: \(shape), \(elementType))\n\(description)" }

    private var singleText: String {
        switch storage {
        case .float64(let values): values[0].description
        case .float32, .float16, .bfloat16: floats[0].description
        case .bool(let values): values[0].description
        case .uint8, .int32, .uint32: String(Int(doubles[0]))
        }
    }

    /// What is shown of a large tensor, without the gaps.
    private func cutToEnds() -> Tensor {
        var view = StridedView(shape)
        for axis in view.axes.indices where view.axes[axis].count > 2 * TensorText.edge {
            let (count, step) = (view.axes[axis].count, view.axes[axis].step)
            let places = Array(0..<TensorText.edge) + Array(count - TensorText.edge..<count)
            view.axes[axis] = StridedView.Axis(table: places.map { $0 * step })
        }
        return Tensor(shape: view.shape, storage: storage.transformed(by: StridedCopy(view)))
    }
}

/// Brackets, line breaks and gaps around the elements.
private struct TensorText {
    static let threshold = 1000
    static let edge = 3
    static let lineWidth = 75

    var sizes: [Int]
    /// For each axis, whether something is left out after the first three places.
    var gaps: [Bool]
    var strides: [Int]
    var elements: [String]

    func rows(axis: Int, first: Int, indent: String, width: Int) -> String {
        if axis == sizes.count - 1 { return row(first: first, indent: indent, width: width - 1) }
        let lineBreak = String(repeating: "\n", count: sizes.count - 1 - axis)
        var parts = (0..<sizes[axis]).map {
            rows(axis: axis + 1, first: first + $0 * strides[axis], indent: indent + " ", width: width - 1)
        }
        if gaps[axis] { parts.insert("...", at: Self.edge) }
        return "[" + parts.joined(separator: lineBreak + indent) + "]"
    }

    private func row(first: Int, indent: String, width: Int) -> String {
        var words = Array(elements[first..<first + sizes[sizes.count - 1]])
        if gaps[sizes.count - 1] { words.insert("...", at: Self.edge) }
        var lines: [String] = []
        var line = indent
        for word in words {
            if line.count + word.count > width, line.count > indent.count {
                lines.append(line.trimmingEnd)
                line = indent
            }
            line += word + " "
        }
        return "[" + (lines + [String(line.dropLast())]).joined(separator: "\n").dropFirst(indent.count) + "]"
    }
}

extension String {
    fileprivate var trimmingEnd: String { String(self[...(lastIndex { $0 != " " } ?? startIndex)]) }
}
