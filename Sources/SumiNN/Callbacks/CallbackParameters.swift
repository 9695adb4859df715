/// What a run was asked for, as callbacks see it.
public struct CallbackParameters: Hashable, Sendable {
    /// 0 silent, 1 a progress bar, 2 a line an epoch.
    public var verbose: Int
    /// How many epochs were asked for; `nil` where there are none.
    public var epochs: Int
    /// Batches in an epoch.
    public var steps: Int
    /// Samples in an epoch; 0 where it is not known.
    public var samples = 0
}
