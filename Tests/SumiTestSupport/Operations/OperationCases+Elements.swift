import SumiGraph
import SumiTensor

extension OperationCase {
    /// 105 elements: no multiple of a vector's length.
    private static let odd: Shape = [3, 5, 7]

    static let leaves: [OperationCase] = [
        OperationCase(
            "constant", .constant(Tensor(shape: [2, 3], doubles: [1, 2, 3, 4, 5, 0.1], elementType: .float32)), [],
            gives: [2, 3], floor: 0),
        OperationCase(
            "constant, int32 scalar", .constant(Tensor(shape: [], doubles: [-7], elementType: .int32)), [], gives: [],
            .int32),
        OperationCase(
            "iota along the first axis", .iota(TensorType([5, 3], .int32), axis: 0), [], gives: [5, 3], .int32),
        OperationCase(
            "iota along the last axis", .iota(TensorType([2, 3, 9]), axis: 2), [], gives: [2, 3, 9], floor: 0),
        OperationCase(
            "iota in the middle", .iota(TensorType([2, 3, 2], .uint32), axis: 1), [], gives: [2, 3, 2], .uint32),
        OperationCase(
            "randomBits", .randomBits([3, 7, 11], stream: 0x0123_4567_89AB_CDEF), [.uint([3])], gives: [3, 7, 11],
            .uint32),
        OperationCase("randomBits, five", .randomBits([5], stream: 7), [.uint([3], 0...9)], gives: [5], .uint32),
        OperationCase("randomBits, none", .randomBits([0, 4], stream: 7), [.uint([3])], gives: [0, 4], .uint32),
    ]

    /// Values at which functions overflow, vanish or are not defined.
    private static let special: [Double] = [
        .nan, .infinity, -.infinity, 0, -0.0, 1, -1, 1e30, -1e30, 1e-30, -1e-30, 88, -86, 90, -200, 200, 0.5, 1.5, 2.5,
        -0.5, -1.5, -2.5, 5e-4, -5e-4, 8_388_609, 16_777_216, -8_388_609,
    ]

    static let unary: [OperationCase] =
        UnaryOperation.allCases.filter { $0 != .not }.flatMap { operation -> [OperationCase] in
            let (range, values) = domain(of: operation)
            return [
                OperationCase(
                    operation.rawValue, .unary(operation), [.float(odd, range)], gives: odd, floor: 0.01),
                OperationCase(
                    "\(operation.rawValue) of one", .unary(operation), [.float([], range)], gives: [], floor: 0.01),
                OperationCase(
                    "\(operation.rawValue) of special values", .unary(operation), [.listed(values)],
                    gives: [values.count], floor: 0, isDifferentiated: false),
            ]
        } + [
            OperationCase("not", .unary(.not), [.bool(odd)], gives: odd, .bool),
            OperationCase("negate int32", .unary(.negate), [.int(odd, -99...99)], gives: odd, .int32),
            OperationCase("absolute int32", .unary(.absolute), [.int(odd, -99...99)], gives: odd, .int32),
            OperationCase("sign int32", .unary(.sign), [.int(odd, -2...2)], gives: odd, .int32),
            OperationCase("relu int32", .unary(.relu), [.int(odd, -99...99)], gives: odd, .int32),
            OperationCase(
                "negate the smallest int32", .unary(.negate), [.listed([-2_147_483_648, 2_147_483_647], .int32)],
                gives: [2],
                .int32),
            OperationCase(
                "exp of nothing", .unary(.exp), [[0, 3]], gives: [0, 3]),
            OperationCase(
                "tanh of many", .unary(.tanh), [.float([37, 1031], -5...5)], gives: [37, 1031], floor: 0.01,
                isDifferentiated: false),
        ]

    /// Where a function is smooth and neither huge nor tiny, and special values for it.
    private static func domain(of operation: UnaryOperation) -> (ClosedRange<Double>, [Double]) {
        switch operation {
        case .negate, .absolute, .sign, .floor, .round, .relu, .not: (-3...3, special)
        case .exp, .expMinusOne, .softplus, .tanh, .erf: (-3...3, special)
        case .sigmoid: (-6...6, special)
        case .log, .sqrt, .reciprocalSqrt: (0.1...5, special)
        case .logOnePlus: (-0.9...3, special)
        // The argument's distance to a multiple of π is lost where the argument is huge.
        case .sine, .cosine: (-6...6, [.nan, .infinity, 0, -0.0, 1, -1, 1e-30, 50, -100, 5e-4, -200])
        }
    }

    static let binary: [OperationCase] = floatBinary + wholeBinary

    private static let floatBinary: [OperationCase] =
        [BinaryOperation.add, .subtract, .multiply, .maximum, .minimum].flatMap { operation in
            [
                OperationCase(
                    operation.rawValue, .binary(operation), [.float(odd), .float(odd)], gives: odd, floor: 0.01),
                OperationCase(
                    "\(operation.rawValue) of scalars", .binary(operation), [[], []], gives: [], floor: 0.01),
                OperationCase(
                    "\(operation.rawValue) of special values", .binary(operation),
                    [.listed(pairs.map(\.0)), .listed(pairs.map(\.1))], gives: [pairs.count], floor: 0,
                    isDifferentiated: false),
            ]
        } + [
            OperationCase(
                "divide", .binary(.divide), [.float(odd), .float(odd, 0.5...2)], gives: odd, floor: 0.01),
            OperationCase(
                "divide special values", .binary(.divide), [.listed(pairs.map(\.0)), .listed(pairs.map(\.1))],
                gives: [pairs.count], floor: 0, isDifferentiated: false),
            OperationCase(
                "power", .binary(.power), [.float(odd, 0.2...3), .float(odd, -2...2)], gives: odd, tolerance: 2e-6,
                floor: 0.01),
            OperationCase(
                "power of special values", .binary(.power), [.listed(powers.map(\.0)), .listed(powers.map(\.1))],
                gives: [powers.count], tolerance: 2e-6, floor: 0, isDifferentiated: false),
        ]

