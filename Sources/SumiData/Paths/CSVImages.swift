import SumiArchive
import SumiTensor

/// Images in a CSV file as the digit competitions have it: one a line, the label and then the values 0...255 row by row.
///
/// A first line of names may be there (`label,pixel0,…`); it may name another column `label`. Labels are numbers from 0, or
/// texts, which then are the names of the classes. As many values as make a square are a grey image, three times as many
/// one in colour, red, green and blue of each pixel together. Values stand between commas, semicolons or tabs. The file may be
/// packed with gzip.
struct CSVImages {
    private let path: String
    private(set) var labels: [String] = []
    private(set) var pixels: [UInt8] = []
    /// Values of one image.
    private var width = 0

    static func load(_ path: String) throws -> ImageClassificationSet {
        guard let train = try CSVImages(path) else {
            throw DataError("\(path), line 1: no column is called label: the label comes first")
        }
        // The test file of a competition has no labels, and is of no use here.
        let test = try ImageClassificationSet.testPaths(path).first(where: FileSource.exists).flatMap {
            try CSVImages($0)
        }
        let names = try classNames(train.labels + (test?.labels ?? []), path)
        return try .made(path, train: train.images(names), test: test?.images(names))
    }

    private func images(_ names: [String]) throws -> LabelledImages {
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        let classes = labels.map { places[$0] ?? 0 }
        let sizes = try ArrayImages.square(width, path)
        return try LabelledImages(
            images: Tensor(shape: Shape([labels.count] + sizes), storage: .uint8(pixels)),
            labels: Tensor(shape: [labels.count], storage: .int32(classes)), classNames: names)
    }

    /// The numbers up to the largest, or the texts, sorted.
    private static func classNames(_ labels: [String], _ path: String) throws -> [String] {
        let distinct = Set(labels)
        let numbers = distinct.compactMap { Int($0) }
        guard numbers.count == distinct.count, (numbers.min() ?? 0) >= 0 else { return distinct.sorted() }
        let largest = numbers.max() ?? 0
        guard largest < ImageClassificationSet.mostClasses else {
            throw DataError("\(path): the label \(largest) is too large: labels count the classes from 0")
        }
        return (0...largest).map(String.init)
    }

    // MARK: Reading

    /// `nil` where the first line names the columns, and none of them is the label.
    private init?(_ path: String) throws {
        self.path = path
        let bytes = try Self.content(path)
        var lines = Lines(bytes)
        guard var line = lines.next() else { throw DataError("\(path) holds no line: it is no data set") }
        let separator =
            [UInt8(ascii: ","), UInt8(ascii: ";"), 9].first { bytes[line].contains($0) } ?? UInt8(ascii: ",")
        var labelColumn = 0
        let names = Self.fields(bytes[line], separator)
        let known = ["label", "labels", "class", "target", "y"]
        let first = names[0].lowercased()
        if known.contains(first) || first.hasPrefix("pixel") || names.dropFirst().contains(where: { Double($0) == nil })
        {
            if let column = names.firstIndex(where: { known.contains($0.lowercased()) }) {
                labelColumn = column
            } else if first.hasPrefix("pixel") {
                return nil
            }
            guard let next = lines.next() else { throw DataError("\(path) has no line after that of the names") }
            line = next
        }
        width = bytes[line].count { $0 == separator }
        // Checked before the rest is read: it is what a file that is no data set fails at.
        _ = try ArrayImages.square(width, "\(path), line \(lines.number)")
        pixels.reserveCapacity(bytes.count / max(line.count, 1) * width)
        try add(bytes, line, lines.number, separator, labelColumn)
        while let line = lines.next() { try add(bytes, line, lines.number, separator, labelColumn) }
    }

    /// The largest file that is read: 8 GiB.
    private static let largestFile = 8 << 30

    private static func content(_ path: String) throws -> [UInt8] {
        let file = try FileSource(path)
        let isPacked = try FileSource(path).bytes(2) == [0x1F, 0x8B]
        guard file.size <= largestFile else {
            throw DataError("\(path): \(file.size) bytes are too many for a CSV file")
        }
        guard isPacked else { return try file.bytes(file.size) }
        let source = try GzipSource(file)
        var content: [UInt8] = []
        while true {
            let part = try source.bytes(1 << 20)
            if part.isEmpty { return content }
            content += part
            guard content.count <= largestFile else { throw DataError("\(path): unpacks to too much for a CSV file") }
        }
    }

    private static func fields(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [String] {
        line.split(separator: separator, omittingEmptySubsequences: false).map(text)
    }

    /// A field without the spaces and quotes around it.
    private static func text(_ field: ArraySlice<UInt8>) -> String {
        var field = field
        let around: Set<UInt8> = [9, 13, 0x20, 0x22]
        while let first = field.first, around.contains(first) { field = field.dropFirst() }
        while let last = field.last, around.contains(last) { field = field.dropLast() }
        return String(decoding: field, as: UTF8.self)
    }

    private mutating func add(
        _ bytes: [UInt8], _ line: Range<Int>, _ number: Int, _ separator: UInt8, _ labelColumn: Int
    ) throws {
        let count = pixels.count
        var (start, column) = (line.lowerBound, 0)
        while start <= line.upperBound {
            var (end, value) = (start, 0)
            // Plain digits, which nearly all fields are, are read on the way to the separator.
            var isPlain = true
            while end < line.upperBound, bytes[end] != separator {
                let digit = bytes[end] &- UInt8(ascii: "0")
                isPlain = isPlain && digit <= 9
                value = min(value * 10 + Int(digit), 256)
                end += 1
            }
            if column == labelColumn {
                let label = Self.text(bytes[start..<end])
                guard !label.isEmpty else { throw DataError("\(path), line \(number): the label is empty") }
                labels.append(Int(label).map(String.init) ?? Self.wholeNumber(label) ?? label)
            } else if isPlain, end > start, value <= 255 {
                pixels.append(UInt8(value))
            } else {
                pixels.append(try pixel(Self.text(bytes[start..<end]), number, column))
            }
            start = end + 1
            column += 1
        }
        guard pixels.count - count == width else {
            throw DataError(
                "\(path), line \(number): \(column) values where the lines before have \(width + 1): it is incomplete or "
                    + "damaged")
        }
    }

    /// `3.0`, as tables of floating-point numbers have it, is `3`.
    private static func wholeNumber(_ text: String) -> String? {
        Double(text).flatMap { Int(exactly: $0) }.map(String.init)
    }

    private func pixel(_ text: String, _ line: Int, _ column: Int) throws -> UInt8 {
        guard let number = Double(text).flatMap({ UInt8(exactly: $0) }) else {
            throw DataError(
                "\(path), line \(line), column \(column + 1): \"\(text.prefix(20))\" is no whole number from 0 to 255")
        }
        return number
    }

    /// The lines of a text that are not blank, without their ends.
    private struct Lines {
        private let bytes: [UInt8]
        private var position = 0
        /// The number of the line that was returned last, counted from 1.
        private(set) var number = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            // The mark of UTF-8 that some programs write first.
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        }

        mutating func next() -> Range<Int>? {
            while position < bytes.count {
                let start = position
                while position < bytes.count, bytes[position] != 10 { position += 1 }
                var end = position
                position += 1
                number += 1
                if end > start, bytes[end - 1] == 13 { end -= 1 }
                if end > start { return start..<end }
            }
            return nil
        }
    }
}
