import CSumiKernels
import SumiGraph
import SumiTensor

extension GraphPlanner {
    /// The steps of one node that is not computed element by element.
    func planHeavy(_ id: NodeID) throws(EngineError) {
        if let forward = roles.winograd[id] { return planWinograd(id, forward) }
        if let gradient = roles.winogradGradients[id] { return planWinogradGradient(gradient) }
        let node = graph.nodes[id]
        switch node.operation {
        case .transpose, .broadcast, .slice, .pad, .concatenate, .reverse: planMovement(id, node)
        case .gather(let rule):
            let layout = IndexingLayout(rule, values: type(node.operands[0]), indices: type(node.operands[1]).shape)
            let (values, indices) = (slot(of: node.operands[0]), slot(of: node.operands[1]))
            append(GatherStep(layout, values: values, indices: indices, to: makeSlot(for: id)))
        case .scatterAdd(let rule, _):
            let layout = IndexingLayout(rule, values: node.type, indices: type(node.operands[0]).shape)
            let (indices, updates) = (slot(of: node.operands[0]), slot(of: node.operands[1]))
            append(ScatterStep(layout, indices: indices, updates: updates, to: makeSlot(for: id)))
        case .reduce(let reduction, let axes): planReduction(id, reduction, axes)
        case .argMax(let axis): planArgMax(id, axis)
        case .softmax(let axis): planSoftmax(id, axis, isLogarithm: false)
        case .logSoftmax(let axis): planSoftmax(id, axis, isLogarithm: true)
        case .dot(let axes): planDot(id, axes)
        case .convolution(let geometry): try planConvolution(id, geometry)
        case .convolutionInputGradient(let geometry, let input):
            try planConvolutionInputGradient(id, geometry, input)
        case .convolutionKernelGradient(let geometry, let kernel):
            try planConvolutionKernelGradient(id, geometry, kernel)
        case .windowArgMax(let window): try planWindowArgMax(id, window)
        case .windowAverage(let window):
            let layout = try WindowLayout(window, input: type(node.operands[0]).shape, output: node.type.shape)
            append(WindowStep(.average, layout, from: slot(of: node.operands[0]), to: makeSlot(for: id)))
        case .windowAverageGradient(let window, let input):
            let layout = try WindowLayout(window, input: input, output: type(node.operands[0]).shape)
            append(WindowStep(.averageGradient, layout, from: slot(of: node.operands[0]), to: makeSlot(for: id)))
        case .scan(let scan): try planScan(id, scan)
        case .input, .variable, .constant, .iota, .randomBits, .unary, .binary, .compare, .select, .convert,
            .stopGradient, .reshape, .result:
            preconditionFailure("\(node.operation.name) takes no step of its own")
        }
    }

    private func planWindowArgMax(_ id: NodeID, _ window: WindowGeometry) throws(EngineError) {
        let operand = graph.nodes[id].operands[0]
        let layout = try WindowLayout(window, input: type(operand).shape, output: type(id).shape)
        let maximum = roles.maxima[id].map { makeSlot(for: $0) }
        append(WindowStep(.argMax(maximum), layout, from: slot(of: operand), to: makeSlot(for: id)))
    }

    private func planSoftmax(_ id: NodeID, _ axis: Int, isLogarithm: Bool) {
        let operand = graph.nodes[id].operands[0]
        let line = Line(type(operand).shape, axis)
        append(
            SoftmaxStep(
                isLogarithm: isLogarithm, from: slot(of: operand), to: makeSlot(for: id), outer: line.outer, n: line.n,
                inner: line.inner))
    }

    private func planArgMax(_ id: NodeID, _ axis: Int) {
        let operand = graph.nodes[id].operands[0]
        let line = Line(type(operand).shape, axis)
        let (from, element) = bytesAsNumbers(operand)
        append(
            ReduceStep(
                "argMax", .argMax, element, from: from, to: makeSlot(for: id), outer: line.outer, n: line.n,
                inner: line.inner))
    }

