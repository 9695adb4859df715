import SumiNN
import SumiTensor

extension InkFrame {
    /// Whether the ink lies as in an image of MNIST: the longer side `side` pixels or little less, centred by mass, nothing at
    /// the border.
    package func isFramedAsDigit(side: Int, in width: Int, _ height: Int) -> Bool {
        let isInside = left > 0 && top > 0 && right < width - 1 && bottom < height - 1
        let isCentred = abs(centreX - Float(width) / 2) < 1 && abs(centreY - Float(height) / 2) < 1
        return isInside && isCentred && (side - 4...side + 1).contains(max(self.width, self.height))
    }
}

extension ImageFraming {
    /// How pictures are to be framed for a model that learned from `images`: as digits where these look like MNIST's.
    package static func suiting(_ images: LabelledImages) -> ImageFraming {
        guard images.inputShape == [28, 28, 1], images.images.elementType == .uint8 else { return .fit }
        let count = min(images.count, 200)
        let pixels = images.prefix(count).images.scalars(as: UInt8.self)
        let framed = (0..<count).filter { index in
            InkFrame(pixels[index * 784..<(index + 1) * 784], width: 28, limit: 48)?
                .isFramedAsDigit(side: 20, in: 28, 28) ?? false
        }
        return framed.count * 5 >= count * 4 ? .digit : .fit
    }
}
