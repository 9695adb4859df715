// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "sumi", path: "..")],
    targets: [
        .executableTarget(name: "Sweep", dependencies: [.product(name: "Sumi", package: "sumi")]),
        .executableTarget(name: "CompileTime", dependencies: [.product(name: "Sumi", package: "sumi")]),
    ],
    swiftLanguageModes: [.v6]
)
