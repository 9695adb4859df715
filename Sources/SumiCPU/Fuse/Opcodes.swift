import CSumiKernels
import SumiGraph
import SumiTensor

extension ElementType {
    /// How the kernels name the type. The other types are refused before anything is planned.
    var lanes: sumi_element {
        switch self {
        case .float32, .float64, .float16, .bfloat16: SUMI_FLOAT32
        case .int32: SUMI_INT32
        case .uint32: SUMI_UINT32
        case .uint8: SUMI_UINT8
        case .bool: SUMI_BOOL
        }
    }
}

extension Tensor {
    /// The first element as the bits of one lane.
    var laneBits: UInt32 {
        switch storage {
        case .float32(let values): values[0].bitPattern
        case .int32(let values): UInt32(bitPattern: values[0])
        case .uint32(let values): values[0]
        case .uint8(let values): UInt32(values[0])
        case .bool(let values): values[0] ? .max : 0
        case .float64(let values): Float(values[0]).bitPattern
        case .float16(let values): Float(halfBits: values[0]).bitPattern
        case .bfloat16(let values): UInt32(values[0]) << 16
        }
    }
}

extension UnaryOperation {
    /// Of floats, and of masks for `not`.
    var opcode: sumi_opcode {
        switch self {
        case .negate: SUMI_NEGATE
        case .absolute: SUMI_ABSOLUTE
        case .sign: SUMI_SIGN
        case .floor: SUMI_FLOOR
        case .round: SUMI_ROUND
        case .exp: SUMI_EXP
        case .expMinusOne: SUMI_EXPM1
        case .log: SUMI_LOG
        case .logOnePlus: SUMI_LOG1P
        case .sqrt: SUMI_SQRT
        case .reciprocalSqrt: SUMI_RSQRT
        case .sine: SUMI_SIN
        case .cosine: SUMI_COS
        case .tanh: SUMI_TANH
        case .sigmoid: SUMI_SIGMOID
        case .softplus: SUMI_SOFTPLUS
        case .erf: SUMI_ERF
        case .relu: SUMI_RELU
        case .not: SUMI_NOT
        }
    }
}

extension BinaryOperation {
    func opcode(_ elementType: ElementType) -> sumi_opcode {
        let isFloat = elementType.isFloatingPoint
        let isSigned = elementType == .int32
        return switch self {
        case .add: isFloat ? SUMI_ADD : SUMI_ADD_I
        case .subtract: isFloat ? SUMI_SUBTRACT : SUMI_SUBTRACT_I
        case .multiply: isFloat ? SUMI_MULTIPLY : SUMI_MULTIPLY_I
        case .divide: SUMI_DIVIDE
        case .power: SUMI_POWER
        case .maximum: isFloat ? SUMI_MAXIMUM : isSigned ? SUMI_MAXIMUM_I : SUMI_MAXIMUM_U
        case .minimum: isFloat ? SUMI_MINIMUM : isSigned ? SUMI_MINIMUM_I : SUMI_MINIMUM_U
        case .and: SUMI_AND
        case .or: SUMI_OR
        case .shiftRight: SUMI_SHIFT_RIGHT_U
        }
    }
}

extension Comparison {
    /// Bools compare as 0 and all ones do, without sign.
    func opcode(_ elementType: ElementType) -> sumi_opcode {
        let isFloat = elementType.isFloatingPoint
        let isSigned = elementType == .int32
        return switch self {
        case .equal: isFloat ? SUMI_EQUAL_F : SUMI_EQUAL_I
        case .notEqual: isFloat ? SUMI_NOT_EQUAL_F : SUMI_NOT_EQUAL_I
        case .less: isFloat ? SUMI_LESS_F : isSigned ? SUMI_LESS_I : SUMI_LESS_U
        case .lessOrEqual: isFloat ? SUMI_LESS_OR_EQUAL_F : isSigned ? SUMI_LESS_OR_EQUAL_I : SUMI_LESS_OR_EQUAL_U
        case .greater: isFloat ? SUMI_GREATER_F : isSigned ? SUMI_GREATER_I : SUMI_GREATER_U
        case .greaterOrEqual:
            isFloat ? SUMI_GREATER_OR_EQUAL_F : isSigned ? SUMI_GREATER_OR_EQUAL_I : SUMI_GREATER_OR_EQUAL_U
        }
    }
}
