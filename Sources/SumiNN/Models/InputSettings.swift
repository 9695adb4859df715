import SumiTensor

/// What one input of a model takes.
public struct InputSettings: Hashable, Sendable {
    /// Sizes without the batch axis; `nil` where any size will do.
    public var sizes: [Int?]
    /// What the model computes with; data of other types is converted.
    public var elementType: ElementType
    /// The batch size, where the input fixes one.
    public var batchSize: Int?

    /// An input of one sample's sizes; `nil` where any will do.
    public init(_ sizes: [Int?], elementType: ElementType = .float32, batchSize: Int? = nil) {
        self.sizes = sizes
        self.elementType = elementType
        self.batchSize = batchSize
    }

    /// Whether every size but the batch is fixed.
    package var isFixed: Bool { !sizes.contains(nil) }

    /// The shape of a batch, `open` in place of the sizes that are not fixed.
    package func shape(batch: Int, open: Int) -> Shape { Shape([batchSize ?? batch] + sizes.map { $0 ?? open }) }

    /// As Keras writes it: `(None, 28, 28, 1)`.
    package var text: String { shapeText([batchSize] + sizes) }

    /// What is wrong with the sizes, if anything.
    package var fault: String? {
        let sizes = [batchSize ?? 1] + sizes.map { $0 ?? 1 }
        if let size = sizes.first(where: { $0 < 1 || $0 > Shape.largestSize }) {
            return "an input has a size of \(size): sizes are 1 and more; leave a size open with nil"
        }
        return Shape(sizes).isValid ? nil : "an input of sizes \(text) is too large"
    }
}

/// Sizes as Keras writes them: `(None, 28, 28, 1)`, `(None,)` of one.
package func shapeText(_ sizes: [Int?]) -> String {
    let texts = sizes.map { $0.map(String.init) ?? "None" }
    return texts.count == 1 ? "(\(texts[0]),)" : "(\(texts.joined(separator: ", ")))"
}
