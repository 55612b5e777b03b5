// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "exposure-check",
  dependencies: [
    // In a package of your own: .package(url: "…/packetwalk", from: "0.1.0")
    .package(name: "packetwalk", path: "../../..")
  ],
  targets: [
    .executableTarget(
      name: "exposure-check",
      dependencies: [.product(name: "PacketWalkKit", package: "packetwalk")])
  ]
)
