import SumiGraph
import SumiTensor

/// How a weight begins. A value with static members: `.glorotUniform`, `.zeros`, `.randomNormal(seed: 1)`.
public struct Initializer: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case zeros, ones
    }
    package var kind: Kind

    public static let zeros = Initializer(kind: .zeros)
    public static let ones = Initializer(kind: .ones)
}
