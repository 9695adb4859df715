import CSumiKernels

/// How Winograd's method computes one convolution, in all three directions.
final class WinogradPlan {
    let pointer: UnsafeMutablePointer<sumi_winograd>
    private let kernels: UnsafePointer<sumi_kernels>

    var shape: sumi_winograd_shape { pointer.pointee.shape }
    var images: Int { shape.images }
    var channels: Int { shape.channels }
    var filters: Int { shape.filters }
    /// Floats of an image's input, and of its output, pooled where the shape says so.
    var inputSize: Int { shape.in.0 * shape.in.1 * channels }
    var outputSize: Int { outputRows * outputRow }
    /// Rows of the output, and the floats of one.
    var outputRows: Int { pointer.pointee.out.0 / pooling }
    var outputRow: Int { pointer.pointee.out.1 / pooling * filters }
    /// Channels of a panel of the transposed kernel.
    var panelWidth: Int { kernels.pointee.panel_width }
    var pooling: Int { shape.pool ? 2 : 1 }
    /// Outputs along an axis that a tile covers.
    var tile: Int { pointer.pointee.points - 2 }

    /// `nil` where the method does not apply.
    init?(_ shape: sumi_winograd_shape, kernels: UnsafePointer<sumi_kernels>) {
        var (shape, plan) = (shape, sumi_winograd())
        guard sumi_winograd_plan(kernels, &shape, &plan) else { return nil }
        self.kernels = kernels
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: plan)
    }

    deinit { pointer.deallocate() }

    /// The same convolution with each square of 2 x 2 outputs replaced by its maximum.
    var pooled: WinogradPlan? {
        var pooled = shape
        pooled.pool = true
        return WinogradPlan(pooled, kernels: kernels)
    }

    /// Multiplications of the direct method, and of this one's products.
    var directWork: Double {
        let out = pointer.pointee.out
        return 9 * Double(images * out.0) * Double(out.1) * Double(channels) * Double(filters)
    }
    var work: Double { pointer.pointee.multiplications }

    func stepWork(directions: Int) -> StepWork {
        StepWork(
            "[\(images), \(shape.in.0), \(shape.in.1), \(channels)] 3x3 to \(filters)",
            multiplications: directWork * Double(directions), needed: work * Double(directions))
    }

    /// Whether a variable is this convolution's kernel.
    func isOf(_ kernel: KernelShape) -> Bool {
        kernel.taps == 9 && kernel.rows == channels && kernel.columns == filters
    }

    /// Whether units are filters; elsewhere they are images and rows of images.
    var isCutByFilters: Bool { pointer.pointee.forward_filters < filters }

    /// Whether the forward direction takes the kernel as it is and transforms it on the way.
    var transformsKernel: Bool { pointer.pointee.transforms_kernel }

    /// Points of all tiles of all images.
    var points: Double { work / (Double(channels) * Double(filters)) }

    /// Phases of the backward direction, and units of each.
    var gradientPhases: [Int] {
        (0..<sumi_winograd_phases(pointer)).map { sumi_winograd_units(pointer, $0) }
    }

    func kernelLayout(isTransposed: Bool) -> WinogradKernelLayout {
        let plan = pointer.pointee
        return WinogradKernelLayout(
            channels: channels, filters: filters, points: plan.points, isTransposed: isTransposed,
            bytes: (isTransposed ? plan.transposed_size : plan.kernel_size) * MemoryLayout<Float>.size)
    }
}

/// What tells one transformed kernel from another. Tiles of all sizes of an image share one.
struct WinogradKernelLayout: Hashable {
    let channels: Int
    let filters: Int
    let points: Int
    /// For the input's gradient.
    let isTransposed: Bool
    let bytes: Int
}
