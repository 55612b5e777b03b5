// swift-tools-version: 6.2
import PackageDescription

// What `swift test --traits Pcap` runs of PacketCapture, without building the rest of the package a second
// time: the sources are the package's own, by links.
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .define("Pcap"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

func module(_ name: String, on floors: [String] = [], at folder: String = "Sources") -> Target {
  .target(
    name: "PacketWalk\(name)", dependencies: floors.map { .target(name: "PacketWalk\($0)") },
    path: "\(folder)/\(name == "TestSupport" ? "Support" : name)", swiftSettings: settings)
}

let package = Package(
  name: "packetwalk-pcap",
  targets: [
    .systemLibrary(
      name: "PacketWalkCZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "PacketWalkCPcap", path: "Sources/CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]
    ),
    module("Addressing"),
    module("Diagnostics"),
    module("ServiceSets", on: ["Addressing"]),
    module("ByteInput", on: ["CZlib", "Diagnostics"]),
    module("PacketCapture", on: ["CPcap", "ByteInput", "Diagnostics", "Addressing"]),
    module("TestSupport", on: ["CZlib", "Addressing", "ServiceSets"], at: "Tests"),
    .testTarget(
      name: "PacketWalkPacketCaptureTests",
      dependencies: [
        "PacketWalkPacketCapture", "PacketWalkByteInput", "PacketWalkAddressing", "PacketWalkDiagnostics",
        "PacketWalkTestSupport",
      ],
      path: "Tests/PacketCaptureTests", swiftSettings: settings),
  ]
)
