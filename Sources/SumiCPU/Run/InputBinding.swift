import CSumiKernels
import SumiGraph
import SumiTensor

/// Puts what a run was given where its steps read it.
enum InputBinding {
    static func check(_ given: [ProgramInput], _ parameters: [Parameter]) throws(EngineError) {
        guard given.count == parameters.count else {
            throw EngineError("the program takes \(parameters.count) inputs and was given \(given.count)")
        }
        for (input, parameter) in zip(given, parameters) {
            switch input {
            case .tensor(let tensor): try check(tensor.shape, tensor.elementType, parameter)
            case .rows(let tensor, let indices):
                guard let count = tensor.shape.dimensions.first else {
                    throw EngineError("input \"\(parameter.name)\" was given rows of a single number, which has none")
                }
                if let wrong = indices.first(where: { $0 < 0 || $0 >= count }) {
                    throw EngineError(
                        "input \"\(parameter.name)\" was given row \(wrong) of a tensor with the rows 0..<\(count)")
                }
                let sizes = Array(tensor.shape.dimensions.dropFirst())
                try check(Shape([indices.count] + sizes), tensor.elementType, parameter)
            }
        }
    }

    private static func check(_ shape: Shape, _ elementType: ElementType, _ parameter: Parameter) throws(EngineError) {
        guard shape == parameter.type.shape else {
            throw EngineError(
                "input \"\(parameter.name)\" has the shape \(parameter.type.shape) and was given \(shape)")
        }
        guard elementType == parameter.type.elementType || parameter.type.elementType == .float32 else {
            throw EngineError(
                "input \"\(parameter.name)\" is \(parameter.type.elementType) and was given \(elementType)")
        }
    }

    /// Where an input that was checked lies as steps read it: of the right type, all rows one after the other. `nil` where
    /// it must be copied. No step writes inputs.
    static func place(_ input: ProgramInput, _ parameter: Parameter) -> UnsafeMutableRawPointer? {
        let (tensor, first): (Tensor, Int)
        switch input {
        case .tensor(let whole): (tensor, first) = (whole, 0)
        case .rows(let all, let indices):
            guard let row = indices.first, zip(indices, row...).allSatisfy(==) else { return nil }
            (tensor, first) = (all, row)
        }
        guard tensor.elementType == parameter.type.elementType, parameter.type.bytes > 0 else { return nil }
        let offset = first * (parameter.type.bytes / max(1, parameter.type.shape.dimensions.first ?? 1))
        return tensor.storage.withUnsafeBytes { bytes in
            bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + offset) }
        }
    }

    /// Copies an input that was checked, converted where it must be.
    static func bind(_ input: ProgramInput, _ parameter: Parameter, to slot: UnsafeMutableRawPointer) {
        switch input {
        case .tensor(let tensor): copy(tensor, rows: nil, parameter, slot)
        case .rows(let tensor, let indices): copy(tensor, rows: indices, parameter, slot)
        }
    }

    private static func copy(
        _ tensor: Tensor, rows: ArraySlice<Int>?, _ parameter: Parameter, _ slot: UnsafeMutableRawPointer
    ) {
        let isSame = tensor.elementType == parameter.type.elementType
        let rowCount = tensor.shape.dimensions.first ?? 1
        let rowSize = rowCount == 0 ? 0 : tensor.count / rowCount
        tensor.storage.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            guard let rows else {
                if isSame {
                    slot.copyMemory(from: base, byteCount: bytes.count)
                } else {
                    convert(base, tensor.elementType, to: slot, count: tensor.count)
                }
                return
            }
            if isSame {
                rows.withUnsafeBufferPointer { indices in
                    guard let first = indices.baseAddress else { return }
                    first.withMemoryRebound(to: Int64.self, capacity: indices.count) {
                        sumi_gather_rows(base, $0, slot, rowSize * tensor.elementType.size, rowCount, indices.count)
                    }
                }
                return
            }
            for (place, row) in rows.enumerated() {
                convert(
                    base + row * rowSize * tensor.elementType.size, tensor.elementType,
                    to: slot + place * rowSize * MemoryLayout<Float>.size, count: rowSize)
            }
        }
    }

    /// `count` elements of any type as float32.
    private static func convert(
        _ from: UnsafeRawPointer, _ elementType: ElementType, to: UnsafeMutableRawPointer, count: Int
    ) {
        let result = to.assumingMemoryBound(to: Float.self)
        func each<Element>(_: Element.Type, _ value: (Element) -> Float) {
            let source = from.assumingMemoryBound(to: Element.self)
            for index in 0..<count { result[index] = value(source[index]) }
        }
        switch elementType {
        case .float32: each(Float.self) { $0 }
        case .int32: each(Int32.self) { Float($0) }
        case .uint32: each(UInt32.self) { Float($0) }
        case .uint8: each(UInt8.self) { Float($0) }
        case .bool: each(UInt8.self) { $0 == 0 ? 0 : 1 }
        case .float64: each(Double.self) { Float($0) }
        case .float16: each(UInt16.self) { Float(halfBits: $0) }
        case .bfloat16: each(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        }
    }
}
