import SumiHDF5
import SumiTensor

/// A variable of an optimizer: Keras keeps counters as 64-bit whole numbers, which tensors do not have.
enum HDF5Number {
    case integer(Int)
    case tensor(Tensor)

    var value: HDF5Value {
        switch self {
        case .integer(let value): HDF5Value(Int64(value))
        case .tensor(let tensor): HDF5Value(tensor)
        }
    }
}
