// swift-tools-version: 6.2
import PackageDescription

// What `swift test --traits Pcap,ISAL` runs of PacketCapture and ByteInput, without building the rest of the package a
// second time: the sources are the package's own, by links. `TRAITS` says for which of the two there are headers.
let traits = (Context.environment["TRAITS"] ?? "Pcap ISAL").split(separator: " ").map(String.init)
let (hasPcap, hasISAL) = (traits.contains("Pcap"), traits.contains("ISAL"))

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ] + traits.map { .define($0) }
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

func module(_ name: String, on floors: [String] = [], at folder: String = "Sources") -> Target {
  .target(
    name: "PacketWalk\(name)", dependencies: floors.map { .target(name: "PacketWalk\($0)") },
    path: "\(folder)/\(name == "TestSupport" ? "Support" : name)", swiftSettings: settings)
}

func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
  .systemLibrary(
    name: "PacketWalk\(name)", path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func tests(_ name: String, on floors: [String]) -> Target {
  .testTarget(
    name: "PacketWalk\(name)", dependencies: floors.map { .target(name: "PacketWalk\($0)") },
    path: "Tests/\(name)", swiftSettings: settings)
}

let package = Package(
  name: "packetwalk-traits",
  targets: [
    library("CZlib", "zlib", "zlib1g-dev"),
    module("Addressing"),
    module("Diagnostics"),
    module("ServiceSets", on: ["Addressing"]),
    module("ByteInput", on: ["CZlib", "Diagnostics"] + (hasISAL ? ["CISAL"] : [])),
    module("PacketCapture", on: ["ByteInput", "Diagnostics", "Addressing"] + (hasPcap ? ["CPcap"] : [])),
    module("TestSupport", on: ["CZlib", "Addressing", "ServiceSets"], at: "Tests"),
    tests("ByteInputTests", on: ["ByteInput", "Diagnostics", "TestSupport"]),
    tests(
      "PacketCaptureTests", on: ["PacketCapture", "ByteInput", "Addressing", "Diagnostics", "TestSupport"]),
  ] + (hasPcap ? [library("CPcap", "libpcap", "libpcap-dev")] : [])
    + (hasISAL ? [library("CISAL", "libisal", "libisal-dev")] : [])
)
