// A network that tells stripes from dots, from a folder of pictures by class.

import Foundation
import Sumi
import SumiImages

// The pictures: `pictures/stripes/0.png`, `pictures/dots/0.png`, …
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pictures-\(UUID().uuidString)")
try drawPictures(in: folder)

// All pictures are fitted to one size. There is no folder `test`, so a tenth of each class is put aside.
let pictures = try loadDataset(folder.path, imageSize: (height: 32, width: 32))
print(pictures.train.count, "to train,", pictures.test.count, "to test:", pictures.classNames)

let model = Sequential(inputShape: pictures.train.inputShape.dimensions) {
    Conv2D(8, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Conv2D(16, kernelSize: 3, activation: .relu)
    GlobalMaxPooling2D()
    Dense(pictures.classNames.count, activation: .softmax)
}
model.seed = 1
try model.compile(optimizer: .adam(learningRate: 5e-3), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
try model.fit(
    pictures.train.augmented(Augmentation(shift: 2, flip: .horizontal)), batchSize: 16, epochs: 8, verbose: 0,
    validationSplit: 0.1)
print("accuracy:", try model.evaluate(pictures.test, verbose: 0).accuracy)

// What the file says beside the weights, so that `sumi predict` and others know what goes in and comes out.
model.notes.classNames = pictures.classNames
model.notes.framing = pictures.framing
model.notes.scale = 1 / 255
try model.save(folder.appendingPathComponent("patterns.keras").path)
try FileManager.default.removeItem(at: folder)

/// 60 pictures of each class, of different sizes and colours.
func drawPictures(in folder: URL) throws {
    var random = RandomStream(seed: 3)
    for name in ["stripes", "dots"] {
        let place = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for index in 0..<60 {
            let (width, height, step) = (40 + index % 20, 40 + index % 7, 5 + index % 4)
            let color = (0..<3).map { _ in UInt8(random.uint32() % 200) }
            var pixels: [UInt8] = []
            for y in 0..<height {
                for x in 0..<width {
                    let isInk = name == "stripes" ? x / step % 2 == 0 : x / step % 2 == 0 && y / step % 2 == 0
                    pixels += isInk ? color : [230, 230, 230]
                }
            }
            try Image(width: width, height: height, channels: 3, pixels: pixels)
                .writePNG(to: place.appendingPathComponent("\(index).png").path)
        }
    }
}
