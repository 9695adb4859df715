/// Keras' spelling of Swift's names.
package enum KerasSpelling {
    /// `kernelSize` is `kernel_size`, `beta1` is `beta_1`; `l1` stays.
    package static func key(_ name: String) -> String {
        var result = ""
        var letters = 0
        for character in name {
            if character.isUppercase {
                result += "_" + character.lowercased()
            } else {
                if character.isNumber && letters > 1 { result += "_" }
                result.append(character)
            }
            letters = character.isLetter ? letters + 1 : 0
        }
        return result
    }
}
