// swift-tools-version: 6.2
import PackageDescription

// A package whose tests have to fail: what an expectation says must reach whichever framework runs the test.
let package = Package(
  name: "assertions",
  dependencies: [.package(name: "packetwalk", path: "../..")],
  targets: [
    .testTarget(
      name: "AssertionsTests",
      dependencies: [.product(name: "PacketWalkTesting", package: "packetwalk")],
      exclude: ["network.yaml", "policy.yaml"])
  ]
)
