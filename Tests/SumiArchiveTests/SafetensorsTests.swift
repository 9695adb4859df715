import Foundation
import SumiArchive
import SumiTensor
import Testing

@Suite("Safetensors files")
struct SafetensorsTests {
    /// A file with this header and these elements.
    private func file(_ header: String, _ elements: [UInt8] = []) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8) + elements
    }

    private func message(_ body: () throws -> Any) -> String {
        do { return "no error, but \(try body())" } catch { return "\(error)" }
    }

    @Test("what is written is read back: every type, scalars, empty tensors, names and texts")
    func roundTrip() throws {
        let entries = try ElementType.allCases.map { type in
            let tensor = try Tensor([[0, 1, 2], [3, 4, 5]] as [[Float]]).converted(to: type)
            return Safetensors.Entry(name: "layers/\(type)", tensor: tensor)
        }
        let more = [
            Safetensors.Entry(name: "", tensor: try Tensor(Float.nan).converted(to: .float16)),
            Safetensors.Entry(name: "\"墨\"\n", tensor: try Tensor.zeros([0, 3])),
        ]
        let written = Safetensors(entries + more, metadata: ["format": "sumi", "é": "line\nline"])
        let read = try Safetensors(parsing: written.encoded())
        #expect(read == written)
        #expect(read["layers/bool"]?.scalars(as: Bool.self) == [false, true, true, true, true, true])
        #expect(read["none"] == nil)

        let path = NSTemporaryDirectory() + "sumi-\(UUID().uuidString).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try written.write(to: path)
        #expect(try Safetensors(contentsOf: path) == written)
        try Safetensors().write(to: path)
        #expect(try Safetensors(contentsOf: path) == Safetensors())
        #expect(message { try written.write(to: "/nowhere/file") }.contains("/nowhere/file: cannot be written"))
    }

    @Test("the bytes are those of the format, with elements at multiples of their size")
    func layout() throws {
        let bytes = try Safetensors([
            .init(name: "a", tensor: Tensor([7] as [UInt8])), .init(name: "b", tensor: Tensor([1, -2.5] as [Float])),
        ]).encoded()
        let header = """
            {"a": {"dtype": "U8", "shape": [1], "data_offsets": [8, 9]}, \
            "b": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
            """
        let length = Int(bytes[0])
        #expect(length % 8 == 0 && bytes[1..<8].allSatisfy { $0 == 0 })
        #expect(String(decoding: bytes[8..<8 + length], as: UTF8.self).trimmingCharacters(in: .whitespaces) == header)
        #expect(Array(bytes[(8 + length)...]) == [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 7])
    }

    @Test("whole numbers of other sizes become int32 where they fit")
    func wholeNumbers() throws {
        func read(_ type: String, _ bytes: [UInt8]) throws -> [Int]? {
            try Safetensors(
                parsing: file(
                    #"{"x":{"dtype":"\#(type)","shape":[1],"data_offsets":[0,\#(bytes.count)]}}"#, bytes))["x"]?
                .scalars(as: Int.self)
        }
        let minus = [UInt8](repeating: 0xFF, count: 8)
        #expect(
            try read("I8", [0xFF]) == [-1] && read("I16", [0xFE, 0xFF]) == [-2] && read("U16", [0xFE, 0xFF]) == [65534])
        #expect(try read("I64", minus) == [-1] && read("U64", [5, 0, 0, 0, 0, 0, 0, 0]) == [5])
        #expect(
            message { try read("U64", minus) as Any }.contains("18446744073709551615 at index 0 does not fit int32"))
        #expect(message { try read("I64", [0, 0, 0, 0x80, 0, 0, 0, 0]) as Any }.contains("2147483648"))
        #expect(message { try read("BOOL", [2]) as Any }.contains("2 at index 0 is neither true nor false"))
        #expect(message { try read("F8_E4M3", [2]) as Any }.contains("type F8_E4M3 are not supported"))
    }

    @Test(
        "a damaged file is refused with the reason",
        arguments: [
            (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "the file is incomplete"),
            (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9, "1 bytes at the end belong to no tensor"),
            (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,7]}}"#, 7, "do not fit 2 elements"),
            (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "begins at byte 4, not at 0"),
            (
                #"{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#,
                6, "must follow each other"
            ),
            (#"{"x":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}"#, 8, "shape [-2, -1] is not possible"),
            (#"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, 8, "is not possible"),
            (
                #"{"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}"#, 8,
                "is not possible"
            ),
            (#"{"x":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#, 8, "is not possible"),
            (#"{"x":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}"#, 0, "is not possible"),
            (
                #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]}}"#, 1,
                "do not fit"
            ),
            (
                #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[9223372036854775806,9223372036854775807]}}"#, 1,
                "incomplete"
            ),
            (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1e300]}}"#, 1, "not understood"),
            (#"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, 1, "not understood"),
            (#"{"x":{"shape":[1],"data_offsets":[0,1]}}"#, 1, "not understood"),
            (#"{"x":5}"#, 0, "not understood"), (#"[1]"#, 0, "no JSON object"), (#"{"x"#, 0, "no JSON"),
            ("", 0, "no JSON"),
            (#"{"__metadata__":{"a":5}}"#, 0, "must hold texts only"),
            (#"{"__metadata__":5}"#, 0, "must hold texts only"),
            (#"{}"#, 3, "3 bytes at the end"),
        ])
    func damage(header: String, count: Int, reason: String) {
        let bytes = file(header, [UInt8](repeating: 1, count: count))
        #expect(message { try Safetensors(parsing: bytes) }.contains(reason))
    }

    @Test("a length field beyond the file allocates nothing")
    func length() {
        let field = [UInt8](repeating: 0xFF, count: 8)
        for bytes in [
            [], [1, 2, 3], field, field + [0x7B, 0x7D], [2, 0, 0, 0, 0, 0, 0, 0x80, 0x7B, 0x7D],
            [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D],
        ] as [[UInt8]] {
            #expect(message { try Safetensors(parsing: bytes) }.contains("header is longer than the file"))
        }
        #expect(message { try Safetensors(contentsOf: "/nowhere") }.contains("/nowhere: cannot be opened"))
    }

    @Test("two tensors of one name, and the name of the metadata, are not written")
    func names() throws {
        let tensor = try Tensor(1)
        let twice = Safetensors([.init(name: "a", tensor: tensor), .init(name: "a", tensor: tensor)])
        #expect(throws: ArchiveError.self) { try twice.encoded() }
        #expect(throws: ArchiveError.self) { try Safetensors([.init(name: "__metadata__", tensor: tensor)]).encoded() }
    }
}
