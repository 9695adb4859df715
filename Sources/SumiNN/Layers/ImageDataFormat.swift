import SumiGraph
import SumiTensor

/// Where the channels stand: `[batch, height, width, channels]`, or `[batch, channels, height, width]`.
///
/// Each layer has its own; where none is given, it is that of the task:
/// `ImageDataFormat.$current.withValue(.channelsFirst) { … }`.
public enum ImageDataFormat: String, Hashable, Sendable {
    /// The last axis.
    case channelsLast = "channels_last"
    /// The axis behind the batch.
    case channelsFirst = "channels_first"

    /// What layers made in this task have where they are not told.
    @TaskLocal public static var current = ImageDataFormat.channelsLast
}

extension ImageDataFormat: Codable {
    /// Null stands for the task's own.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .current
            return
        }
        let name = try container.decode(String.self)
        guard let format = ImageDataFormat(rawValue: name) else {
            throw ConfigurationError("\"\(name)\" is neither channels_last nor channels_first")
        }
        self = format
    }
}

extension TracedTensor {
    /// This tensor, whose channels stand where `format` says, with its channels last.
    func channelsLast(from format: ImageDataFormat) -> TracedTensor {
        format == .channelsLast || rank < 3 ? self : transposed([0] + Array(2..<rank) + [1])
    }

    /// This tensor, whose channels stand last, with its channels where `format` says.
    func fromChannelsLast(to format: ImageDataFormat) -> TracedTensor {
        format == .channelsLast || rank < 3 ? self : transposed([0, rank - 1] + Array(1..<rank - 1))
    }
}

extension ImageDataFormat {
    /// The axes between the batch and the channels, or after the channels.
    func spatialAxes(rank: Int) -> [Int] { self == .channelsLast ? Array(1...rank) : Array(2...rank + 1) }
}
