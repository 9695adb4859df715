import ArgumentParser
import Sumi
import SumiDownload

/// The data sets that lie on the network.
enum FetchedDataset: String, CaseIterable, ExpressibleByArgument {
    case mnist
    case fashionMNIST = "fashion-mnist"
    case cifar10

    /// - Returns: the folder that holds the set.
    func download() async throws -> String {
        switch self {
        case .mnist: try await MNIST.download()
        case .fashionMNIST: try await FashionMNIST.download()
        case .cifar10: try await CIFAR10.download()
        }
    }
}
