import CSumiKernels

/// What the machine can do at best with an engine's instructions and threads, measured.
package struct MachineLimits: Sendable {
    /// Additions and multiplications a second, by fused multiply-add.
    package let operationsPerSecond: Double
    /// Bytes a second, read and written, between memory and processor.
    package let bytesPerSecond: Double

    /// Seconds that a step takes at least.
    package func seconds(of step: StepProfiler.Step) -> Double {
        max(step.needed / operationsPerSecond, step.bytes / bytesPerSecond)
    }
}

extension CPUEngine {
    /// Measures the machine for about half a second.
    package func measuredLimits() throws -> MachineLimits {
        let settings = try settings.get()
        let pool = try workers.acquire()
        defer { workers.release(pool) }
        let product = ProductMeasurement(settings.kernels, threads: settings.threads)
        let copy = CopyMeasurement(threads: settings.threads)
        return MachineLimits(
            operationsPerSecond: product.operations / Self.fastest(pool, settings.threads, product.run),
            bytesPerSecond: copy.bytes / Self.fastest(pool, settings.threads, copy.run))
    }

    /// The fewest seconds that all units take together, one on each thread.
    private static func fastest(_ pool: OpaquePointer?, _ threads: Int, _ unit: @escaping (Int) -> Void) -> Double {
        var unit = unit
        let clock = ContinuousClock()
        var fastest = Double.infinity
        for _ in 0..<12 {
            let time = clock.measure {
                guard let pool else { return unit(0) }
                withUnsafeMutablePointer(to: &unit) { context in
                    sumi_pool_run(pool, threads, context) { context, index, _ in
                        context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
                    }
                }
            }
            fastest = min(fastest, time / .seconds(1))
        }
        return fastest
    }

    /// The same small product over and over, from the first-level cache.
    private struct ProductMeasurement {
        private let kernels: UnsafePointer<sumi_kernels>
        private let memory: [AlignedMemory]
        private let rows: Int
        private static let depth = 64
        private static let rounds = 20_000

        var operations: Double {
            2 * Double(rows * kernels.pointee.panel_width * Self.depth * Self.rounds * memory.count)
        }

        init(_ kernels: UnsafePointer<sumi_kernels>, threads: Int) {
            self.kernels = kernels
            rows = kernels.pointee.row_block
            let floats = rows * Self.depth + (Self.depth + rows) * kernels.pointee.panel_width
            memory = (0..<threads).map { _ in
                let memory = AlignedMemory(bytes: floats * MemoryLayout<Float>.size)
                memory.pointer.initializeMemory(as: Float.self, repeating: 0.5, count: floats)
                return memory
            }
        }

        func run(_ unit: Int) {
            let a = memory[unit].pointer.assumingMemoryBound(to: Float.self)
            var product = sumi_product()
            (product.rows, product.columns, product.depth) = (rows, kernels.pointee.panel_width, Self.depth)
            (product.a, product.a_stride) = (UnsafePointer(a), Self.depth)
            product.b = UnsafePointer(a + rows * Self.depth)
            product.b_panel_stride = Self.depth * kernels.pointee.panel_width
            product.c = a + (rows + kernels.pointee.panel_width) * Self.depth
            product.c_stride = kernels.pointee.panel_width
            for _ in 0..<Self.rounds { kernels.pointee.product(&product) }
        }
    }

    /// A copy that is far larger than any cache.
    private struct CopyMeasurement {
        private let memory: [AlignedMemory]
        private static let size = 32 << 20

        var bytes: Double { 2 * Double(Self.size * memory.count) }

        init(threads: Int) {
            memory = (0..<threads).map { _ in
                let memory = AlignedMemory(bytes: 2 * Self.size)
                memory.pointer.initializeMemory(as: UInt8.self, repeating: 1, count: 2 * Self.size)
                return memory
            }
        }

        func run(_ unit: Int) {
            let memory = memory[unit].pointer
            (memory + Self.size).copyMemory(from: memory, byteCount: Self.size)
        }
    }
}
