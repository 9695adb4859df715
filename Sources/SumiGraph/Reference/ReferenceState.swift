import SumiTensor

/// The variables of the reference engine. A variable may be written as `float64` and keeps its digits; to graphs it is
/// `float32`, as every floating-point value.
final class ReferenceState: EngineState {
    let precision: ReferenceEngine.Precision
    private var names: [String] = []
    private var values: [String: ReferenceArray] = [:]

    init(precision: ReferenceEngine.Precision) { self.precision = precision }

    func write(_ name: String, _ value: Tensor) throws {
        var array = ReferenceArray(value)
        if value.elementType.isFloatingPoint { array.type.elementType = .float32 }
        if let present = values[name] {
            guard present.type == array.type else {
                throw EngineError(
                    "variable \"\(name)\" is \(present.type) and cannot become \(array.type); remove it first")
            }
        } else {
            names.append(name)
        }
        values[name] = array
    }

    func read(_ name: String) throws -> Tensor { try array(name).tensor(precision) }

    var variables: [Parameter] {
        names.compactMap { name in values[name].map { Parameter(name, $0.type) } }
    }

    func remove(_ name: String) {
        guard values.removeValue(forKey: name) != nil else { return }
        names.removeAll { $0 == name }
    }

    /// The variable's value as the engine computes with it.
    func array(_ name: String) throws(EngineError) -> ReferenceArray {
        guard let value = values[name] else { throw EngineError("there is no variable \"\(name)\" in the state") }
        return value
    }

    /// Stores a new value of a variable that is there.
    func store(_ name: String, _ value: ReferenceArray) { values[name] = value }

    /// Every variable that the graph names must be there, with its type.
    func checkVariables(of graph: Graph) throws(EngineError) {
        for variable in graph.variables {
            let present = try array(variable.name).type
            guard present == variable.type else {
                throw EngineError(
                    "variable \"\(variable.name)\" is \(present) in the state and \(variable.type) in the graph")
            }
        }
    }
}
