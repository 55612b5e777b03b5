// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "route-table",
  platforms: [.macOS(.v15)],
  // In a package of your own: .package(url: "…/packetwalk", from: "0.1.0")
  dependencies: [.package(name: "packetwalk", path: "../../..")],
  targets: [
    .executableTarget(
      name: "route-table", dependencies: [.product(name: "PacketWalkRouting", package: "packetwalk")])
  ]
)
