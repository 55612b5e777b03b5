// swift-tools-version: 6.2
import PackageDescription

// Benchmarks stand apart, so that neither users nor tests of the package build them.
let package = Package(
  name: "packetwalk-benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "generate-topology", targets: ["GenerateTopology"]),
    .executable(name: "generate-flows", targets: ["GenerateFlows"]),
    .executable(name: "bench", targets: ["Bench"]),
    .executable(name: "route-bench", targets: ["RouteBench"]),
    .executable(name: "walk-bench", targets: ["WalkBench"]),
  ],
  dependencies: [.package(name: "packetwalk", path: "../..")],
  targets: [
    .target(
      name: "SyntheticNetwork", dependencies: [.product(name: "PacketWalkRouting", package: "packetwalk")]),
    .executableTarget(name: "GenerateTopology", dependencies: ["SyntheticNetwork"]),
    .executableTarget(name: "GenerateFlows", dependencies: ["SyntheticNetwork"]),
    .executableTarget(name: "Bench"),
    .executableTarget(
      name: "RouteBench", dependencies: [.product(name: "PacketWalkRouting", package: "packetwalk")]),
    .target(name: "CAllocations"),
    .executableTarget(
      name: "WalkBench",
      dependencies: ["CAllocations", .product(name: "PacketWalkKit", package: "packetwalk")]),
  ]
)
