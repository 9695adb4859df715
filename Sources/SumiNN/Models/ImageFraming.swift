/// How a picture becomes the input of a model.
public enum ImageFraming: String, CaseIterable, Hashable, Sendable {
    /// As MNIST frames a digit: cropped to its ink, the longest side fitted, centred by mass.
    case digit
    /// The whole picture, scaled to fit inside, its proportions kept.
    case fit
    /// The whole picture, stretched to the input's sides.
    case stretch
}
