#if os(Linux)
    import Testing

    /// Which libraries the program waits for, and what it does without those that it does not always need.
    @Suite("Libraries")
    struct LibraryTests {
        @Test("nothing is loaded at the start that most commands do not need")
        func start() throws {
            let run = try Tool.sumi(environment: ["LD_TRACE_LOADED_OBJECTS": "1"])
            #expect(run.output.contains("libswiftCore"), "\(run.output)\(run.error)")
            for name in ["libcairo", "libcurl", "libFoundation.so", "libFoundationNetworking"] {
                #expect(!run.output.contains(name), "\(name)")
            }
        }

        /// A folder in which libraries are looked for first, and which has no good one of these names.
        private func folder(without names: String...) throws -> TemporaryFolder {
            let folder = try TemporaryFolder()
            for name in names { try folder.write(Array("no library".utf8), to: name) }
            return folder
        }

        @Test("without Cairo a plot is an error that says what is missing")
        func cairo() throws {
            let folder = try folder(without: "libcairo.so.2")
            try folder.write(Array("epoch,loss\n0,2\n1,1\n".utf8), to: "a.csv")
            let run = try Tool.sumi(
                "plot", "history", folder.path("a.csv"), "-o", folder.path("a.png"),
                environment: ["LD_LIBRARY_PATH": folder.path])
            #expect(run.exited && run.status == 1 && run.error.contains("libcairo2"), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1 && !folder.names.contains("a.png"), "\(run.error)")
        }

        @Test("without libcurl a download is an error that says what is missing")
        func curl() throws {
            let folder = try folder(without: "libcurl.so.4", "libcurl-gnutls.so.4")
            let run = try Tool.sumi(
                "data", "fetch", "mnist",
                environment: ["LD_LIBRARY_PATH": folder.path, "XDG_CACHE_HOME": folder.path("cache")])
            #expect(run.exited && run.status == 1 && run.error.contains("libcurl4"), "\(run.error)")
            #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
        }
    }
#endif
