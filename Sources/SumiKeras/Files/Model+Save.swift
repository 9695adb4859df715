import SumiArchive
import SumiNN

extension Model {
    /// Saves the model: layers, weights, how it is trained, and its ``Model/notes``.
    ///
    /// A name that ends in `.keras` gives Keras 3's own format, one in `.h5` or `.hdf5` its older one; Keras 3 opens
    /// both. The file is written beside its place and renamed, so that at any moment the old one is there or the new
    /// one, whole.
    ///
    /// - Parameters:
    ///   - overwrite: whether a file that is there is replaced.
    ///   - includeOptimizer: whether training can go on from the file.
    /// - Throws: ``ModelError``: the name has another ending, a layer is not one of Keras', or the file cannot be
    ///   written.
    public func save(_ path: String, overwrite: Bool = true, includeOptimizer: Bool = true) throws {
        try inFile(path) {
            let format = try FileFormat(path: path)
            try FileFormat.check(path, overwrite: overwrite)
            if includeOptimizer { warnOfOwnTraining(path) }
            switch format {
            case .keras: try AtomicFile.write(try kerasArchive(includeOptimizer: includeOptimizer), to: path)
            case .hdf5: try AtomicFile.write(try legacyFile(includeOptimizer: includeOptimizer), to: path)
            }
        }
    }

    /// Saves the weights alone, as Keras 3's `.weights.h5`; those of the optimizer too, where the model is compiled.
    ///
    /// - Throws: ``ModelError`` where the name does not end in `.weights.h5`, or the file cannot be written.
    public func saveWeights(_ path: String, overwrite: Bool = true) throws {
        try inFile(path) {
            guard path.lowercased().hasSuffix(".weights.h5") else {
                throw ModelError(place: path, "weights are saved to a name that ends in .weights.h5")
            }
            try FileFormat.check(path, overwrite: overwrite)
            try AtomicFile.write(try weightsFile(includeOptimizer: true), to: path)
        }
    }
}
