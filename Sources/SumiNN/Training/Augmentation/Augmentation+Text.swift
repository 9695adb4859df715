extension Augmentation {
    private static let known =
        "shift=PIXELS, rotate=DEGREES, scale=SHARE, shear=DEGREES, elastic=PIXELS, flip=horizontal"

    /// Settings as a text: `shift=2,rotate=10,scale=0.1,shear=5,elastic=1,flip=horizontal`, any of them in any order.
    ///
    /// - Throws: ``ModelError`` where a setting is unknown, is there twice, or has no such value.
    public init(parsing text: String) throws {
        self.init()
        var seen: Set<String> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            guard sides.count == 2 else {
                throw ModelError("augmentation \"\(part)\": settings are \(Self.known), with commas between them")
            }
            let (name, value) = (sides[0], sides[1])
            guard seen.insert(name).inserted else { throw ModelError("augmentation: \(name) is there twice") }
            try set(name, value)
        }
        if let fault { throw ModelError("augmentation: \(fault)") }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        func number() throws -> Double {
            guard let number = Double(value) else { throw ModelError("augmentation: \(name)=\(value) is no number") }
            return number
        }
        switch name {
        case "shift":
            guard let pixels = Int(value) else {
                throw ModelError("augmentation: shift=\(value) is no whole number of pixels")
            }
            shift = pixels
        case "rotate": rotate = try number()
        case "scale": scale = try number()
        case "shear": shear = try number()
        case "elastic": elastic = try number()
        case "flip":
            guard let flip = Flip(rawValue: value) else {
                throw ModelError("augmentation: flip=\(value) is none of horizontal, vertical, both")
            }
            self.flip = flip
        default: throw ModelError("augmentation: there is no setting \(name); there are \(Self.known)")
        }
    }
}

extension Augmentation: CustomStringConvertible {
    /// As ``init(parsing:)`` reads it; settings that change nothing are left out.
    public var description: String {
        var parts: [String] = []
        if shift != 0 { parts.append("shift=\(shift)") }
        for (name, value) in [("rotate", rotate), ("scale", scale), ("shear", shear), ("elastic", elastic)]
        where value != 0 {
            parts.append("\(name)=\(value)")
        }
        if let flip { parts.append("flip=\(flip.rawValue)") }
        return parts.joined(separator: ",")
    }
}
