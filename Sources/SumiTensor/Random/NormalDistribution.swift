/// The standard normal distribution.
package enum NormalDistribution {
    /// The number below which a share `p` of the distribution lies, for 0 < p < 1.
    ///
    /// Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
    /// 37 (1988), PPND16: rational approximations of degree 7 in three regions, relative error about 1e-16.
    package static func quantile(_ p: Double) -> Double {
        let centred = p - 0.5
        if centred.magnitude <= 0.425 {
            let r = 0.180625 - centred * centred
            return centred * polynomial(central.numerator, r) / polynomial(central.denominator, r)
        }
        let tail = (-logarithm(centred < 0 ? p : 1 - p)).squareRoot()
        let (coefficients, r) = tail <= 5 ? (middle, tail - 1.6) : (far, tail - 5)
        let value = polynomial(coefficients.numerator, r) / polynomial(coefficients.denominator, r)
        return centred < 0 ? -value : value
    }

    /// The natural logarithm of a positive normal number, from arithmetic alone: libraries differ in the last bit.
    ///
    /// With x = m · 2^e and m within √½ … √2, log m = 2 · artanh((m − 1) / (m + 1)). The series ends at the term in
    /// s^23, where s² ≤ 0.0295: what is left out is below 1e-18. Relative error below 4e-16 for x up to 1/2.
    package static func logarithm(_ x: Double) -> Double {
        var exponent = Double(x.exponent)
        var significand = x.significand
        if significand > 1.4142135623730951 {
            significand *= 0.5
            exponent += 1
        }
        let s = (significand - 1) / (significand + 1)
        let square = s * s
        var series = 0.0
        for odd in stride(from: 23.0, through: 3, by: -2) { series = (series + 1 / odd) * square }
        // The logarithm of 2 in two parts: the first has 21 trailing zero bits, its products with exponents are exact.
        return exponent * 0x1.62E42FEFA38p-1 + (exponent * 0x1.EF35793C7673p-45 + 2 * (s + s * series))
    }

    /// `coefficients[0] + coefficients[1] r + …`, by Horner's rule.
    private static func polynomial(_ coefficients: [Double], _ r: Double) -> Double {
        coefficients.reversed().reduce(0) { $0 * r + $1 }
    }

    private typealias Ratio = (numerator: [Double], denominator: [Double])

    /// For |p − 1/2| up to 0.425, in 0.180625 − (p − 1/2)².
    private static let central: Ratio = (
        [
            3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
            4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
        ],
        [
            1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
            2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
        ]
    )

    /// For √(−log p) up to 5, in that less 1.6.
    private static let middle: Ratio = (
        [
            1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
            1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
        ],
        [
            1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
            1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
        ]
    )

    /// For √(−log p) above 5, in that less 5.
    private static let far: Ratio = (
        [
            6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
            2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
        ],
        [
            1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
            7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
        ]
    )
}
