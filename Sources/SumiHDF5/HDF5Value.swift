import SumiTensor

/// The content of a data set or attribute: a shape and its elements in row-major order.
public struct HDF5Value: Hashable, Sendable {
    public enum Elements: Hashable, Sendable {
        /// Numbers as bytes, of an integer, float, enumeration or opaque type. What was read may be a part of the file's
        /// bytes, which are not copied.
        case raw(ArraySlice<UInt8>, HDF5Type)
        case texts([String])
    }

    public var shape: Shape
    public var elements: Elements

    public init(shape: Shape, elements: Elements) {
        self.shape = shape
        self.elements = elements
    }

    /// One text.
    public init(_ text: String) { self.init(shape: [], elements: .texts([text])) }

    /// A list of texts.
    public init(_ texts: [String]) { self.init(shape: [texts.count], elements: .texts(texts)) }

    /// Numbers as they lie in `tensor`. bfloat16 becomes opaque, as Keras keeps it.
    public init(_ tensor: Tensor) {
        let type: HDF5Type =
            switch tensor.elementType {
            case .float32: .float(size: 4)
            case .float64: .float(size: 8)
            case .float16: .float(size: 2)
            case .bfloat16: .opaque(size: 2, tag: "")
            case .int32: .integer(size: 4, isSigned: true)
            case .uint32: .integer(size: 4, isSigned: false)
            case .uint8, .bool: .integer(size: 1, isSigned: false)
            }
        let bytes = tensor.storage.withUnsafeBytes { [UInt8]($0) }
        self.init(shape: tensor.shape, elements: .raw(bytes[...], type))
    }

    /// A 64-bit integer, as Keras keeps its counters.
    public init(_ number: Int64) {
        let bytes = withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
        self.init(shape: [], elements: .raw(bytes[...], .integer(size: 8, isSigned: true)))
    }

    /// The texts, or `nil` where these are numbers.
    public var texts: [String]? {
        if case .texts(let texts) = elements { return texts }
        return nil
    }

    /// The only text.
    public var text: String? { texts.flatMap { $0.count == 1 ? $0[0] : nil } }

    /// The whole numbers, or `nil` where these are other elements or do not fit.
    public var integers: [Int64]? {
        guard case .raw(let bytes, let type) = elements else { return nil }
        return switch type {
        case .integer(let size, let isSigned, let isBigEndian):
            Self.integers(bytes, size: size, isSigned: isSigned, isBigEndian: isBigEndian)
        case .enumeration(.integer(let size, let isSigned, let isBigEndian)):
            Self.integers(bytes, size: size, isSigned: isSigned, isBigEndian: isBigEndian)
        default: nil
        }
    }

    /// The elements as numbers.
    ///
    /// float16 and float64 keep their type; integers become int32, or float64 where one does not fit; 2-byte opaque
    /// elements are bfloat16.
    /// - Throws: ``HDF5Error`` where the elements are no numbers.
    public func tensor() throws(HDF5Error) -> Tensor {
        guard case .raw(let bytes, let type) = elements else { throw HDF5Error("texts stand where numbers are needed") }
        switch type {
        case .float(let size, let isBigEndian):
            return Self.floats(bytes, size: size, isBigEndian: isBigEndian, shape)
        case .opaque(size: 2, _):
            return Tensor(
                shape: shape, storage: .bfloat16(Self.words(bytes, size: 2, isBigEndian: false).map(UInt16.init)))
        case .opaque(let size, let tag):
            throw HDF5Error(
                "opaque elements of \(size) bytes\(tag.isEmpty ? "" : " (\(tag))") stand where numbers are needed")
        default:
            guard let integers else { throw HDF5Error("whole numbers beyond 64 bits stand in the file") }
            let small = integers.compactMap { Int32(exactly: $0) }
            if small.count == integers.count { return Tensor(shape: shape, storage: .int32(small)) }
            return Tensor(shape: shape, storage: .float64(integers.map(Double.init)))
        }
    }

    private static func words(_ bytes: ArraySlice<UInt8>, size: Int, isBigEndian: Bool) -> [UInt64] {
        (0..<bytes.count / size).map { index in
            let start = bytes.startIndex + index * size
            let element = bytes[start..<start + size]
            return (isBigEndian ? Array(element) : element.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private static func integers(_ bytes: ArraySlice<UInt8>, size: Int, isSigned: Bool, isBigEndian: Bool) -> [Int64]? {
        let words = words(bytes, size: size, isBigEndian: isBigEndian)
        let spare = UInt64(64 - size * 8)
        if isSigned { return words.map { Int64(bitPattern: $0 << spare) >> Int64(spare) } }
        let numbers = words.compactMap { Int64(exactly: $0) }
        return numbers.count == words.count ? numbers : nil
    }

    private static func floats(_ bytes: ArraySlice<UInt8>, size: Int, isBigEndian: Bool, _ shape: Shape) -> Tensor {
        if size == 4, !isBigEndian {
            let values = [Float](unsafeUninitializedCapacity: bytes.count / 4) { buffer, count in
                let memory = UnsafeMutableRawBufferPointer(buffer)
                LargePages.ask(for: memory)
                memory.copyBytes(from: bytes)
                count = bytes.count / 4
            }
            return Tensor(shape: shape, storage: .float32(values))
        }
        let words = words(bytes, size: size, isBigEndian: isBigEndian)
        return switch size {
        case 2: Tensor(shape: shape, storage: .float16(words.map { UInt16($0) }))
        case 4: Tensor(shape: shape, storage: .float32(words.map { Float(bitPattern: UInt32($0)) }))
        default: Tensor(shape: shape, storage: .float64(words.map { Double(bitPattern: $0) }))
        }
    }
}
