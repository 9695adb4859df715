import SumiTensor

// Leaves have no gradient: nothing stands behind them.

extension Operation {
    func iotaType(_ type: TensorType, _ axis: Int) throws(ShapeError) -> TensorType {
        guard type.shape.isValid, axis >= 0, axis < type.shape.rank else {
            throw ShapeError("iota of \(type) along axis \(axis): there is no such axis")
        }
        return type
    }

    func randomBitsType(_ shape: Shape, _ operands: [TensorType]) throws(ShapeError) -> TensorType {
        guard operands[0] == TensorType([3], .uint32) else {
            throw ShapeError(
                "randomBits with a key of \(operands[0]): the key is uint32[3] (seed low, seed high, step)")
        }
        guard shape.isValid else { throw ShapeError("randomBits of \(shape): too large") }
        return TensorType(shape, .uint32)
    }
}
