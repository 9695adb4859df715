import SumiGraph
import SumiTensor

/// Which convolutions and gradients of them Winograd's method computes, and what their steps take in.
extension Roles {
    mutating func absorbIntoWinograd(_ rule: WinogradRule) {
        var pooled: [NodeID: PooledGradient] = [:]
        for id in graph.nodes.indices where roots[id] == id {
            guard case .convolution(let geometry) = graph.nodes[id].operation,
                let plan = plan(rule, geometry, x: graph.nodes[id].operands[0], kernel: graph.nodes[id].operands[1])
            else { continue }
            if let (dy, gradient) = absorbForward(id, geometry, plan) { pooled[dy] = gradient }
        }
        for id in graph.nodes.indices where roots[id] == id {
            guard case .heavy = roles[id], winogradGradients[id] == nil else { continue }
            absorbGradient(id, rule, pooled)
        }
    }

    private func plan(_ rule: WinogradRule, _ geometry: ConvolutionGeometry, x: NodeID, kernel: NodeID) -> WinogradPlan?
    {
        rule.plan(
            geometry, input: graph.type(of: x).shape, kernel: graph.type(of: kernel).shape, isKept: isConstant(kernel))
    }

    /// Whether a value is a variable that the graph does not update.
    private func isConstant(_ id: NodeID) -> Bool {
        guard case .variable(let index) = graph.nodes[roots[id]].operation else { return false }
        return !graph.updates.contains { $0.variable == index }
    }

    /// Makes a node part of the owner's step, which reads what it must by itself.
    private mutating func absorb(_ node: NodeID, by owner: NodeID) {
        if node != owner { roles[node] = .absorbed(by: owner) }
        for operand in graph.nodes[node].operands { readers[roots[operand]].removeAll { $0 == node } }
    }

    private mutating func setOperands(_ operands: [NodeID], of owner: NodeID) {
        stepOperands[owner] = operands
        for root in Set(operands) { readers[root].append(owner) }
    }

    // MARK: Forward

    /// A pooled convolution's gradient: what leads from the pooled result's to that of what was pooled.
    private struct PooledGradient {
        let convolution: NodeID
        var result: NodeID
        let plan: WinogradPlan
        /// What reaches the pooled result, and the factor of dropout.
        var dy: NodeID
        var scale: Float = 1
        /// The nodes between that need no step.
        var nodes: [NodeID]
    }

    /// - Returns: the node that is what reaches the convolution, where its step undoes the pooling.
    private mutating func absorbForward(_ id: NodeID, _ geometry: ConvolutionGeometry, _ plan: WinogradPlan) -> (
        dy: NodeID, PooledGradient
    )? {
        let node = graph.nodes[id]
        let epilogue = epilogues[id]
        var forward = WinogradForward(
            plan: plan, x: roots[node.operands[0]], kernel: roots[node.operands[1]], bias: epilogue?.bias,
            addend: epilogue?.addend, hasReLU: epilogue?.hasReLU ?? false, result: epilogue?.result ?? id)
        var found: (NodeID, PooledGradient)?
        if let pool = pool(of: forward, id, geometry) {
            forward.plan = pool.plan
            forward.result = pool.dropout?.result ?? pool.maximum
            forward.dropout = pool.dropout?.dropout
            for inner in [pool.argMax, pool.maximum] + (pool.dropout?.nodes ?? []) { absorb(inner, by: id) }
            maxima[pool.argMax] = nil
            if var gradient = pool.gradient {
                forward.keepsIndex = true
                gradient.1.result = forward.result
                found = gradient
            }
        }
        epilogues[id] = nil
        absorb(id, by: id)
        for root in epilogue?.operands ?? [] { readers[root].removeAll { $0 == id } }
        setOperands(forward.operands, of: id)
        winograd[id] = forward
        return found
    }

    private struct Pool {
        let plan: WinogradPlan
        let argMax: NodeID
        let maximum: NodeID
        var dropout: PooledDropout?
        var gradient: (dy: NodeID, PooledGradient)?
    }

