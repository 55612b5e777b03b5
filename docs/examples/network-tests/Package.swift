// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "network-tests",
  dependencies: [
    // In a package of your own: .package(url: "…/packetwalk", from: "0.1.0")
    .package(name: "packetwalk", path: "../../..")
  ],
  targets: [
    .testTarget(
      name: "NetworkTests",
      dependencies: [.product(name: "PacketWalkTesting", package: "packetwalk")])
  ]
)
