import Foundation
import SumiJSON
import Testing

@Suite("sumi bench", .serialized)
struct BenchTests {
    @Test("with --json standard output is one object with everything in it")
    func json() throws {
        let run = try Tool.sumi(
            "bench", "--network", "tutorial", "--batch", "3", "--inference-batch", "5", "--threads", "2", "--rounds",
            "2", "--seconds", "0.05", "--json")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let object = try JSON(parsing: run.output)
        #expect(object.object?.keys == ["network", "isa", "threads", "precision", "training", "inference", "latency"])
        #expect(object["network"] == .string("tutorial"))
        #expect(["portable", "neon", "avx2", "avx512"].map(JSON.string).contains(object["isa"]))
        #expect(object["threads"] == .integer(2))
        let training = try #require(object["training"])
        #expect(training.object?.keys == ["batch", "images_per_second", "peak_bytes", "planned_bytes"])
        #expect(training["batch"] == .integer(3))
        #expect(try #require(training["images_per_second"]?.double) > 0)
        let peak = try #require(training["peak_bytes"]?.integer)
        #expect(peak > 5_000_000 && peak < 1_000_000_000)
        let inference = try #require(object["inference"])
        #expect(inference.object?.keys == ["batch", "images_per_second"])
        #expect(inference["batch"] == .integer(5))
        #expect(try #require(inference["images_per_second"]?.double) > 0)
        let latency = try #require(object["latency"])
        #expect(latency.object?.keys == ["milliseconds_median", "milliseconds_p99"])
        let median = try #require(latency["milliseconds_median"]?.double)
        let percentile99 = try #require(latency["milliseconds_p99"]?.double)
        #expect(median > 0 && median <= percentile99)
    }

    @Test("a network may be a file, whose input and output it takes; a missing one is told")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("encoder.json")
        let text = #"""
            {"class_name": "Sequential", "config": {"name": "encoder", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 6, 5, 2], "name": "input"}},
              {"class_name": "Conv2D", "config": {"name": "conv2d", "filters": 4, "kernel_size": [3, 3]}}
            ]}}
            """#
        try folder.write(Array(text.utf8), to: "encoder.json")
        let run = try Tool.sumi(
            "bench", "--network", path, "--batch", "2", "--inference-batch", "2", "--rounds", "1", "--seconds", "0.02",
            "--json")
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(try JSON(parsing: run.output)["network"] == .string(path))
        let missing = try Tool.sumi("bench", "--network", folder.path("none.json"))
        #expect(missing.status == 1 && missing.error.contains("none.json"))
    }

    @Test("--explain tells each step's method, and --trace writes a file that it does not overwrite")
    func steps() throws {
        let folder = try TemporaryFolder()
        let trace = folder.path("steps.json")
        let arguments = [
            "bench", "--network", "tutorial", "--batch", "32", "--inference-batch", "4", "--rounds", "1", "--seconds",
            "0.02", "--explain", "--trace", trace,
        ]
        let run = try Tool.run("sumi", arguments)
        #expect(run.exited && run.status == 0, "\(run.error)")
        #expect(run.output.contains("winograd F4 gradient of input, kernel, bias  [32, 13, 13, 32] 3x3 to 64"))
        let events = try #require(
            try JSON(parsing: String(contentsOfFile: trace, encoding: .utf8))["traceEvents"]?.array)
        #expect(events.contains { $0["name"]?.string?.hasPrefix("winograd F4") ?? false })
        #expect(events.allSatisfy { ($0["dur"]?.double ?? -1) >= 0 })
        let second = try Tool.run("sumi", arguments)
        #expect(second.status == 1 && second.error.contains("exists"))
        #expect(try Tool.sumi("bench", "--json", "--explain").status == 64)
    }

    @Test("without it, a line for each result, and the machine")
    func lines() throws {
        let run = try Tool.sumi(
            "bench", "--network", "tutorial", "--batch", "4", "--inference-batch", "4", "--rounds", "1", "--seconds",
            "0.02")
        #expect(run.exited && run.status == 0 && run.error.isEmpty, "\(run.error)")
        let names = run.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(names == ["network", "machine", "training", "inference", "latency"])
        #expect(run.output.contains("processor") && run.output.contains("thread"))
    }
}
