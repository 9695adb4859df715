/// Collects what stands in `Sequential { … }`: inputs, layers, named entries, nested models, with `if` and `for`.
@resultBuilder
public enum LayerBuilder {
    public static func buildExpression(_ layer: some AnyLayer) -> [Entry] { [Entry(layer)] }
    public static func buildExpression(_ entry: Entry) -> [Entry] { [entry] }
    public static func buildExpression(_ input: SymbolicTensor) -> [Entry] { [input.entry] }
    public static func buildExpression(_ model: Model) -> [Entry] { [model.entry] }
    public static func buildExpression(_ layers: [any AnyLayer]) -> [Entry] { layers.map { Entry(.layer($0)) } }
    public static func buildExpression(_ entries: [Entry]) -> [Entry] { entries }
    public static func buildExpression(_ nothing: Void) -> [Entry] { [] }

    public static func buildBlock(_ parts: [Entry]...) -> [Entry] { parts.flatMap(\.self) }
    public static func buildOptional(_ part: [Entry]?) -> [Entry] { part ?? [] }
    public static func buildEither(first part: [Entry]) -> [Entry] { part }
    public static func buildEither(second part: [Entry]) -> [Entry] { part }
    public static func buildArray(_ parts: [[Entry]]) -> [Entry] { parts.flatMap(\.self) }
    public static func buildLimitedAvailability(_ part: [Entry]) -> [Entry] { part }
}
