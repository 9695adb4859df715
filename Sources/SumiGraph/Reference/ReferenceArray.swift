import SumiTensor

/// A value of the reference engine: every element is a `Double`, which holds each of our other types exactly.
struct ReferenceArray {
    var type: TensorType
    var values: [Double]

    init(_ type: TensorType, _ values: [Double]) {
        self.type = type
        self.values = values
    }

    init(_ tensor: Tensor) { self.init(TensorType(tensor.shape, tensor.elementType), tensor.doubles) }

    var shape: Shape { type.shape }
    var dimensions: [Int] { type.shape.dimensions }

    /// The host array, of `float64` where the value is a floating-point number and `precision` asks for all its digits.
    func tensor(_ precision: ReferenceEngine.Precision) -> Tensor {
        let isDouble = precision == .double && type.elementType.isFloatingPoint
        return Tensor(shape: shape, doubles: values, elementType: isDouble ? .float64 : type.elementType)
    }
}
