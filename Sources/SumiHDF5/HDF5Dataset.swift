import SumiTensor

/// A data set of an HDF5 file. Its elements are read when they are asked for.
public struct HDF5Dataset {
    let file: HDF5File
    public let path: String
    let messages: [HeaderMessage]
    public let type: HDF5Type
    public let shape: Shape
    private let layout: Layout
    private let filters: [HDF5Filter]

    private enum Layout {
        case compact(ArraySlice<UInt8>)
        case contiguous(address: Int?, size: Int)
        case chunked(tree: Int?, sizes: [Int])
    }

    init(file: HDF5File, path: String, messages: [HeaderMessage]) throws(HDF5Error) {
        func body(_ kind: Int, _ what: String) throws(HDF5Error) -> ArraySlice<UInt8> {
            guard let message = messages.first(where: { $0.kind == kind }) else {
                throw HDF5Error("damaged HDF5 metadata: \(path) has no \(what)")
            }
            return message.body
        }
        guard !messages.contains(where: { $0.kind == HeaderMessage.externalFiles }) else {
            throw HDF5Error("\(path) keeps its data in another file; external storage is not allowed")
        }
        self.file = file
        self.path = path
        self.messages = messages
        var reader = try ByteReader(try body(HeaderMessage.datatype, "datatype"), "the datatype of \(path)")
        type = try HDF5Type(&reader)
        shape = try HDF5File.shape(try body(HeaderMessage.dataspace, "shape"), path) ?? [0]
        layout = try Self.layout(try body(HeaderMessage.layout, "layout"), path)
        filters =
            try messages.first { $0.kind == HeaderMessage.filters }.map { (message) throws(HDF5Error) in
                try HDF5Filter.list(message.body, path)
            } ?? []
    }

    private static func layout(_ body: ArraySlice<UInt8>, _ path: String) throws(HDF5Error) -> Layout {
        var reader = try ByteReader(body, "the layout of \(path)")
        let version = try reader.byte()
        guard version == 3 else { throw .unsupported("HDF5 layout version \(version) (\(path))") }
        switch try reader.byte() {
        case 0: return .compact(try reader.take(try reader.short()))
        case 1: return .contiguous(address: try reader.offset(), size: try reader.length())
        case 2:
            let rank = try reader.byte()
            let tree = try reader.offset()
            var sizes: [Int] = []
            for _ in 0..<rank { sizes.append(try reader.word()) }
            // The last size is that of an element.
            guard rank >= 2 else { throw HDF5Error("damaged HDF5 metadata: chunks of \(path) without axes") }
            return .chunked(tree: tree, sizes: sizes.dropLast())
        default: throw .unsupported("a virtual data set (\(path))")
        }
    }

    /// The attributes in the order of the file.
    public var attributes: [(name: String, value: HDF5Value)] {
        get throws(HDF5Error) { try file.attributes(messages, path).map { (name: $0.0, value: $0.1) } }
    }

    /// The elements.
    ///
    /// - Throws: ``HDF5Error`` where the file holds fewer than the shape declares, or damaged ones.
    public func read() throws(HDF5Error) -> HDF5Value {
        let bytes: ArraySlice<UInt8>
        switch layout {
        case .compact(let data):
            let size = try file.byteCount(shape, type, path, available: data.count)
            bytes = data.prefix(size)
        case .contiguous(let address, let stored):
            let size = try file.byteCount(shape, type, path, available: address == nil ? 0 : stored)
            if size == 0 {
                bytes = []
            } else {
                var reader = try file.reader(at: address ?? 0, "the data of \(path)")
                bytes = try reader.take(size)
            }
        case .chunked(let tree, let sizes): bytes = try chunks(tree, sizes)[...]
        }
        return try file.value(bytes, type, shape, path)
    }

    // MARK: Chunks

    private struct Chunk {
        var size: Int
        /// Bit `i` is set where filter `i` was left out.
        var skippedFilters: Int
        var offsets: [Int]
        var address: Int
    }

