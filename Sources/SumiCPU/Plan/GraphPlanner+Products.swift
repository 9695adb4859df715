import CSumiKernels
import SumiGraph
import SumiTensor

extension GraphPlanner {
    func planDot(_ id: NodeID, _ axes: DotAxes) {
        let (left, right) = (graph.nodes[id].operands[0], graph.nodes[id].operands[1])
        let (a, b) = (type(left).shape, type(right).shape)
        let layout = DotLayout(axes, a, b)
        if layout.isTransposed {
            let step = TransposedProductStep(
                MatrixLayout(
                    batch: layout.batch, batchStride: layout.leftBatch.stride ?? 0, rows: layout.depth,
                    rowStride: layout.leftDepth.stride ?? 0), leftColumns: layout.rows,
                MatrixLayout(
                    batch: layout.batch, batchStride: layout.rightBatch.stride ?? 0, rows: layout.depth,
                    rowStride: layout.rightDepth.stride ?? 0), columns: layout.columns, panelWidth: panelWidth,
                a: slot(of: left), b: slot(of: right), c: makeSlot(for: id))
            append(step)
            return
        }
        var matrix = MatrixLayout(
            batch: layout.batch, batchStride: layout.leftBatch.stride ?? 0, rows: layout.rows,
            rowStride: layout.leftRows.stride ?? 0)
        var source = slot(of: left)
        if !layout.isLeftDirect {
            source = reordered(left, layout.leftOrder)
            matrix = MatrixLayout(
                batch: layout.batch, batchStride: layout.rows * layout.depth, rows: layout.rows, rowStride: layout.depth
            )
        }
        let packed: Slot
        var packing = PackLayout(
            matrices: layout.batch, matrixStride: layout.depth * layout.columns, pieceDepth: layout.depth,
            rowStride: layout.columns, columns: layout.columns, columnStride: 1, panelWidth: panelWidth)
        if layout.isRightDirect {
            packing.matrixStride = layout.rightBatch.stride ?? 0
            packing.rowStride = layout.rightDepth.stride ?? 0
            packing.columnStride = layout.rightColumns.stride ?? 0
            packed = self.packed(right, packing)
        } else {
            let even = reordered(right, layout.rightOrder)
            packed = temporary(packing.bytes)
            append(PackStep(packing, from: even, to: packed))
        }
        let epilogue = epilogue(of: id)
        let c = resultSlot(of: id, reading: [source, packed])
        append(ProductStep(matrix, packing, a: source, b: packed, c: c, epilogue))
    }

    /// A copy of an operand with its axes in `order`.
    private func reordered(_ id: NodeID, _ order: [Int]) -> Slot {
        let shape = type(id).shape
        let result = Shape(order.map { shape.dimensions[$0] })
        let slot = temporary(type(id).bytes)
        let axes = order.indices.map {
            CopyStep.Axis(size: result.dimensions[$0], from: shape.strides[order[$0]], to: result.strides[$0])
        }
        append(CopyStep("transpose", from: self.slot(of: id), to: slot, elementSize: type(id).elementType.size, axes))
        return slot
    }

    private func epilogue(of id: NodeID) -> Epilogue {
        guard let fused = roles.epilogues[id] else { return Epilogue() }
        return Epilogue(
            bias: fused.bias.map { slot(of: $0) }, addend: fused.addend.map { slot(of: $0) }, hasReLU: fused.hasReLU)
    }

    /// Where the step of a product that also reads `others` writes its result.
    private func resultSlot(of id: NodeID, reading others: [Slot]) -> Slot {
        guard let fused = roles.epilogues[id] else { return makeSlot(for: id) }
        let others = others + [fused.bias.map { slot(of: $0) }].compactMap { $0 }
        return makeSlot(for: fused.result, of: id, over: fused.addend, reading: others)
    }

    /// Memory for the result of a step: the addend's, where nobody reads that any more, and the step only element by
    /// element.
    func makeSlot(for result: NodeID, of owner: NodeID, over addend: NodeID?, reading others: [Slot?]) -> Slot {
        guard let addend, targets[result] == nil, groups.tail(of: owner).isEmpty, !others.contains(slot(of: addend))
        else { return makeSlot(for: result) }
        let slot = slot(of: addend)
        guard isLastRead(of: addend) else { return makeSlot(for: result) { $0 == slot } }
        setSlot(slot, for: result)
        return slot
    }

    // MARK: Convolutions

