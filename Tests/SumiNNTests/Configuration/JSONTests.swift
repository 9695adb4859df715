import SumiJSON
import Testing

struct JSONTests {
    @Test("values are read as Python writes them")
    func values() throws {
        let text =
            #"{"a": [1, -2.5, 1e-07, 3.0], "b": {"c": null, "d": true}, "e": [NaN, Infinity, -Infinity], "f": "x"}"#
        let json = try JSON(parsing: text)
        #expect(json["a"] == [1, -2.5, 1e-7, 3.0])
        #expect(json["b"]?["c"]?.isNull == true)
        #expect(json["e"]?[0]?.double?.isNaN == true)
        #expect(json["e"]?[2]?.double == -.infinity)
        #expect(json["a"]?[3]?.integer == 3)
        #expect(json.description == text)
    }

    @Test("strings take every escape, and go out as ASCII")
    func strings() throws {
        let json = try JSON(parsing: #""a\"\\\/\b\f\n\r\té😀\ud83d!""#)
        #expect(json.string == "a\"\\/\u{8}\u{c}\n\r\té😀\u{FFFD}!")
        #expect(try JSON(parsing: json.description) == json)
        #expect(JSON.string("é😀").description == #""\u00e9\ud83d\ude00""#)
    }

    @Test("members keep their order, and objects are equal in any order")
    func order() throws {
        let json = try JSON(parsing: #"{"z": 1, "a": 2, "z": 3}"#)
        #expect(json.object?.keys == ["z", "a"])
        #expect(json["z"] == 3)
        #expect(json == ["a": 2, "z": 3])
    }

    @Test(
        "what is no JSON is an error with its place",
        arguments: [
            "", "{", "[1,", "[1 2]", "{\"a\" 1}", "{a: 1}", "nul", "01", "-", "1.", "1e", "\"", "\"\\x\"", "\"\\u12\"",
            "[1]]",
            "\"\u{1}\"", "+1", ".5", "{\"a\": 1,}", "[,]", "--1", "\"\\", "\"\\u",
        ])
    func malformed(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test("bytes that are no UTF-8 are an error")
    func encoding() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test("depth is limited, not the stack")
    func depth() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSON(parsing: deep) }
        let allowed = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(try JSON(parsing: allowed).description == allowed)
    }

    @Test("large numbers are numbers")
    func numbers() throws {
        #expect(try JSON(parsing: "9223372036854775807").integer == .max)
        #expect(try JSON(parsing: "9223372036854775808").double == 0x1p63)
        #expect(try JSON(parsing: "1e999").double == .infinity)
        #expect(try JSON(parsing: "-0").double == 0)
    }

    @Test("the place of an error is line and column")
    func place() {
        #expect(throws: JSONError("JSON, line 2, column 3: this is no value")) { try JSON(parsing: "[\n  x]") }
    }
}