    /// An operand for kernels that know 32-bit elements only.
    private func bytesAsNumbers(_ operand: NodeID) -> (Slot, sumi_element) {
        let (root, elementType) = (roles.roots[operand], type(operand).elementType)
        guard elementType.size == 1 else { return (slot(of: operand), elementType.lanes) }
        var writer = ElementwiseWriter(uses: [:], repeated: [])
        let count = type(operand).shape.count
        let loaded = writer.load(slot(of: operand), elementType, .contiguous, of: root)
        let wide = writer.convert(loaded, from: elementType, to: .uint32)
        let slot = temporary(count * 4)
        writer.store(wide, slot, .uint32)
        append(ElementwiseStep("convert", writer.program, count: count))
        return (slot, SUMI_UINT32)
    }

    /// `[outer][n][inner]` around one axis.
    private struct Line {
        let outer: Int
        let n: Int
        let inner: Int

        init(_ shape: Shape, _ axis: Int) {
            outer = shape.dimensions[..<axis].reduce(1, *)
            n = shape.dimensions[axis]
            inner = shape.dimensions[(axis + 1)...].reduce(1, *)
        }
    }

    // MARK: Reductions

    /// Neighbouring axes are reduced together, runs of them from the last to the first.
    private func planReduction(_ id: NodeID, _ reduction: Reduction, _ axes: [Int]) {
        let operand = graph.nodes[id].operands[0]
        let (shape, elementType) = (type(operand).shape, type(operand).elementType)
        let kind: sumi_reduction =
            switch reduction {
            case .sum: SUMI_REDUCE_SUM
            case .max: SUMI_REDUCE_MAXIMUM
            case .min: SUMI_REDUCE_MINIMUM
            }
        var runs: [(isReduced: Bool, size: Int)] = []
        for (axis, size) in shape.dimensions.enumerated() where size != 1 {
            let isReduced = axes.contains(axis)
            if let last = runs.last, last.isReduced == isReduced {
                runs[runs.count - 1].size *= size
            } else {
                runs.append((isReduced, size))
            }
        }
        var from = slot(of: operand)
        let reduced = runs.indices.filter { runs[$0].isReduced }
        for index in reduced.reversed() {
            let outer = runs[..<index].reduce(1) { $0 * $1.size }
            let inner = runs[(index + 1)...].reduce(1) { $0 * ($1.isReduced ? 1 : $1.size) }
            let to = index == reduced.first ? makeSlot(for: id) : temporary(outer * inner * elementType.size)
            let images = index == 0 ? shape.dimensions[0] : nil
            reduce(kind, elementType.lanes, from, to, outer: outer, n: runs[index].size, inner: inner, images: images)
            from = to
        }
    }

    /// A long reduction of few results is cut into parts by shape, so that threads share it.
    /// - Parameter images: the size of the first of the axes that are reduced together.
    private func reduce(
        _ kind: sumi_reduction, _ element: sumi_element, _ from: Slot, _ to: Slot, outer: Int, n: Int, inner: Int,
        images: Int?
    ) {
        let name = "reduce"
        func isEven(_ parts: Int) -> Bool { n % parts == 0 && n / parts >= 64 }
        // An image is a part where it can be, so that it is reduced as soon as it is there; see ``ImageChains``.
        let byImage = images.flatMap { $0 >= 16 && $0 * inner <= 1 << 17 && isEven($0) ? $0 : nil }
        let parts = byImage ?? [16, 8, 7, 6, 5, 4, 3, 2].first(where: isEven) ?? 1
        guard outer * inner * n >= 1 << 16, outer < 16, parts > 1 else {
            append(
                ReduceStep(name, .reduce(kind), element, from: from, to: to, outer: outer, n: n, inner: inner))
            return
        }
        let partial = temporary(outer * parts * inner * 4)
        append(
            ReduceStep(
                name, .reduce(kind), element, from: from, to: partial, outer: outer * parts, n: n / parts,
                inner: inner))
        append(
            ReduceStep(name, .reduce(kind), element, from: partial, to: to, outer: outer, n: parts, inner: inner))
    }
}