    func planConvolution(_ id: NodeID, _ geometry: ConvolutionGeometry) throws(EngineError) {
        let (x, kernel) = (graph.nodes[id].operands[0], graph.nodes[id].operands[1])
        let plan = try ConvolutionPlan(
            geometry, input: type(x).shape, kernel: type(kernel).shape, output: type(id).shape)
        let epilogue = epilogue(of: id)
        let cells = slot(of: x)
        if plan.isDepthwise {
            let weights = slot(of: kernel)
            let y = resultSlot(of: id, reading: [cells, weights])
            append(DepthwiseStep(plan, x: cells, kernel: weights, y: y, epilogue, kernels: kernels))
            return
        }
        let packing = plan.forwardPacking(panelWidth: panelWidth)
        let packed = packed(kernel, packing)
        let y = resultSlot(of: id, reading: [cells, packed])
        appendConvolution(plan, packing, x: cells, kernel: packed, y: y, epilogue)
    }

    func planConvolutionInputGradient(_ id: NodeID, _ geometry: ConvolutionGeometry, _ input: Shape) throws(EngineError)
    {
        let (dy, kernel) = (graph.nodes[id].operands[0], graph.nodes[id].operands[1])
        let plan = try ConvolutionPlan(geometry, input: input, kernel: type(kernel).shape, output: type(dy).shape)
        let gradient = slot(of: dy)
        if plan.isDepthwise {
            let weights = slot(of: kernel)
            append(
                DepthwiseInputGradientStep(
                    plan, dy: gradient, kernel: weights, dx: makeSlot(for: id), kernels: kernels))
            return
        }
        if let back = plan.inputGradient {
            let packing = plan.inputGradientPacking(panelWidth: panelWidth)
            let packed = packed(kernel, packing)
            appendConvolution(back, packing, x: gradient, kernel: packed, y: makeSlot(for: id), Epilogue())
        } else {
            let packing = plan.transposedPacking(panelWidth: panelWidth)
            let packed = packed(kernel, packing)
            append(
                ConvolutionInputGradientStep(plan, packing, dy: gradient, kernel: packed, dx: makeSlot(for: id)))
        }
    }

    func planConvolutionKernelGradient(_ id: NodeID, _ geometry: ConvolutionGeometry, _ kernel: Shape)
        throws(EngineError)
    {
        let (x, dy) = (graph.nodes[id].operands[0], graph.nodes[id].operands[1])
        let plan = try ConvolutionPlan(geometry, input: type(x).shape, kernel: kernel, output: type(dy).shape)
        let (cells, gradient) = (slot(of: x), slot(of: dy))
        func step(_ sums: Slot) -> any Step {
            plan.isDepthwise
                ? DepthwiseKernelGradientStep(plan, x: cells, dy: gradient, sums: sums, kernels: kernels)
                : ConvolutionKernelGradientStep(plan, x: cells, dy: gradient, sums: sums)
        }
        if plan.parts == 1 {
            append(step(makeSlot(for: id)))
        } else {
            let sums = temporary(plan.parts * plan.kernelSize * MemoryLayout<Float>.size)
            append(step(sums))
            append(partSum(sums, count: plan.parts, size: plan.kernelSize, to: makeSlot(for: id)))
        }
    }

    /// The sum of few parts in one pass over them; that of many by blocks.
    private func partSum(_ parts: Slot, count: Int, size: Int, to: Slot) -> any Step {
        guard count > 32 else { return PartSum.step(parts: parts, count: count, size: size, to: to) }
        return ReduceStep(
            "reduce", .reduce(SUMI_REDUCE_SUM), SUMI_FLOAT32, from: parts, to: to, outer: 1, n: count, inner: size)
    }

    private func appendConvolution(
        _ plan: ConvolutionPlan, _ packing: PackLayout, x: Slot, kernel: Slot, y: Slot, _ epilogue: Epilogue
    ) {
        guard plan.isProduct else {
            append(
                plan.isBanded
                    ? BandedConvolutionStep(plan, packing, x: x, kernel: kernel, y: y, epilogue)
                    : ConvolutionStep(plan, packing, x: x, kernel: kernel, y: y, epilogue))
            return
        }
        let matrix = MatrixLayout(
            rows: plan.layout.images * plan.layout.outputCells, rowStride: plan.layout.channels)
        append(ProductStep(matrix, packing, a: x, b: kernel, c: y, epilogue, images: plan.layout.images))
    }
}
