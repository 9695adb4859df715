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
