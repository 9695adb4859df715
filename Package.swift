// swift-tools-version: 6.1
import PackageDescription

/// The targets stand in the order of the architecture: each may use those above it, never below.
let package = Package(
    name: "sumi",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Sumi", targets: ["Sumi"]),
        .library(name: "SumiDownload", targets: ["SumiDownload"]),
        .library(name: "SumiImages", targets: ["SumiImages"]),
        .library(name: "SumiReport", targets: ["SumiReport"]),
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
        .target(name: "CSumiCurl", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "SumiDownload", dependencies: ["CSumiCurl", "SumiArchive", "SumiData"]),
        .target(name: "SumiHDF5", dependencies: ["SumiArchive", "SumiTensor"]),
        // No Swift file imports libpng or libjpeg, so that their linking is named here.
        .target(
            name: "CSumiImages", linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
        .target(name: "SumiImages", dependencies: ["CSumiImages", "SumiData"]),
        .target(name: "SumiKeras", dependencies: ["SumiNN", "SumiHDF5", "SumiArchive", "SumiJSON"]),
        .target(name: "CSumiCairo", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "SumiReport", dependencies: ["CSumiCairo", "SumiFigures", "SumiArchive"]),
        .target(name: "CSumiStart"),
        .target(
            name: "Sumi", dependencies: ["SumiNN", "SumiCPU", "SumiData", "SumiKeras", "SumiFigures", "CSumiStart"]),
        .executableTarget(
            name: "SumiCommand",
            dependencies: [
                "Sumi", "SumiImages", "SumiDownload", "SumiReport", "SumiHDF5", "SumiArchive",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .executableTarget(name: "ExampleMNIST", dependencies: ["Sumi"], path: "Examples/MNIST"),
        .executableTarget(name: "ExampleFashionMNIST", dependencies: ["Sumi"], path: "Examples/FashionMNIST"),
        .executableTarget(name: "ExampleCIFAR10", dependencies: ["Sumi"], path: "Examples/CIFAR10"),
        .executableTarget(name: "ExampleLoadFromKeras", dependencies: ["Sumi"], path: "Examples/LoadFromKeras"),
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
        .testTarget(name: "SumiImagesTests", dependencies: ["SumiImages"], exclude: ["Pictures"]),
        .executableTarget(name: "SavingProgram", dependencies: ["Sumi"], path: "Tests/SavingProgram"),
        .testTarget(
            name: "SumiKerasTests",
            dependencies: ["Sumi", "SumiArchive", "SumiHDF5", "SumiTestSupport", "SavingProgram"]),
        .testTarget(
            name: "SumiFixtureTests", dependencies: ["Sumi", "SumiTestSupport"]),
        .testTarget(name: "SumiFiguresTests", dependencies: ["Sumi", "SumiTestSupport"]),
        .testTarget(
            name: "SumiReportTests", dependencies: ["Sumi", "SumiImages", "SumiReport", "SumiTestSupport"],
            exclude: ["Pictures"]),
        .testTarget(
            name: "SumiCommandTests", dependencies: ["SumiArchive", "SumiTestSupport"], exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6]
)
