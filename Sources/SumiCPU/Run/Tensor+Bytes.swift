import SumiGraph
import SumiTensor

extension Tensor {
    /// A tensor of what lies at `bytes`.
    init(type: TensorType, bytes: UnsafeMutableRawPointer) {
        let count = type.shape.count
        func elements<Element>(_: Element.Type) -> [Element] {
            let source = bytes.assumingMemoryBound(to: Element.self)
            return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
                if let base = buffer.baseAddress { base.initialize(from: source, count: count) }
                initialized = count
            }
        }
        let storage: Storage =
            switch type.elementType {
            case .float32: .float32(elements(Float.self))
            case .int32: .int32(elements(Int32.self))
            case .uint8: .uint8(elements(UInt8.self))
            case .uint32: .uint32(elements(UInt32.self))
            case .bool: .bool(elements(UInt8.self).map { $0 != 0 })
            case .float64: .float64(elements(Double.self))
            case .float16: .float16(elements(UInt16.self))
            case .bfloat16: .bfloat16(elements(UInt16.self))
            }
        self.init(shape: type.shape, storage: storage)
    }
}
