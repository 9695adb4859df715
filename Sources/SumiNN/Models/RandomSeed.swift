import SumiTensor
import Synchronization

/// The seeds of models that are not given one.
package enum RandomSeed {
    private static let state = Mutex<(seed: UInt64, count: UInt64)?>(nil)

    /// A seed for a new model: random, or, after ``setRandomSeed(_:)``, the next of a fixed sequence.
    package static func next() -> UInt64 {
        state.withLock { state in
            guard let (seed, count) = state else { return UInt64.random(in: .min ... .max) }
            state = (seed, count + 1)
            return count == 0 ? seed : Philox.stream([seed, count])
        }
    }

    fileprivate static func set(_ seed: UInt64) { state.withLock { $0 = (seed, 0) } }
}

/// Makes all models that are created from now on repeatable: their initial weights, shuffles and dropout follow from
/// `seed` and the order in which they are created. `model.seed` sets one model's.
public func setRandomSeed(_ seed: UInt64) { RandomSeed.set(seed) }
