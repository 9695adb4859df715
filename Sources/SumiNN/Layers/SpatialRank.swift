/// How many spatial axes a layer has, as a type: `Conv2D` is `Convolution<Rank2>`.
public protocol SpatialRank: Sendable {
    /// How many axes.
    static var rank: Int { get }
}

/// Sequences: `[batch, steps, channels]`.
public enum Rank1: SpatialRank {
    /// One.
    public static var rank: Int { 1 }
}

/// Images: `[batch, height, width, channels]`.
public enum Rank2: SpatialRank {
    /// Two.
    public static var rank: Int { 2 }
}

/// Volumes: `[batch, depth, height, width, channels]`.
public enum Rank3: SpatialRank {
    /// Three.
    public static var rank: Int { 3 }
}
