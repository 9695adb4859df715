#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands between the pixels of an image that is made larger.
///
/// Pixels are squares: output pixel `i` of a factor `f` looks at the place `(i + ½) / f − ½` of the input.
public enum Interpolation: String, Hashable, Sendable, Codable, CaseIterable {
    /// The nearest pixel.
    case nearest
    /// A straight line between two pixels; beyond the edges the outermost pixel goes on.
    case bilinear
    /// Keys' cubic through four pixels, a = −½. Pixels beyond the edges do not count.
    case bicubic
    /// Windowed sinc over six pixels. Pixels beyond the edges do not count.
    case lanczos3
    /// Windowed sinc over ten pixels.
    case lanczos5
}

extension Interpolation {
    /// For each output pixel one of the input pixels that it is made of, and its weight.
    struct Tap {
        var indices: [Int32]
        var weights: [Double]
    }

    /// The taps that make `size · factor` pixels of `size` pixels: their sum.
    func taps(from size: Int, factor: Int) -> [Tap] {
        let reach =
            switch self {
            case .nearest, .bilinear: 1
            case .bicubic: 2
            case .lanczos3: 3
            case .lanczos5: 5
            }
        var taps = Array(repeating: Tap(indices: [], weights: []), count: 2 * reach)
        for pixel in 0..<size * factor {
            let place = (Double(pixel) + 0.5) / Double(factor) - 0.5
            let first = Int(place.rounded(.down)) - reach + 1
            let inputs = first..<first + 2 * reach
            var weights = inputs.map { weight(distance: place - Double($0)) }
            if self != .bilinear && self != .nearest {
                for (tap, input) in inputs.enumerated() where input < 0 || input >= size { weights[tap] = 0 }
                let total = weights.reduce(0, +)
                weights = weights.map { $0 / total }
            }
            for (tap, input) in inputs.enumerated() {
                taps[tap].indices.append(Int32(min(max(input, 0), size - 1)))
                taps[tap].weights.append(weights[tap])
            }
        }
        return taps
    }

    /// What a pixel at this distance counts.
    private func weight(distance: Double) -> Double {
        let x = distance.magnitude
        switch self {
        case .nearest: return x < 0.5 || distance == -0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - x)
        case .bicubic:
            // Keras' backend looks weights up in a table with 1024 steps.
            let step = (x * 1024).rounded(.toNearestOrEven) / 1024
            if step <= 1 { return (1.5 * step - 2.5) * step * step + 1 }
            return step < 2 ? ((-0.5 * step + 2.5) * step - 4) * step + 2 : 0
        case .lanczos3: return Self.lanczos(x, radius: 3)
        case .lanczos5: return Self.lanczos(x, radius: 5)
        }
    }

    private static func lanczos(_ x: Double, radius: Double) -> Double {
        if x > radius { return 0 }
        if x <= 1e-3 { return 1 }
        return radius * sin(.pi * x) * sin(.pi * x / radius) / (.pi * .pi * x * x)
    }
}
