import SumiTensor

extension Trace {
    /// A loop over the first axis of `sequences`.
    ///
    /// - Parameters:
    ///   - carries: what the first round receives.
    ///   - sequences: tensors with one first axis length; each round receives one element of each.
    ///   - isReversed: from the last element to the first.
    ///   - body: one round: new carries of the same types, and what to stack. It may read any tensor around it.
    /// - Returns: the last round's carries, and the stacked outputs `[length, …]`.
    public func scan(
        carries: [TracedTensor], sequences: [TracedTensor], isReversed: Bool = false,
        body: (_ carries: [TracedTensor], _ elements: [TracedTensor]) -> (
            carries: [TracedTensor], outputs: [TracedTensor]
        )
    ) -> (carries: [TracedTensor], outputs: [TracedTensor]) {
        let (carries, sequences) = (carries.map(local), sequences.map(local))
        guard let length = sequences.first?.shape.dimensions.first else {
            fail("scan: at least one sequence with a first axis is needed to know how many rounds there are")
            return (carries.map { _ in failed }, [])
        }
        let inner = Trace(bodyOf: self)
        let carryInputs = carries.enumerated().map { inner.input("carry \($0)", $1.type) }
        let elements = sequences.enumerated().map { index, sequence in
            inner.input(
                "element \(index)",
                TensorType(Shape(Array(sequence.shape.dimensions.dropFirst())), sequence.elementType))
        }
        let results = body(carryInputs, elements)
        guard results.carries.count == carries.count else {
            fail("scan: the body returns \(results.carries.count) carries and receives \(carries.count)")
            return (carries.map { _ in failed }, results.outputs.map { _ in failed })
        }
        return scan(
            inner, outputs: results.carries + results.outputs, carries: carries, sequences: sequences, length: length,
            isReversed: isReversed)
    }

    /// Appends the scan whose body `inner` has traced.
    package func scan(
        _ inner: Trace, outputs: [TracedTensor], carries: [TracedTensor], sequences: [TracedTensor], length: Int,
        isReversed: Bool
    ) -> (carries: [TracedTensor], outputs: [TracedTensor]) {
        let count = carries.count
        guard failure == nil, let body = try? inner.graph(outputs: outputs) else {
            return (carries.map { _ in failed }, outputs.dropFirst(count).map { _ in failed })
        }
        let scan = Scan(
            body: body, carries: count, sequences: sequences.count, length: length, isReversed: isReversed)
        let node = append(.scan(scan), carries + sequences + inner.captured)
        let results = outputs.indices.map { result($0, of: node, type: scan.type(ofResult: $0)) }
        return (Array(results[..<count]), Array(results[count...]))
    }
}
