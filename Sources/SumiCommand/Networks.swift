import ArgumentParser
import Sumi

/// The networks that commands know by name, both from the classic tutorial on handwritten digits.
enum NetworkName: String, CaseIterable, ExpressibleByArgument {
    /// Two convolutions and a dense layer.
    case tutorial
    /// Six convolutions in pairs, and a wider dense layer.
    case deep

    /// The network for images of `inputShape` (`[height, width, channels]`) and this many classes.
    ///
    /// - Parameter dropout: the rate of every dropout layer, in place of .25 after pooling and .5 before the last layer.
    func model(inputShape: [Int], classes: Int, dropout: Double? = nil) -> Sequential {
        let afterPooling = dropout ?? 0.25
        let beforeLast = dropout ?? 0.5
        return switch self {
        case .tutorial:
            Sequential(name: rawValue, inputShape: inputShape) {
                for filters in [32, 64] {
                    Conv2D(filters, kernelSize: 3, activation: .relu)
                    MaxPooling2D(2)
                    Dropout(afterPooling)
                }
                Flatten()
                Dense(128, activation: .relu)
                Dropout(beforeLast)
                Dense(classes, activation: .softmax)
            }
        case .deep:
            Sequential(name: rawValue, inputShape: inputShape) {
                for filters in [32, 64, 128] {
                    Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                    Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu)
                    MaxPooling2D(2)
                    Dropout(afterPooling)
                }
                Flatten()
                Dense(512, activation: .relu)
                Dropout(beforeLast)
                Dense(classes, activation: .softmax)
            }
        }
    }
}
