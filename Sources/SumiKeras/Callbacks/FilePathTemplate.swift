import SumiNN

/// A path with values in it, as Python's `str.format` has them: `{epoch:02d}-{val_loss:.2f}.keras`.
struct FilePathTemplate: Sendable {
    enum Value {
        case integer(Int)
        case number(Double)
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private enum Part {
        case text(String)
        case field(name: String, format: Format)
    }

    /// What stands behind the colon: `[0][width][.precision][type]`.
    private struct Format {
        var isZeroPadded = false
        var width = 0
        var precision: Int?
        /// `d`, `f`, `e`, `g`, `%`, or nothing.
        var type: Character?
    }

    let text: String
    private var parts: [Part] = []
    /// What is wrong with the text, if anything.
    private(set) var fault: String?

    init(_ text: String) {
        self.text = text
        do {
            parts = try Self.parts(of: text)
        } catch {
            fault = error.description
        }
    }

    // MARK: Reading

    private static func parts(of text: String) throws(Failure) -> [Part] {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(rest.removeFirst())
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw Failure(description: "a { is not closed") }
                parts.append(.text(literal))
                literal = ""
                parts.append(try field(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            case "}": throw Failure(description: "a } closes nothing: write }} for one that is meant")
            default: literal.append(character)
            }
        }
        return parts + [.text(literal)]
    }

    private static func field(_ text: Substring) throws(Failure) -> Part {
        let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = halves.first, !name.isEmpty else { throw Failure(description: "{\(text)} names no value") }
        var format = Format()
        var rest = halves.count > 1 ? halves[1] : ""
        func number() throws(Failure) -> Int? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            if digits.isEmpty { return nil }
            guard let number = Int(digits), number <= 60 else {
                throw Failure(description: "{\(text)} asks for more than 60 places")
            }
            return number
        }
        if rest.first == "0" {
            format.isZeroPadded = true
            rest = rest.dropFirst()
        }
        format.width = try number() ?? 0
        if rest.first == "." {
            rest = rest.dropFirst()
            guard let precision = try number() else {
                throw Failure(description: "{\(text)} has no places after the point")
            }
            format.precision = precision
        }
        format.type = rest.popFirst()
        guard rest.isEmpty, format.type.map({ "dfFeEgG%".contains($0) }) ?? true else {
            throw Failure(description: "{\(text)}: a format is like :02d, :.2f or :.3e")
        }
        return .field(name: String(name), format: format)
    }

    // MARK: Filling in

    /// The path with `values` in place of their names.
    func path(_ values: [String: Value]) throws(Failure) -> String {
        if let fault { throw Failure(description: fault) }
        var path = ""
        for part in parts {
            switch part {
            case .text(let text): path += text
            case .field(let name, let format):
                guard let value = values[name] else {
                    let names = values.keys.sorted().joined(separator: ", ")
                    throw Failure(description: "there is no value \"\(name)\"; there are \(names)")
                }
                path += try Self.text(value, format, name)
            }
        }
        return path
    }

    private static func text(_ value: Value, _ format: Format, _ name: String) throws(Failure) -> String {
        var text: String
        switch (value, format.type) {
        case (.integer(let value), nil), (.integer(let value), "d"): text = String(value)
        case (.number, "d"): throw Failure(description: "\"\(name)\" is no whole number, which :d asks for")
        case (.integer(let value), let type?): text = Self.text(Double(value), format.precision ?? 6, type)
        case (.number(let value), let type?): text = Self.text(value, format.precision ?? 6, type)
        case (.number(let value), nil):
            text = format.precision.map { Self.text(value, $0, "g") } ?? value.description
        }
        let missing = format.width - text.count
        if missing > 0 {
            let padding = String(repeating: format.isZeroPadded ? "0" : " ", count: missing)
            // Zeros stand between sign and digits.
            text = text.hasPrefix("-") && format.isZeroPadded ? "-" + padding + text.dropFirst() : padding + text
        }
        return text
    }

    private static func text(_ value: Double, _ precision: Int, _ type: Character) -> String {
        type == "%"
            ? formatted(value * 100, "%.\(precision)f") + "%" : formatted(value, "%.\(precision)\(type)")
    }
}
