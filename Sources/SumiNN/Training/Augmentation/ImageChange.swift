import SumiTensor

/// One image's random change: for each pixel of the result the place of the image where its value comes from.
struct ImageChange {
    private let height: Int
    private let width: Int
    /// The inverse of the linear part, by rows.
    private var matrix = (1.0, 0.0, 0.0, 1.0)
    private var shiftX = 0
    private var shiftY = 0
    private var isMirroredX = false
    private var isMirroredY = false
    private let isExact: Bool
    private var bend: ElasticGrid?

    /// - Parameter random: a stream of the image's own; how much is drawn depends on the settings only.
    init(_ settings: Augmentation, height: Int, width: Int, _ random: inout RandomStream) {
        self.height = height
        self.width = width
        isExact = settings.isExact
        func spread(_ range: Double) -> Double { range * (2 * random.double() - 1) }
        func pixels() -> Int { Int(random.uint32() % UInt32(2 * settings.shift + 1)) - settings.shift }
        if settings.shift > 0 { (shiftX, shiftY) = (pixels(), pixels()) }
        if !isExact {
            let turn = Angle(degrees: spread(settings.rotate))
            let lean = Angle(degrees: spread(settings.shear))
            let size = 1 / (1 + spread(settings.scale))
            let slope = lean.sine / lean.cosine
            // First turned back, then straightened, then brought to its old size.
            matrix = (
                size * (turn.cosine - slope * turn.sine), size * (-turn.sine - slope * turn.cosine), size * turn.sine,
                size * turn.cosine
            )
        }
        if settings.elastic > 0 { bend = ElasticGrid(deviation: settings.elastic, height, width, &random) }
        if let flip = settings.flip {
            let bits = random.uint32()
            isMirroredX = flip != .vertical && bits & 1 == 1
            isMirroredY = flip != .horizontal && bits & 2 == 2
        }
    }

    /// Writes the changed image, whose values lie from `start` on in `source`, to `target`.
    func apply<Value: PixelValue>(
        _ source: UnsafeBufferPointer<Value>, _ start: Int, channels: Int, _ target: UnsafeMutableBufferPointer<Value>,
        _ targetStart: Int
    ) {
        for y in 0..<height {
            let row = (isMirroredY ? height - 1 - y : y) - shiftY
            let bent = bend?.row(min(max(row, 0), height - 1))
            for x in 0..<width {
                let column = (isMirroredX ? width - 1 - x : x) - shiftX
                let place = targetStart + (y * width + x) * channels
                if isExact {
                    let from =
                        start + (min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)) * channels
                    for channel in 0..<channels { target[place + channel] = source[from + channel] }
                } else {
                    let (u, v) = (Double(column) - Double(width - 1) / 2, Double(row) - Double(height - 1) / 2)
                    var sourceX = matrix.0 * u + matrix.1 * v + Double(width - 1) / 2
                    var sourceY = matrix.2 * u + matrix.3 * v + Double(height - 1) / 2
                    if let bent {
                        let offset = bent.offset(min(max(column, 0), width - 1))
                        sourceX += offset.x
                        sourceY += offset.y
                    }
                    interpolate(source, start, channels, sourceX, sourceY, target, place)
                }
            }
        }
    }

    private func interpolate<Value: PixelValue>(
        _ source: UnsafeBufferPointer<Value>, _ start: Int, _ channels: Int, _ sourceX: Double, _ sourceY: Double,
        _ target: UnsafeMutableBufferPointer<Value>, _ place: Int
    ) {
        let x = min(max(sourceX, 0), Double(width - 1))
        let y = min(max(sourceY, 0), Double(height - 1))
        let (left, top) = (Int(x), Int(y))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        let (a, b) = (Float(x - Double(left)), Float(y - Double(top)))
        for channel in 0..<channels {
            func value(_ x: Int, _ y: Int) -> Float { source[start + (y * width + x) * channels + channel].float }
            let upper = value(left, top) * (1 - a) + value(right, top) * a
            let lower = value(left, bottom) * (1 - a) + value(right, bottom) * a
            target[place + channel] = Value(rounding: upper * (1 - b) + lower * b)
        }
    }
}

/// A value of an image's channel.
protocol PixelValue: Sendable {
    var float: Float { get }
    init(rounding value: Float)
}

extension UInt8: PixelValue {
    var float: Float { Float(self) }
    init(rounding value: Float) { self = UInt8(Swift.min(Swift.max(value, 0), 255).rounded()) }
}

extension Float: PixelValue {
    var float: Float { self }
    init(rounding value: Float) { self = value }
}

/// Sine and cosine by their series, from sums and products alone: the same on every machine.
private struct Angle {
    let sine: Double
    let cosine: Double

    /// - Parameter degrees: from -180 to 180.
    init(degrees: Double) {
        let x = degrees * (Double.pi / 180)
        var (sine, cosine, term) = (0.0, 0.0, 1.0)
        // x^k / k!, which for half a turn is below a rounding error from k = 28 on.
        for power in 0..<30 {
            switch power % 4 {
            case 0: cosine += term
            case 1: sine += term
            case 2: cosine -= term
            default: sine -= term
            }
            term *= x / Double(power + 1)
        }
        (self.sine, self.cosine) = (sine, cosine)
    }
}
