import SumiArchive

/// A small data set in the form of MNIST: image of class k has a bright row of blocks at height k, over noise.
enum GeneratedImages {
    /// Writes the four files into `folder/name`.
    static func write(
        to folder: TemporaryFolder, name: String = "mnist", training: Int = 200, test: Int = 50, side: Int = 28
    ) throws {
        for (prefix, count, seed) in [("train", training, UInt32(1)), ("t10k", test, UInt32(2))] {
            let (images, labels) = files(count: count, side: side, seed: seed)
            try folder.write(images, to: "\(name)/\(prefix)-images-idx3-ubyte")
            try folder.write(labels, to: "\(name)/\(prefix)-labels-idx1-ubyte")
        }
    }

    /// Writes the six files of CIFAR-10 in their full size, all of one content, packed into `cifar-10`: plain images whose
    /// brightness follows from their class.
    static func writeCIFAR10(to folder: TemporaryFolder) throws {
        var records: [UInt8] = []
        for index in 0..<10_000 {
            let label = UInt8(index % 10)
            records.append(label)
            records += [UInt8](repeating: label * 25, count: 3 * 1024)
        }
        let packed = try Gzip.compress(records)
        for name in (1...5).map({ "data_batch_\($0)" }) + ["test_batch"] {
            try folder.write(packed, to: "cifar-10/\(name).bin.gz")
        }
    }

    private static func files(count: Int, side: Int, seed: UInt32) -> (images: [UInt8], labels: [UInt8]) {
        var images = bigEndian(0x803) + bigEndian(UInt32(count)) + bigEndian(UInt32(side)) + bigEndian(UInt32(side))
        var labels = bigEndian(0x801) + bigEndian(UInt32(count))
        var state = seed
        for index in 0..<count {
            let label = index * 7 % 10
            labels.append(UInt8(label))
            for y in 0..<side {
                for x in 0..<side {
                    state = state &* 1_664_525 &+ 1_013_904_223
                    let noise = UInt8(state >> 26)
                    let isBright = y * 10 / side == label && x > 2 && x < side - 3
                    images.append(isBright ? 255 - noise : noise)
                }
            }
        }
        return (images, labels)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }
}