    /// All chunks put together. Chunks that are not stored would be zeros; Keras writes none such, so that a shape far
    /// beyond the stored bytes is refused.
    private func chunks(_ tree: Int?, _ sizes: [Int]) throws(HDF5Error) -> [UInt8] {
        guard sizes.count == shape.rank, sizes.allSatisfy({ $0 > 0 }), Shape(sizes).isValid else {
            throw HDF5Error("damaged HDF5 metadata: chunks of \(sizes) in \(path) of shape \(shape)")
        }
        let found = try tree.map { (tree) throws(HDF5Error) in try chunkList(tree) } ?? []
        let needed = zip(shape.dimensions, sizes).map { ($0 + $1 - 1) / $1 }
        let chunkBytes = Shape(sizes).count.multipliedReportingOverflow(by: type.size)
        guard found.count == Shape(needed).count, !chunkBytes.overflow else {
            throw HDF5Error("\(path) declares the shape \(shape), but only \(found.count) of its chunks are stored")
        }
        // Deflate shrinks to a thousandth at best, so that this bounds what a small file can make us allocate.
        let stored = found.reduce(0) { $0 + $1.size }
        let total = try file.byteCount(shape, type, path, available: max(1 << 16, stored &* 1100))
        let largest = max(1 << 16, total &* 4)
        guard chunkBytes.partialValue <= largest else {
            throw HDF5Error("damaged HDF5 metadata: chunks of \(sizes) in \(path) of shape \(shape)")
        }
        var result = [UInt8](repeating: 0, count: total)
        for chunk in found {
            var reader = try file.reader(at: chunk.address, "a chunk of \(path)")
            var data = Array(try reader.take(chunk.size))
            for (index, filter) in filters.enumerated().reversed() where chunk.skippedFilters >> index & 1 == 0 {
                data = try filter.undo(data, elementSize: type.size, size: chunkBytes.partialValue, path)
            }
            guard data.count == chunkBytes.partialValue else {
                throw HDF5Error("a chunk of \(path) has \(data.count) bytes instead of \(chunkBytes.partialValue)")
            }
            copy(data, sizes, at: chunk.offsets, into: &result)
        }
        return result
    }

    /// Copies the part of a chunk that lies inside of the shape, run by run along the last axis.
    private func copy(_ data: [UInt8], _ sizes: [Int], at offsets: [Int], into result: inout [UInt8]) {
        let rank = shape.rank
        let element = type.size
        let kept = (0..<rank).map { min(sizes[$0], shape.dimensions[$0] - offsets[$0]) }
        guard kept.allSatisfy({ $0 > 0 }) else { return }
        let (from, to) = (Shape(sizes).strides, shape.strides)
        let run = kept[rank - 1] * element
        var index = [Int](repeating: 0, count: rank)
        while true {
            var source = 0
            var target = 0
            for axis in 0..<rank {
                source += index[axis] * from[axis]
                target += (offsets[axis] + index[axis]) * to[axis]
            }
            result.replaceSubrange(
                target * element..<target * element + run, with: data[source * element..<source * element + run])
            var axis = rank - 2
            while axis >= 0 {
                index[axis] += 1
                if index[axis] < kept[axis] { break }
                index[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }

    private func chunkList(_ tree: Int) throws(HDF5Error) -> [Chunk] {
        var chunks: [Chunk] = []
        var visited: Set<Int> = []
        var stack = [tree]
        while let address = stack.popLast() {
            guard visited.insert(address).inserted, visited.count + chunks.count < 1 << 24 else {
                throw HDF5Error("damaged HDF5 metadata: the chunks of \(path) form no tree")
            }
            var reader = try file.reader(at: address, "the chunks of \(path)")
            try reader.expect("TREE")
            guard try reader.byte() == 1 else { throw HDF5Error("damaged HDF5 metadata: a wrong tree in \(path)") }
            let level = try reader.byte()
            let count = try reader.short()
            try reader.skip(16)
            for _ in 0..<count {
                let size = try reader.word()
                let skipped = try reader.word()
                var offsets: [Int] = []
                for _ in 0..<shape.rank { offsets.append(try reader.length()) }
                try reader.skip(8)
                let child = try reader.length()
                if level > 0 {
                    stack.append(child)
                } else {
                    guard zip(offsets, shape.dimensions).allSatisfy({ $0 < $1 }) else {
                        throw HDF5Error("damaged HDF5 metadata: a chunk of \(path) lies outside of its shape")
                    }
                    chunks.append(Chunk(size: size, skippedFilters: skipped, offsets: offsets, address: child))
                }
            }
        }
        return chunks
    }
}
