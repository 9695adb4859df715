import SumiGraph
import SumiTensor

/// One weight of a model, as its layer declares it.
public struct Weight: Sendable {
    /// The path that names it in the engine's state, in errors and (with other separators) in files: `cnn/conv2d/kernel`.
    public var path: String
    /// The size of each axis.
    public var shape: Shape
    /// What it begins with.
    public var initializer: Initializer
    /// Whether the optimizer changes it: declared as trainable, and no entry around it is frozen.
    public var isTrainable: Bool
    /// Whether the layer declares it as never trained: moving statistics.
    public var isStatistic: Bool
    /// What it adds to the loss.
    public var regularizer: Regularizer?
    /// What it is brought to after each update.
    public var constraint: Constraint?
    /// Of the random numbers its initial value is made of.
    package var stream: UInt64

    /// The last part of the path: `kernel`.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// The weights that one trace has met, in the order of their declaration.
package final class WeightRegistry {
    package private(set) var weights: [Weight] = []
    private var indices: [String: Int] = [:]
    private var counts: [String: UInt64] = [:]
    /// Layers' own penalties.
    package var losses: [TracedTensor] = []
    /// The step's key for random numbers, `uint32[3]`.
    package var randomKey: TracedTensor?

    package init(randomKey: TracedTensor? = nil) { self.randomKey = randomKey }

    /// How many weights the entry at `path` has declared.
    package func count(of path: String) -> UInt64 { counts[path] ?? 0 }

    package func declare(_ weight: Weight, in trace: Trace) -> TracedTensor {
        if let index = indices[weight.path] {
            guard weights[index].shape == weight.shape else {
                trace.fail(
                    "weight \"\(weight.name)\" was made with shape \(weights[index].shape) and is now asked for with "
                        + "\(weight.shape): the layer is called on inputs of different sizes")
                return trace.failedTensor
            }
        } else {
            indices[weight.path] = weights.count
            weights.append(weight)
            let parent = weight.path.split(separator: "/").dropLast().joined(separator: "/")
            counts[parent, default: 0] += 1
        }
        return trace.variable(weight.path, TensorType(weight.shape))
    }
}
