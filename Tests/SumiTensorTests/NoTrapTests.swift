import SumiTensor
import Testing

/// Nothing that a user can ask of a tensor may end the process: every call gives a result or an error.
@Suite("Nothing traps")
struct NoTrapTests {
    @Test("random calls on random shapes return or throw", arguments: 0..<8 as Range<UInt64>)
    func randomCalls(seed: UInt64) throws {
        var random = RandomStream(seed: seed)
        var results = 0
        for _ in 0..<60 {
            let (x, y) = (try tensor(&random), try tensor(&random))
            for call in Self.calls where (try? call(x, y, &random)) != nil { results += 1 }
        }
        #expect(results > 500, "seed \(seed)")
    }

    private func tensor(_ random: inout RandomStream) throws -> Tensor {
        let rank = try random.integer(below: 5)
        let shape = Shape(try (0..<rank).map { _ in try random.integer(below: 4) })
        let special: [Double] = [
            0, 1, -1, 255, 300, -0.5, 1e10, -1e10, .nan, .infinity, -.infinity, .leastNonzeroMagnitude,
        ]
        let values = try (0..<shape.count).map { _ in special[try random.integer(below: special.count)] }
        let type = ElementType.allCases[try random.integer(below: ElementType.allCases.count)]
        return try Tensor(shape: shape, scalars: values).converted(to: type)
    }

    /// A number that is mostly a plausible axis, place or size, and sometimes not.
    private static func number(_ random: inout RandomStream) throws -> Int {
        let odd = [Int.min, .max, -5, 100, 1 << 31, 1 << 62]
        let choice = try random.integer(below: 30)
        return choice < odd.count ? odd[choice] : choice % 6 - 2
    }

    private static func numbers(_ random: inout RandomStream) throws -> [Int] {
        try (0..<(try random.integer(below: 4))).map { _ in try number(&random) }
    }

    private typealias Call = @Sendable (Tensor, Tensor, inout RandomStream) throws -> Any

    private static let calls: [Call] = arithmetic + reductions + shapes + selections

    private static let arithmetic: [Call] = [
        { x, y, _ in try x + y }, { x, y, _ in try x - y }, { x, y, _ in try x * y }, { x, y, _ in try x / y },
        { x, y, _ in try x.maximum(y) }, { x, y, _ in try x .== y }, { x, y, _ in try x .< y },
        { x, y, _ in try x .| y }, { x, _, random in x + (try number(&random)) },
        { x, _, random in (try number(&random)) - x }, { x, _, _ in x * Double.nan }, { x, _, _ in x / 0 },
        { x, _, _ in x - true }, { x, _, _ in -x }, { x, _, _ in x .> 1e300 }, { x, _, _ in x.clipped(-1, 300) },
        { x, _, _ in x.exp().log().squareRoot().power(3).rounded().magnitude() },
        { x, y, _ in x.isApproximatelyEqual(to: y) },
    ]

    private static let reductions: [Call] = [
        { x, _, random in try x.sum(axes: numbers(&random)) }, { x, _, random in try x.mean(axis: number(&random)) },
        { x, _, random in try x.std(axes: numbers(&random), keepingDimensions: true) },
        { x, _, random in try x.min(axes: numbers(&random)) }, { x, _, random in try x.argMax(axis: number(&random)) },
        { x, _, _ in try x.sum() }, { x, _, _ in try x.argMin() },
        { x, _, random in try x.any(axes: numbers(&random)) },
        { x, _, _ in try x.all() }, { x, _, _ in x.unique() }, { x, _, _ in try x.argSorted(descending: true) },
        { x, _, random in try x.nonZeroIndices(axis: number(&random)) }, { x, _, _ in try x.toCategorical() },
        { x, _, random in try x.binCount(minimumLength: number(&random) % 1000) },
        { x, _, random in try x.toCategorical(classes: number(&random)) },
        { x, _, _ in x.description + x.debugDescription }, { x, _, _ in x.scalars(as: Int.self) },
        { x, _, _ in try x.scalar },
    ]

    private static let shapes: [Call] = [
        { x, _, random in try x.reshaped(Shape(numbers(&random))) },
        { x, _, random in try x.expandingDimensions(at: number(&random)) },
        { x, _, random in try x.squeezed(at: number(&random)) }, { x, _, _ in x.squeezed().transposed() },
        { x, _, random in try x.transposed(numbers(&random)) },
        { x, _, random in try x.swappingAxes(number(&random), number(&random)) },
        { x, _, random in try x.flipped(axis: number(&random)) },
        { x, _, random in try x.broadcast(to: Shape(numbers(&random).map { $0 % 1000 })) },
        { x, _, random in try x.repeated(number(&random) % 1000, axis: number(&random)) },
        { x, _, random in
            let amounts = try (0..<x.rank).map { _ in (try number(&random) % 20, try number(&random) % 20) }
            return try x.padded(amounts.map { (before: $0.0, after: $0.1) })
        },
        { x, y, random in try Tensor.concatenated([x, y], axis: number(&random)) },
        { x, y, random in try Tensor.stacked([x, x], axis: number(&random)) },
        { x, _, random in try Tensor.zeros(Shape(numbers(&random).map { $0 % 100 })) },
        { x, _, random in try Tensor.arange(number(&random) % 1000, number(&random) % 1000, step: number(&random)) },
        { x, _, random in try x.shuffled(using: &random) },
    ]

    private static let selections: [Call] = [
        { x, _, random in try x[number(&random)] }, { x, _, random in try x[number(&random), number(&random)] },
        { x, _, random in try x[..., number(&random)] }, { x, _, random in try x[number(&random)...] },
        { x, _, random in try x[..<number(&random), ...number(&random)] }, { x, _, random in try x[numbers(&random)] },
        { x, _, random in try x[.slice(number(&random), number(&random), step: number(&random)), .newAxis] },
        { x, y, _ in try x[y] }, { x, _, _ in try x[x .> 0] }, { x, _, random in try x.prefix(number(&random)) },
        { x, _, random in try x.take(numbers(&random), axis: number(&random)) },
        { x, _, random in
            let (first, last) = (try number(&random), try number(&random))
            return try x[min(first, last)...max(first, last)]
        },
        { x, _, random in try x[stride(from: number(&random), to: number(&random), by: 3)] },
        { x, y, random in
            var changed = x
            try changed.set(y, at: number(&random))
            try changed.set(Double.nan, at: .slice(step: number(&random)))
            return changed
        },
    ]
}
