/// Why an HDF5 file cannot be read or written: what stands where, and what the file should hold there.
public struct HDF5Error: Error, Equatable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }

    /// A part of HDF5 that this library does not read.
    static func unsupported(_ feature: String) -> HDF5Error {
        HDF5Error("\(feature) is not supported; save the file again with Keras or h5py's default settings")
    }
}
