import CSumiKernels
import SumiGraph
import SumiTensor

/// Decides which convolutions Winograd's method computes, from shapes, instruction set and precision alone.
struct WinogradRule {
    let kernels: UnsafePointer<sumi_kernels>
    /// The largest square of outputs that is computed at once: 4 or 6.
    let tile: Int
    let threads: Int
    /// Whether the method is taken wherever it applies, also where it is slower; for tests.
    var isForced = false

    /// What the transforms of one point of one channel cost, in multiplications: measured with 16 to 64 channels.
    private static let pointCost = 10.0
    /// What transforming one weight costs: to points, back from their gradients, and the optimizer's larger step.
    private static let weightCost = 400.0
    /// What reading the points of one weight costs where the transform is kept, from the cache and from memory.
    private static let keptWeightCost = (cached: 100.0, distant: 250.0)
    /// What transforming one weight on the way to one image's products costs.
    private static let passingWeightCost = 120.0
    /// Bytes of transformed weights that stay in some cache from image to image.
    private static let cachedBytes = 4 << 20
    /// Below this the transforms' memory traffic eats what the products save.
    private static let leastGain = 1.15

    /// - Parameter isKept: whether weights are transformed once for many runs.
    func plan(_ geometry: ConvolutionGeometry, input: Shape, kernel: Shape, isKept: Bool = false) -> WinogradPlan? {
        guard geometry.groups == 1, kernel.rank == 4, input.rank == 4, kernel.dimensions[0] == 3,
            kernel.dimensions[1] == 3, geometry.strides == [1, 1], geometry.dilations == [1, 1],
            geometry.margins.allSatisfy({ (0...2).contains($0.low) && (0...2).contains($0.high) }),
            input.count > 0, kernel.count > 0
        else { return nil }
        let margins = geometry.margins
        let shape = sumi_winograd_shape(
            images: input.dimensions[0], in: (input.dimensions[1], input.dimensions[2]),
            low: (margins[0].low, margins[1].low), high: (margins[0].high, margins[1].high),
            channels: kernel.dimensions[2], filters: kernel.dimensions[3], pool: false, tile: tile,
            threads: threads)
        guard let plan = WinogradPlan(shape, kernels: kernels) else { return nil }
        return isForced || gain(plan, isKept) >= Self.leastGain ? plan : nil
    }

    /// How many times as fast as the direct method it is.
    private func gain(_ plan: WinogradPlan, _ isKept: Bool) -> Double {
        let lanes = kernels.pointee.vector_length
        func padded(_ channels: Int) -> Double { Double((channels + lanes - 1) / lanes * lanes) }
        let (channels, filters) = (padded(plan.channels), padded(plan.filters))
        let products = plan.points * Double(plan.channels) * filters
        let transforms = plan.points * (channels + filters) * Self.pointCost
        let weights = Double(plan.channels) * filters * weightCost(plan, isKept)
        let direct = plan.directWork / Double(plan.filters) * filters
        return direct / (products + transforms + weights)
    }
    private func weightCost(_ plan: WinogradPlan, _ isKept: Bool) -> Double {
        guard isKept else { return Self.weightCost }
        if plan.transformsKernel { return Self.passingWeightCost }
        return plan.kernelLayout(isTransposed: false).bytes <= Self.cachedBytes
            ? Self.keptWeightCost.cached : Self.keptWeightCost.distant
    }
}
