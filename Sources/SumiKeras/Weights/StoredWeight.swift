import SumiNN
import SumiTensor

/// One weight of a model, and where its value lives.
struct StoredWeight {
    let weight: Weight
    let entry: Entry
    /// Its path below the entry: `kernel`, `lstm_cell/kernel`.
    let path: String

    /// The present value; `nil` where it is not made yet.
    func read() throws -> Tensor? { try entry.values[path]?.read() }

    /// Gives it a value of the right shape; a model that is not built yet takes it when it is.
    func write(_ value: Tensor) {
        if let present = entry.values[path] {
            present.write(value.inFloat32)
        } else {
            entry.values[path] = WeightValue(value.inFloat32)
        }
    }
}
