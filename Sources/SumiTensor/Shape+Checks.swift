#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Shape {
    /// The size along `axis`; negative axes count from the end.
    ///
    /// - Throws: ``TensorError`` where there is no such axis.
    public subscript(axis: Int) -> Int {
        get throws { dimensions[try checkedAxis(axis)] }
    }

    /// `axis` counted from the front.
    package func checkedAxis(_ axis: Int, of operation: String = "") throws -> Int {
        guard let index = self.axis(axis) else {
            let where_ = operation.isEmpty ? "" : "\(operation): "
            let allowed = rank == 0 ? "it is a scalar and has no axes" : "allowed are \(-rank)...\(rank - 1)"
            throw TensorError("\(where_)the shape \(self) has no axis \(axis): \(allowed)")
        }
        return index
    }

    /// Several axes counted from the front, in rising order, each named once. `nil` stands for all of them.
    package func checkedAxes(_ axes: [Int]?, of operation: String) throws -> [Int] {
        guard let axes else { return Array(0..<rank) }
        let indices = try axes.map { try checkedAxis($0, of: operation) }
        guard Set(indices).count == indices.count else {
            throw TensorError("\(operation): the axes \(axes) name one axis of the shape \(self) twice")
        }
        return indices.sorted()
    }

    /// Refuses sizes below zero, and sizes whose product without the zeros no address can hold: with them, steps along
    /// axes could not be computed, even where there are no elements.
    package func checkSizes(for operation: String) throws {
        if let negative = dimensions.first(where: { $0 < 0 }) {
            throw TensorError("\(operation): the shape \(self) has a negative size \(negative)")
        }
        guard isValid, Shape(dimensions.map { max($0, 1) }).isValid else {
            throw TensorError("\(operation): the sizes of the shape \(self) are too large")
        }
    }

    /// ``checkSizes(for:)``, and refuses tensors that this machine's memory cannot hold, before anything is allocated.
    package func checkAllocatable(as elementType: ElementType, for operation: String) throws {
        try checkSizes(for: operation)
        guard count <= Shape.memory / elementType.size else {
            throw TensorError(
                "\(operation): a tensor of the shape \(self) and type \(elementType) is more than this machine's memory holds"
            )
        }
    }

    /// Bytes of memory in this machine.
    private static let memory: Int = {
        let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
        return pages > 0 && size > 0 ? pages * size : .max
    }()
}
