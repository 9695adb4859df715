/// Collects what stands in `Sequential { … }`: inputs, layers, named entries, nested models, with `if` and `for`.
@resultBuilder
public enum LayerBuilder {
    /// A layer.
    public static func buildExpression(_ layer: some AnyLayer) -> [Entry] { [Entry(layer)] }
    /// A layer with a name, or one that is shared.
    public static func buildExpression(_ entry: Entry) -> [Entry] { [entry] }
    /// An `Input`, which comes first.
    public static func buildExpression(_ input: SymbolicTensor) -> [Entry] { [input.entry] }
    /// A model as one of the layers.
    public static func buildExpression(_ model: Model) -> [Entry] { [model.entry] }
    /// Several layers.
    public static func buildExpression(_ layers: [any AnyLayer]) -> [Entry] { layers.map { Entry(.layer($0)) } }
    /// Several named layers.
    public static func buildExpression(_ entries: [Entry]) -> [Entry] { entries }
    /// A statement that makes no layer.
    public static func buildExpression(_ nothing: Void) -> [Entry] { [] }

    /// All lines, one after the other.
    public static func buildBlock(_ parts: [Entry]...) -> [Entry] { parts.flatMap(\.self) }
    /// `if` without `else`.
    public static func buildOptional(_ part: [Entry]?) -> [Entry] { part ?? [] }
    /// `if` of an `if` with `else`.
    public static func buildEither(first part: [Entry]) -> [Entry] { part }
    /// `else`.
    public static func buildEither(second part: [Entry]) -> [Entry] { part }
    /// `for`.
    public static func buildArray(_ parts: [[Entry]]) -> [Entry] { parts.flatMap(\.self) }
    /// `if #available`.
    public static func buildLimitedAvailability(_ part: [Entry]) -> [Entry] { part }
}
