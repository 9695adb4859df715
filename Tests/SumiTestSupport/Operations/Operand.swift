import SumiGraph
import SumiTensor

/// One operand of an operation case: its type and where its elements come from.
package struct Operand: Sendable {
    package var type: TensorType
    package var source: Source

    package enum Source: Sendable {
        /// Uniform in the range.
        case uniform(ClosedRange<Double>)
        /// Whole numbers of the range.
        case whole(ClosedRange<Int>)
        /// These, over and over.
        case listed([Double])
    }

    package static func float(_ shape: Shape, _ range: ClosedRange<Double> = -1...1) -> Operand {
        Operand(type: TensorType(shape), source: .uniform(range))
    }

    package static func listed(_ values: [Double], _ elementType: ElementType = .float32) -> Operand {
        Operand(type: TensorType([values.count], elementType), source: .listed(values))
    }

    package static func listed(_ shape: Shape, _ values: [Double], _ elementType: ElementType = .float32) -> Operand {
        Operand(type: TensorType(shape, elementType), source: .listed(values))
    }

    package static func int(_ shape: Shape, _ range: ClosedRange<Int>) -> Operand {
        Operand(type: TensorType(shape, .int32), source: .whole(range))
    }

    package static func uint(_ shape: Shape, _ range: ClosedRange<Int> = 0...4_294_967_295) -> Operand {
        Operand(type: TensorType(shape, .uint32), source: .whole(range))
    }

    package static func bool(_ shape: Shape) -> Operand {
        Operand(type: TensorType(shape, .bool), source: .whole(0...1))
    }

    /// The elements, rounded to the operand's type.
    package func tensor(_ generator: inout TestGenerator) -> Tensor {
        let count = type.shape.count
        let values: [Double] =
            switch source {
            case .uniform(let range): generator.numbers(count, in: range)
            case .whole(let range): (0..<count).map { _ in Double(Int.random(in: range, using: &generator)) }
            case .listed(let values): (0..<count).map { values[$0 % values.count] }
            }
        return Tensor(shape: type.shape, doubles: values, elementType: type.elementType)
    }
}

/// A shape alone is an operand of numbers in −1…1.
extension Operand: ExpressibleByArrayLiteral {
    package init(arrayLiteral sizes: Int...) { self = .float(Shape(sizes)) }
}
