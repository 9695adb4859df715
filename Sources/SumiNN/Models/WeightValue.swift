import SumiTensor

/// The present value of one weight, wherever it lies: on the host, or in the state of the model that changed it last.
/// Several models may share it.
package final class WeightValue {
    package let shape: Shape
    /// Grows whenever the value changes, so that other states see that theirs is old.
    package private(set) var version = 1
    private var host: Tensor?
    private var owner: (state: ModelState, name: String)?

    package init(_ value: Tensor) {
        shape = value.shape
        host = value
    }

    /// The value as a host array.
    package func read() throws -> Tensor {
        if let host { return host }
        guard let owner else { throw ModelError("a weight has no value") }
        return try owner.state.variables.read(owner.name)
    }

    /// Gives the weight a new value of the same shape.
    package func write(_ value: Tensor) {
        host = value
        owner = nil
        version += 1
    }

    /// A run has changed the value in `state`.
    package func changed(in state: ModelState, as name: String) {
        version += 1
        host = nil
        owner = (state, name)
        state.versions[name] = version
    }

    /// Makes `state` hold the present value under `name`.
    package func bring(to state: ModelState, as name: String) throws {
        if state.versions[name] == version { return }
        try state.variables.write(name, try read())
        state.versions[name] = version
        // The state keeps it from here on: one copy is enough.
        host = nil
        owner = (state, name)
    }
}