    private static let pairs: [(Double, Double)] = [
        (.nan, 1), (1, .nan), (.nan, .nan), (.infinity, 1), (1, -.infinity), (.infinity, .infinity), (0, 0), (1, 0),
        (-1, 0), (2, 2), (-2, -2), (1e30, 1e30), (-1e30, 1e30), (0, .infinity), (5, 7), (7, 5), (-.infinity, .infinity),
    ]

    /// As in C: pow(x, 0) and pow(1, x) are 1 even for NaN; whole exponents take negative bases.
    private static let powers: [(Double, Double)] = [
        (0, 0), (0, 2), (0, -1), (-2, 3), (-2, 2), (-2, 0.5), (1, .nan), (.nan, 0), (.nan, 1), (2, .nan),
        (.infinity, 2),
        (.infinity, -2), (2, 1000), (0.5, 1000), (-8, 2), (-1, .infinity), (2, .infinity), (0.5, .infinity), (-3, -3),
        (2, 0.5), (0, 0.5), (1e-10, 3), (1e10, 3), (-.infinity, 3), (0.999, 30), (1.001, -40), (10, 37),
    ]

    private static let wholeBinary: [OperationCase] =
        [BinaryOperation.add, .subtract, .multiply, .maximum, .minimum].flatMap { operation in
            [
                OperationCase(
                    "\(operation.rawValue) int32", .binary(operation),
                    [.int(odd, -2_000_000_000...2_000_000_000), .int(odd, -2_000_000_000...2_000_000_000)], gives: odd,
                    .int32
                ),
                OperationCase(
                    "\(operation.rawValue) uint32", .binary(operation), [.uint(odd), .uint(odd)], gives: odd, .uint32),
            ]
        }
        + [BinaryOperation.and, .or].flatMap { operation in
            [
                OperationCase(
                    "\(operation.rawValue) bool", .binary(operation), [.bool(odd), .bool(odd)], gives: odd, .bool),
                OperationCase(
                    "\(operation.rawValue) uint32", .binary(operation), [.uint(odd), .uint(odd)], gives: odd, .uint32),
                OperationCase(
                    "\(operation.rawValue) int32", .binary(operation), [.int(odd, -999...999), .int(odd, -999...999)],
                    gives: odd, .int32),
            ]
        } + [
            OperationCase("shiftRight", .binary(.shiftRight), [.uint(odd), .uint(odd, 0...31)], gives: odd, .uint32),
            OperationCase(
                "shiftRight by 32 and more", .binary(.shiftRight), [.uint([7]), .uint([7], 32...99)], gives: [7],
                .uint32),
        ]

    static let comparisons: [OperationCase] = Comparison.allCases.flatMap { comparison in
        [
            OperationCase(
                comparison.rawValue, .compare(comparison), [.listed(odd, [1, 2, 3, 2]), .listed(odd, [2, 1, 3])],
                gives: odd,
                .bool),
            OperationCase(
                "\(comparison.rawValue) int32", .compare(comparison), [.int(odd, -2...2), .int(odd, -2...2)],
                gives: odd,
                .bool),
            OperationCase(
                "\(comparison.rawValue) uint32", .compare(comparison), [.uint(odd), .uint(odd)], gives: odd, .bool),
            OperationCase(
                "\(comparison.rawValue) bool", .compare(comparison), [.bool(odd), .bool(odd)], gives: odd, .bool),
            OperationCase(
                "\(comparison.rawValue) of special values", .compare(comparison),
                [.listed(pairs.map(\.0)), .listed(pairs.map(\.1))], gives: [pairs.count], .bool),
        ]
    }

    static let choices: [OperationCase] =
        [
            OperationCase("select", .select, [.bool(odd), .float(odd), .float(odd)], gives: odd, floor: 0),
            OperationCase(
                "select int32", .select, [.bool(odd), .int(odd, -9...9), .int(odd, -9...9)], gives: odd, .int32),
            OperationCase("select bool", .select, [.bool(odd), .bool(odd), .bool(odd)], gives: odd, .bool),
            OperationCase("stopGradient", .stopGradient, [.float(odd)], gives: odd, floor: 0, isDifferentiated: false),
        ]
        + conversions.map { from, to in
            OperationCase("convert \(from.type.elementType) to \(to)", .convert(to), [from], gives: odd, to, floor: 0)
        }

    private static let conversions: [(Operand, ElementType)] = [
        (.float(odd, -5.9...5.9), .int32), (.float(odd, 0...4e9), .uint32), (.listed(odd, [0, 1, -0.0, 0.3]), .bool),
        (.float(odd), .float32), (.int(odd, -99999...99999), .float32), (.uint(odd, 0...16_777_216), .float32),
        (.bool(odd), .float32), (.bool(odd), .int32), (.bool(odd), .uint32), (.int(odd, -9...9), .uint32),
        (.uint(odd), .int32), (.int(odd, -1...1), .bool), (.listed(odd, [0, 7, 255, 128], .uint8), .float32),
        (.listed(odd, [0, 7, 255, 128], .uint8), .int32), (.listed(odd, [0, 7, 255, 128], .uint8), .uint32),
    ]
}
