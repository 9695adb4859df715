import ArgumentParser

/// Reads a whole number within `range`. What is refused tells what is allowed.
func wholeNumber(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
    { text in
        guard let number = Int(text), range.contains(number) else {
            throw ValidationError("It takes a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}

/// Reads a number for which `isAllowed` holds; `allowed` says in words which those are. No option takes NaN.
func number(_ allowed: String, where isAllowed: @escaping @Sendable (Double) -> Bool)
    -> @Sendable (String) throws
    -> Double
{
    { text in
        // As float32, which is what networks compute with, since 1e-50 or 1e300 would arrive as 0 or infinity.
        guard let number = Double(text), Float(number).isFinite, isAllowed(number) else {
            throw ValidationError("It takes \(allowed).")
        }
        return number
    }
}
