import SumiArchive
import SumiTensor

/// Images and labels in the arrays of an `.npz` file.
enum ArrayImages {
    /// What the arrays of the two parts may be called: images and labels to train, images and labels to test.
    private static let names = [
        ["x_train", "y_train", "x_test", "y_test"], ["X_train", "y_train", "X_test", "y_test"],
        ["train_images", "train_labels", "test_images", "test_labels"], ["x", "y"], ["X", "y"], ["images", "labels"],
    ]

    static func load(_ path: String) throws -> ImageClassificationSet {
        let file = try FileSource(path)
        let bytes = try file.bytes(file.size)
        do {
            let archive = try ZipArchive(bytes)
            guard let names = names.first(where: { $0.allSatisfy { archive.contains("\($0).npy") } }) else {
                let found = archive.members.prefix(20).map { $0.name.replacing(".npy", with: "") }
                throw DataError(
                    "has the arrays \(found.joined(separator: ", ")); x_train, y_train, x_test and y_test are needed, "
                        + "or x and y")
            }
            let arrays = try NumPy.arrays(bytes, named: names)
            func part(_ index: Int) throws -> (images: Tensor, labels: Tensor)? {
                guard names.count > index, let images = arrays[names[index]], let labels = arrays[names[index + 1]]
                else {
                    return nil
                }
                return (try pixels(images, names[index]), try self.labels(labels, names[index + 1]))
            }
            guard let train = try part(0) else { throw DataError("has no images") }
            let test = try part(2)
            let classes = try ImageClassificationSet.classNames(
                [train.labels] + (test.map { [$0.labels] } ?? []), names[1])
            return try .made(
                path, train: LabelledImages(images: train.images, labels: train.labels, classNames: classes),
                test: test.map { try LabelledImages(images: $0.images, labels: $0.labels, classNames: classes) })
        } catch {
            throw DataError("\(path): \(error)")
        }
    }

    /// Images as bytes where they are whole numbers 0...255, else as float32; flat rows become squares, channels go last.
    static func pixels(_ tensor: Tensor, _ name: String) throws -> Tensor {
        var images = tensor
        if images.elementType != .uint8 {
            let values = images.doubles
            if values.allSatisfy({ (0...255).contains($0) && $0 == $0.rounded() }) {
                images = Tensor(shape: images.shape, storage: .uint8(values.map { UInt8($0) }))
            } else {
                images = images.converted(to: .float32)
            }
        }
        let sizes = images.shape.dimensions
        if sizes.count == 2 { return try images.reshaped(Shape([sizes[0]] + (try square(sizes[1], name)))) }
        if sizes.count == 4, [1, 3].contains(sizes[1]), ![1, 3].contains(sizes[3]) {
            images = try images.transposed([0, 2, 3, 1])
        }
        let channels = images.shape.dimensions.count == 4 ? images.shape.dimensions[3] : 1
        guard (3...4).contains(images.rank), images.count == 0 || [1, 3].contains(channels) else {
            throw DataError(
                "\(name) has the shape \(tensor.shape): images are [count, height, width] or [count, height, width, 1 or 3]"
            )
        }
        return images
    }

    /// The sizes of a square image of `count` values: grey, or of three channels.
    static func square(_ count: Int, _ name: String) throws -> [Int] {
        for channels in [1, 3] where count % channels == 0 {
            let side = Int(Double(count / channels).squareRoot().rounded())
            if side > 0, side * side == count / channels { return channels == 1 ? [side, side] : [side, side, 3] }
        }
        throw DataError("\(name): \(count) values make no square image, neither grey nor in three colours")
    }

    /// Labels as whole numbers `[count]`, from numbers in a column or from rows of which one value is 1.
    private static func labels(_ tensor: Tensor, _ name: String) throws -> Tensor {
        let sizes = tensor.shape.dimensions
        guard let count = sizes.first, sizes.count <= 2 else {
            throw DataError("\(name) has the shape \(tensor.shape): labels are [count]")
        }
        var values = tensor.doubles
        if sizes.count == 2, sizes[1] != 1 {
            let width = sizes[1]
            values = try (0..<count).map { row in
                let part = values[row * width..<(row + 1) * width]
                guard let place = part.firstIndex(of: 1), part.reduce(0, { $0 + abs($1) }) == 1 else {
                    throw DataError("\(name), row \(row): exactly one value of a row may be 1 and the others 0")
                }
                return Double(place - part.startIndex)
            }
        }
        let whole = values.compactMap { Int32(exactly: $0) }
        guard whole.count == values.count else {
            let odd = values.firstIndex { Int32(exactly: $0) == nil } ?? 0
            throw DataError("\(name), row \(odd): \(values[odd]) is no class: labels are whole numbers from 0")
        }
        return Tensor(shape: [count], storage: .int32(whole))
    }
}
