extension String {
    /// Keras' spelling of a type's name: `MeanSquaredError` becomes `mean_squared_error`.
    var snakeCased: String {
        var result = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            let followsWord = index > 0 && (characters[index - 1].isLowercase || characters[index - 1].isNumber)
            let beginsWord =
                index > 0 && index + 1 < characters.count && characters[index - 1].isUppercase
                && characters[index + 1].isLowercase
            if character.isUppercase, followsWord || beginsWord { result += "_" }
            result += character.lowercased()
        }
        return result
    }
}
