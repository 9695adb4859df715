import SumiTensor

extension Scan {
    func gradient(
        _ result: TracedTensor, _ operands: [TracedTensor], _ dys: [TracedTensor?], _ needed: [Bool]
    ) -> [TracedTensor?] {
        let reverse = ReverseScan(scan: self, outer: result.trace, operands: operands, dys: dys, needed: needed)
        return reverse.gradients(replacing: result.id)
    }
}
