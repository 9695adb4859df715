extension Shape {
    /// The shape to which tensors of this and of the other shape are both repeated, or `nil` where they do not fit.
    ///
    /// The last axes are put over each other; an axis of size 1, or one that is missing in front, is repeated.
    public func broadcast(with other: Shape) -> Shape? {
        let rank = max(rank, other.rank)
        var sizes: [Int] = []
        for axis in 0..<rank {
            let (first, second) = (size(axis - rank), other.size(axis - rank))
            guard first == second || first == 1 || second == 1 else { return nil }
            sizes.append(first == 1 ? second : first)
        }
        return Shape(sizes)
    }

    /// The size of an axis counted from the end, 1 where there is none.
    private func size(_ axis: Int) -> Int { self.axis(axis).map { dimensions[$0] } ?? 1 }
}
