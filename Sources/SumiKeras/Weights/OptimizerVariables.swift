import SumiHDF5
import SumiNN
import SumiTensor

/// An optimizer's variables as a file lists them.
struct OptimizerVariables {
    private let datasets: [HDF5Dataset]
    /// Whether all weights' first slots come before all second ones, as Keras 2's old optimizers have it.
    let isGroupedBySlot: Bool

    /// Keras 3's list `0, 1, …`; `nil` where there is none.
    init?(_ group: HDF5Group?) throws {
        guard let group, case let names = try group.names, !names.isEmpty else { return nil }
        let numbers = try names.map { name in
            guard let number = Int(name) else { throw HDF5Error("\(group.path)/\(name) is no number") }
            return number
        }
        datasets = try numbers.sorted().compactMap { try group.dataset("\($0)") }
        isGroupedBySlot = false
    }

    /// The older formats' `optimizer_weights`; `nil` where there is none.
    init?(legacy group: HDF5Group?) throws {
        guard let group, let names = try LegacyNames.read("weight_names", of: group), !names.isEmpty else { return nil }
        datasets = try names.map { name in
            guard let dataset = try group.dataset(name) else { throw HDF5Error("\(group.path) has no \(name)") }
            return dataset
        }
        // "Adam/iter:0" and before that "Adam/iterations:0"; optimizers of Keras 2.11 and later have "iteration:0".
        let first = names[0].split(separator: "/").last ?? ""
        isGroupedBySlot = first == "iter:0" || first.hasPrefix("iterations")
    }

    var count: Int { datasets.count }

    func shape(_ index: Int) -> Shape { datasets[index].shape }

    func value(_ index: Int) throws -> Tensor { try datasets[index].read().tensor() }

    /// The number of steps so far, which comes first everywhere.
    func iteration() throws -> Int? {
        guard count > 0, datasets[0].shape.rank == 0, let numbers = try datasets[0].read().integers, numbers.count == 1
        else { return nil }
        return Int(exactly: numbers[0])
    }
}