    /// The pooling of a convolution's result by squares of 2 x 2, if nobody needs the unpooled result.
    private func pool(of forward: WinogradForward, _ id: NodeID, _ geometry: ConvolutionGeometry) -> Pool? {
        let result = forward.result
        guard forward.addend == nil, !isKept[result], let argMax = readers[result].first(where: isSquareArgMax),
            let maximum = maxima[argMax], !isKept[argMax], let plan = forward.plan.pooled
        else { return nil }
        let others = readers[result].filter { $0 != argMax && $0 != maximum }
        let scatters = readers[argMax].filter { $0 != maximum }
        var pool = Pool(plan: plan, argMax: argMax, maximum: maximum)
        guard let scatter = scatters.first else {
            pool.dropout = dropout(of: maximum, before: id, gradient: nil)
            return others.isEmpty ? pool : nil
        }
        guard scatters.count == 1, !isKept[scatter],
            case .scatterAdd(.elements(axis: 1), _) = graph.nodes[scatter].operation,
            roots[graph.nodes[scatter].operands[0]] == argMax
        else { return nil }
        let updates = roots[graph.nodes[scatter].operands[1]]
        var (dy, nodes) = (scatter, [scatter])
        if forward.hasReLU {
            guard let masking = onlyReader(of: scatter), let mask = maskedByPositivity(masking), mask.x == result,
                mask.value == scatter, others == [mask.mask]
            else { return nil }
            (dy, nodes) = (masking, [scatter, mask.mask, masking])
        } else if !others.isEmpty {
            return nil
        }
        guard !isKept[dy], let all = gradientReaders(of: dy, geometry, x: forward.x, kernel: forward.kernel),
            all.nodes.count == readers[dy].count, all.input != nil || all.kernel != nil, updates < dy
        else { return nil }
        var gradient = PooledGradient(convolution: id, result: maximum, plan: plan, dy: updates, nodes: nodes)
        if let dropout = dropout(of: maximum, before: id, gradient: scatter), let back = dropout.gradient {
            pool.dropout = dropout
            (gradient.dy, gradient.scale) = (back.dy, dropout.dropout.scale)
            gradient.nodes += back.nodes
        }
        pool.gradient = (dy, gradient)
        return pool
    }

    private func isSquareArgMax(_ id: NodeID) -> Bool {
        guard case .windowArgMax(let window) = graph.nodes[id].operation else { return false }
        return window == WindowGeometry(sizes: [2, 2], strides: [2, 2], margins: [.none, .none])
    }

    private struct PooledDropout {
        let dropout: WinogradForward.Dropout
        let result: NodeID
        let nodes: [NodeID]
        /// What reaches the dropout's result, and the nodes that lead it to the pooling.
        var gradient: (dy: NodeID, nodes: [NodeID])?
    }

    /// The dropout of a maximum, and its gradient where it ends in `gradient`.
    private func dropout(of maximum: NodeID, before id: NodeID, gradient: NodeID?) -> PooledDropout? {
        guard let scaling = onlyReader(of: maximum), let scaled = scaled(scaling), scaled.value == maximum,
            let selection = onlyReader(of: scaling), let kept = masked(selection), kept.value == scaling,
            !isKept[kept.mask], case .compare(.greaterOrEqual) = graph.nodes[kept.mask].operation,
            let limit = scalar(graph.nodes[kept.mask].operands[1])
        else { return nil }
        let bits = roots[graph.nodes[kept.mask].operands[0]]
        guard case .randomBits(_, let stream) = graph.nodes[bits].operation, onlyReader(of: bits) == kept.mask,
            limit >= 1, limit < 0x1p32, roots[graph.nodes[bits].operands[0]] < id
        else { return nil }
        var found = PooledDropout(
            dropout: WinogradForward.Dropout(
                key: roots[graph.nodes[bits].operands[0]], stream: stream, limit: UInt32(limit),
                scale: Float(scaled.factor)),
            result: selection, nodes: [scaling, bits, kept.mask, selection])
        let others = readers[kept.mask].filter { $0 != selection }
        guard let gradient else { return others.isEmpty ? found : nil }
        guard others.count == 1, let back = masked(others[0]), back.mask == kept.mask,
            let factor = onlyReader(of: others[0]), let backScaled = self.scaled(factor),
            backScaled == (others[0], scaled.factor), onlyReader(of: factor) == gradient
        else { return nil }
        found.gradient = (back.value, [others[0], factor])
        return found
    }

    // MARK: Gradients

