// swift-tools-version: 6.1
import PackageDescription

/// A package outside of Sumi that uses it as anyone's would: the product `Sumi`, nothing else.
let package = Package(
    name: "consumer",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "sumi", path: "../..")],
    targets: [.executableTarget(name: "consumer", dependencies: [.product(name: "Sumi", package: "sumi")])],
    swiftLanguageModes: [.v6]
)
