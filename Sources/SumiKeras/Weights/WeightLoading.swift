import SumiHDF5
import SumiNN
import SumiTensor

/// Values found in a file for a model's weights, collected before any is changed.
struct WeightLoading {
    private(set) var values: [(weight: StoredWeight, value: Tensor)] = []
    /// Whether what does not fit is left as it is, with a warning.
    let skipMismatch: Bool
    private(set) var skipped: [String] = []

    init(skipMismatch: Bool = false) { self.skipMismatch = skipMismatch }

    /// Takes the stored values of one layer, all or none.
    ///
    /// - Parameter place: the layer, for errors.
    mutating func layer(_ place: String, _ read: () throws -> [(weight: StoredWeight, value: Tensor)]) throws {
        do {
            values += try read()
        } catch let error as WeightMismatch where skipMismatch {
            skipped.append("\(place): \(error.message)")
        } catch let error as WeightMismatch {
            throw ModelError(place: place, error.message)
        } catch let error as HDF5Error {
            throw ModelError(place: place, error.description)
        }
    }

    /// The value of `weight` in `dataset`: the shape is compared before anything is read.
    static func value(_ dataset: HDF5Dataset, of weight: StoredWeight) throws -> Tensor {
        guard dataset.shape == weight.weight.shape else {
            throw WeightMismatch(
                message: "weight \"\(weight.weight.name)\" has the shape \(weight.weight.shape) in the model and "
                    + "\(dataset.shape) in the file")
        }
        return try dataset.read().tensor()
    }

    /// Gives the weights their values.
    func finish() {
        for (weight, value) in values { weight.write(value) }
        if !skipped.isEmpty {
            Console.warn("weights that do not fit were left alone: \(skipped.joined(separator: "; "))")
        }
    }
}

/// The stored weights of a layer are not those that it has.
struct WeightMismatch: Error {
    var message: String
}