    /// The gradients of a convolution that read one `dy`: at most one of each kind.
    private func gradientReaders(of dy: NodeID, _ geometry: ConvolutionGeometry, x: NodeID?, kernel: NodeID?)
        -> GradientReaders?
    {
        var found = GradientReaders()
        for reader in readers[dy] {
            let node = graph.nodes[reader]
            let operands = node.operands.map { roots[$0] }
            switch node.operation {
            case .convolutionInputGradient(geometry, _):
                guard found.input == nil, operands[0] == dy, operands[1] != dy, kernel ?? operands[1] == operands[1]
                else { continue }
                found.input = reader
            case .convolutionKernelGradient(geometry, _):
                guard found.kernel == nil, operands[1] == dy, operands[0] != dy, x ?? operands[0] == operands[0] else {
                    continue
                }
                found.kernel = reader
            case .reduce(.sum, [0, 1, 2]) where graph.type(of: node.operands[0]).shape.rank == 4: found.bias = reader
            default: continue
            }
        }
        return found
    }

    private mutating func absorbGradient(_ id: NodeID, _ rule: WinogradRule, _ pooled: [NodeID: PooledGradient]) {
        let node = graph.nodes[id]
        let (geometry, input, kernel, dyOperand): (ConvolutionGeometry, Shape, Shape, NodeID)
        switch node.operation {
        case .convolutionInputGradient(let shared, let shape):
            (geometry, input, kernel) = (shared, shape, graph.type(of: node.operands[1]).shape)
            dyOperand = node.operands[0]
        case .convolutionKernelGradient(let shared, let shape):
            (geometry, input, kernel) = (shared, graph.type(of: node.operands[0]).shape, shape)
            dyOperand = node.operands[1]
        default: return
        }
        let dy = roots[dyOperand]
        guard let plan = pooled[dy]?.plan ?? rule.plan(geometry, input: input, kernel: kernel) else { return }
        let all = together(id, dy, geometry, input: input, kernel: kernel)
        var gradient = WinogradGradient(plan: plan, dy: dy)
        var inner = all.nodes
        gradient.kernelGradient = all.kernel
        gradient.biasGradient = all.bias
        gradient.inputGradient = all.input
        gradient.x = all.kernel.map { roots[graph.nodes[$0].operands[0]] }
        gradient.kernel = all.input.map { roots[graph.nodes[$0].operands[1]] }
        if let back = pooled[dy] {
            (gradient.dy, gradient.scale, gradient.pooled) = (back.dy, back.scale, (back.convolution, back.result))
            inner += back.nodes
        } else if let mask = maskedByPositivity(dy), !isKept[dy], all.nodes.count == readers[dy].count,
            mask.value != mask.x
        {
            (gradient.dy, gradient.y) = (mask.value, mask.x)
            inner += [mask.mask, dy]
        }
        if let dx = all.input, let masking = onlyReader(of: dx), let mask = maskedByPositivity(masking),
            mask.value == dx, gradient.x ?? mask.x == mask.x, mask.x < dy
        {
            (gradient.x, gradient.inputGradient, gradient.masksInput) = (mask.x, masking, true)
            inner += [mask.mask, masking]
        }
        let owner = all.kernel ?? id
        for node in inner + [owner] { absorb(node, by: owner) }
        setOperands(gradient.operands, of: owner)
        winogradGradients[owner] = gradient
    }

    /// The gradients that one step can form together with `id`.
    private func together(
        _ id: NodeID, _ dy: NodeID, _ geometry: ConvolutionGeometry, input: Shape, kernel: Shape
    ) -> GradientReaders {
        let alone =
            if case .convolutionInputGradient = graph.nodes[id].operation { GradientReaders(input: id) } else {
                GradientReaders(kernel: id)
            }
        guard var all = gradientReaders(of: dy, geometry, x: nil, kernel: nil), all.nodes.contains(id) else {
            return alone
        }
        // What one gradient reads must not depend on another: all of it is there before dy.
        if let dx = all.input {
            guard roots[graph.nodes[dx].operands[1]] < dy, graph.type(of: dx).shape == input,
                graph.type(of: graph.nodes[dx].operands[1]).shape == kernel
            else { return alone }
        }
        if let weights = all.kernel {
            guard roots[graph.nodes[weights].operands[0]] < dy, graph.type(of: weights).shape == kernel,
                graph.type(of: graph.nodes[weights].operands[0]).shape == input
            else { return alone }
        }
        for node in all.nodes { guard case .heavy = roles[node] else { return alone } }
        if all.input == nil, all.kernel == nil { all.bias = nil }
        return all
    }
}
