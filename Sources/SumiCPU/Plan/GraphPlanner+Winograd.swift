import CSumiKernels
import SumiGraph

extension GraphPlanner {
    func planWinograd(_ id: NodeID, _ forward: WinogradForward) {
        let x = slot(of: forward.x)
        let kernel =
            forward.plan.transformsKernel
            ? slot(of: forward.kernel) : transformed(forward.kernel, forward.plan, isTransposed: false)
        let index = forward.keepsIndex ? temporary(forward.plan.images * forward.plan.outputSize) : nil
        indices[id] = index
        let (bias, addend) = (forward.bias.map { slot(of: $0) }, forward.addend.map { slot(of: $0) })
        let y = makeSlot(for: forward.result, of: id, over: forward.addend, reading: [x, kernel, bias])
        let operands = WinogradStep.Operands(
            x: x, kernel: kernel, bias: bias, addend: addend, y: y, index: index,
            key: forward.dropout.map { slot(of: $0.key) })
        append(WinogradStep(forward.plan, operands, hasReLU: forward.hasReLU, dropout: forward.dropout))
    }

    func planWinogradGradient(_ gradient: WinogradGradient) {
        let plan = gradient.plan
        let sizes = plan.pointer.pointee
        func floats(_ count: Int) -> Slot { temporary(count * MemoryLayout<Float>.size) }
        var operands = WinogradGradientStep.Operands(dy: slot(of: gradient.dy))
        operands.index = gradient.pooled.flatMap { indices[$0.convolution] }
        operands.y = gradient.y.map { slot(of: $0) }
        operands.x = gradient.x.map { slot(of: $0) }
        operands.kernel = gradient.kernel.map { transformed($0, plan, isTransposed: true) }
        operands.dx = gradient.inputGradient.map { makeSlot(for: $0) }
        let kernelGradient = gradient.kernelGradient.map { makeSlot(for: $0) }
        if kernelGradient != nil { operands.sums = floats(sizes.sums_size) }
        if sizes.backward_shared > 0 { operands.shared = floats(sizes.backward_shared) }
        let bias = gradient.biasGradient.map { makeSlot(for: $0) }
        operands.biasParts = bias.map { sizes.bias_parts == 1 ? $0 : floats(sizes.bias_parts * plan.filters) }
        append(
            WinogradGradientStep(
                plan, operands, scale: gradient.scale, masksInput: gradient.masksInput))
        if let sums = operands.sums, let kernelGradient {
            append(WinogradKernelGradientStep(plan, sums: sums, to: kernelGradient))
        }
        if let bias, let parts = operands.biasParts, parts != bias {
            append(PartSum.step(parts: parts, count: sizes.bias_parts, size: plan.filters, to: bias))
        }
    }

    /// A kernel at Winograd's points.
    private func transformed(_ kernel: NodeID, _ plan: WinogradPlan, isTransposed: Bool) -> Slot {
        derived(kernel, .winograd(plan.kernelLayout(isTransposed: isTransposed))) {
            WinogradKernelStep(plan, isTransposed: isTransposed, from: $0, to: $1, cached: $2)
        }
    }
}
