import SumiArchive
import SumiNN

/// What `save` writes, by the ending of the file's name.
enum FileFormat {
    case keras
    case hdf5

    init(path: String) throws {
        let name = path.lowercased()
        if name.hasSuffix(".weights.h5") {
            throw ModelError(
                place: path,
                "a name that ends in .weights.h5 is for weights alone: use saveWeights, or end it in .keras")
        }
        if name.hasSuffix(".keras") {
            self = .keras
        } else if name.hasSuffix(".h5") || name.hasSuffix(".hdf5") {
            self = .hdf5
        } else {
            throw ModelError(
                place: path, "a model is saved to a name that ends in .keras (Keras' own format) or .h5 (its older one)"
            )
        }
    }

    /// Refuses to replace what is there, if it is not to be.
    static func check(_ path: String, overwrite: Bool) throws {
        guard !overwrite, FileSource.exists(path) else { return }
        throw ModelError(place: path, "the file is there already: pass overwrite: true to replace it")
    }
}
