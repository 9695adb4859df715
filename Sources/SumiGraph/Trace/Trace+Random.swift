import SumiTensor

extension TracedTensor {
    /// Uniform 32-bit words. This tensor is the key `uint32[3]`: seed low, seed high, step.
    ///
    /// - Parameter stream: tells this draw from every other of the step.
    public func randomBits(_ shape: Shape, stream: UInt64) -> TracedTensor {
        trace.append(.randomBits(shape, stream: stream), [self])
    }
}
