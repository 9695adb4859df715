import ArgumentParser
import SumiReport

/// A colour map by its name.
struct ColorMapName: ExpressibleByArgument {
    let map: ColorMap

    init?(argument: String) {
        guard let named = ColorMap.named.first(where: { $0.name == argument.lowercased() }) else { return nil }
        map = named.map
    }

    static let allValueStrings = ColorMap.named.map(\.name)
}
