extension String {
    /// Keras' automatic name for a class: `Conv2D` is `conv2d`, `MaxPooling2D` `max_pooling2d`, `PReLU` `p_re_lu`,
    /// `LSTM` `lstm`.
    package var snakeCased: String {
        let letters = Array(self).filter { $0.isLetter || $0.isNumber || $0 == "_" }
        var result = ""
        for (index, letter) in letters.enumerated() {
            if index > 0, letter.isUppercase {
                let startsWord = index + 1 < letters.count && letters[index + 1].isLowercase
                if startsWord || letters[index - 1].isLowercase { result.append("_") }
            }
            result.append(contentsOf: letter.lowercased())
        }
        return result
    }
}
