// swift-tools-version: 6.1
import PackageDescription

/// The targets stand in the order of the architecture: each may use those above it, never below.
let package = Package(
    name: "sumi",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Sumi", targets: ["Sumi"]),
        .library(name: "SumiDownload", targets: ["SumiDownload"]),
        .executable(name: "sumi", targets: ["SumiCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .target(name: "SumiJSON"),
        .target(name: "SumiTensor"),
        .target(name: "SumiGraph", dependencies: ["SumiTensor"]),
        .target(name: "CSumiKernels"),
        .target(name: "SumiCPU", dependencies: ["SumiGraph", "CSumiKernels"]),
        .target(name: "SumiNN", dependencies: ["SumiGraph", "SumiJSON"]),
        .target(name: "SumiFigures", dependencies: ["SumiNN"]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "SumiArchive", dependencies: ["CZlib", "SumiTensor", "SumiJSON"]),
        .target(name: "SumiData", dependencies: ["SumiArchive", "SumiNN"]),
        .target(name: "SumiDownload", dependencies: ["SumiData"]),
        .target(name: "SumiHDF5", dependencies: ["SumiArchive", "SumiTensor"]),
        .target(name: "CSumiStart"),
        .target(name: "Sumi", dependencies: ["SumiNN", "SumiCPU", "SumiData", "SumiFigures", "CSumiStart"]),
        .executableTarget(
            name: "SumiCommand",
            dependencies: [
                "Sumi", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(name: "ExampleMNIST", dependencies: ["Sumi"], path: "Examples/MNIST"),
        .executableTarget(name: "ExampleFashionMNIST", dependencies: ["Sumi"], path: "Examples/FashionMNIST"),
        .executableTarget(name: "ExampleOwnLayer", dependencies: ["Sumi"], path: "Examples/OwnLayer"),
        .executableTarget(name: "ExampleResidualNetwork", dependencies: ["Sumi"], path: "Examples/ResidualNetwork"),

        .target(
            name: "SumiTestSupport", dependencies: ["SumiGraph", "SumiCPU", "SumiArchive", "SumiJSON"],
            path: "Tests/SumiTestSupport"),
        .testTarget(name: "SumiTensorTests", dependencies: ["SumiTensor"]),
        .testTarget(name: "SumiGraphTests", dependencies: ["SumiGraph", "SumiTestSupport"]),
        .testTarget(name: "SumiCPUTests", dependencies: ["SumiCPU", "SumiTestSupport"]),
        .testTarget(name: "SumiNNTests", dependencies: ["Sumi", "SumiTestSupport"]),
        .testTarget(name: "SumiArchiveTests", dependencies: ["SumiArchive"]),
        .testTarget(name: "SumiHDF5Tests", dependencies: ["SumiHDF5", "SumiTestSupport"]),
        .testTarget(name: "SumiDataTests", dependencies: ["SumiData", "SumiTestSupport"]),
        .testTarget(name: "SumiDownloadTests", dependencies: ["SumiDownload"]),
        .testTarget(
            name: "SumiFixtureTests", dependencies: ["Sumi", "SumiTestSupport"]),
        .testTarget(name: "SumiFiguresTests", dependencies: ["Sumi", "SumiTestSupport"]),
        .testTarget(name: "SumiCommandTests", dependencies: ["SumiTestSupport"], exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6]
)
