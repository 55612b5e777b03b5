// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors in continuous integration only, so that a newer compiler's warning never
// breaks somebody else's build.
let warnings: [SwiftSetting] =
  Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let strict: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
  ] + warnings

/// A module of ours: the folder's name is its own, the target's carries the package's, since target
/// names are global to everyone who depends on us.
func module(
  _ name: String, at folder: String? = nil, on floors: [String] = [], products: [Target.Dependency] = []
) -> Target {
  .target(
    name: "PacketWalk\(name)",
    dependencies: floors.map { .target(name: "PacketWalk\($0)") } + products,
    path: "Sources/\(folder ?? name)",
    swiftSettings: strict
  )
}

func tests(_ folder: String, on floors: [String], products: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "PacketWalk\(folder)",
    dependencies: floors.map { .target(name: "PacketWalk\($0)") } + products,
    path: "Tests/\(folder)",
    swiftSettings: strict
  )
}

let package = Package(
  name: "packetwalk",
  products: [
    // Addresses are part of the router's interface, so whoever asks for it gets both.
    .library(name: "PacketWalkKit", targets: ["PacketWalkKit"]),
    // For test targets only: it links the testing frameworks.
    .library(name: "PacketWalkTesting", targets: ["PacketWalkTesting"]),
    .executable(name: "packetwalk", targets: ["packetwalk"]),
    .plugin(name: "PacketWalkPlugin", targets: ["PacketWalkPlugin"]),
    .library(name: "PacketWalkRouting", targets: ["PacketWalkRouting", "PacketWalkAddressing"]),
  ],
  traits: [
    .trait(
      name: "Pcap",
      description: "Capture filters and further kinds of captures through libpcap (Debian: libpcap-dev)"),
    .trait(
      name: "ISAL", description: "Packed inputs through ISA-L, several times as fast (Debian: libisal-dev)"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    module("Addressing"),
    module("Diagnostics"),
    .systemLibrary(name: "PacketWalkCRouting", path: "Sources/CRouting"),
    module("Routing", on: ["CRouting", "Addressing"]),
    .systemLibrary(
      name: "PacketWalkCZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "PacketWalkCISAL", path: "Sources/CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]
    ),
    module(
      "ByteInput", on: ["CZlib", "Diagnostics"],
      products: [.target(name: "PacketWalkCISAL", condition: .when(traits: ["ISAL"]))]),
    module("JSONScan", on: ["Diagnostics"]),
    module("ServiceSets", on: ["Addressing"]),
    module("Topology", on: ["Addressing", "Diagnostics"]),
    .systemLibrary(
      name: "PacketWalkCPcap", path: "Sources/CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]
    ),
    module(
      "PacketCapture", on: ["ByteInput", "Diagnostics", "Addressing"],
      products: [.target(name: "PacketWalkCPcap", condition: .when(traits: ["Pcap"]))]),
    module(
      "Formats", on: ["Topology", "JSONScan", "ByteInput", "Diagnostics", "Addressing"],
      products: [.product(name: "Yams", package: "Yams")]),
    .systemLibrary(name: "PacketWalkCSIMD", path: "Sources/CSIMD"),
    module("FlowLogs", on: ["CSIMD", "ByteInput", "Diagnostics", "Addressing"]),
    module("Forwarding", on: ["Addressing", "Diagnostics", "Routing", "ServiceSets", "Topology"]),
    module(
      "Queries",
      on: ["Addressing", "Diagnostics", "JSONScan", "Topology", "Forwarding", "Routing", "ServiceSets"]),
    module(
      "Analysis",
      on: ["Queries", "Forwarding", "Topology", "ServiceSets", "Routing", "Diagnostics", "Addressing"]),
    module(
      "Policy",
      on: [
        "Analysis", "Queries", "Formats", "Forwarding", "Topology", "ServiceSets", "JSONScan", "Diagnostics",
        "Addressing",
      ]),
    module(
      "Replay",
      on: [
        "Policy", "Queries", "FlowLogs", "PacketCapture", "Forwarding", "Routing", "Topology", "JSONScan",
        "ByteInput", "Addressing", "Diagnostics",
      ]),
    module(
      "Reports",
      on: [
        "Replay", "FlowLogs", "PacketCapture", "Policy", "Analysis", "Queries", "Formats", "Topology",
        "Forwarding",
        "Addressing", "Diagnostics",
      ]),
    module("Collector", on: ["JSONScan", "Diagnostics"]),
    module(
      "Kit", at: "PacketWalkKit",
      on: ["Formats", "Queries", "Reports", "Topology", "Forwarding", "Addressing", "Diagnostics"]),
    module(
      "Testing", at: "PacketWalkTesting",
      on: [
        "Kit", "Reports", "Policy", "Analysis", "Queries", "Forwarding", "Formats", "ByteInput",
        "Diagnostics",
      ]),
    module(
      "Commands",
      on: [
        "Kit", "Formats", "Replay", "FlowLogs", "Policy", "Analysis", "Queries", "Reports", "Collector",
        "Topology", "Forwarding",
        "ByteInput",
        "Addressing",
        "Diagnostics",
      ],
      products: [.product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .executableTarget(
      name: "packetwalk", dependencies: ["PacketWalkCommands"], path: "Sources/CLI", swiftSettings: strict),
    .plugin(
      name: "PacketWalkPlugin",
      capability: .command(
        intent: .custom(
          verb: "packetwalk",
          description: "Run packetwalk, such as: packetwalk test policy.yaml -t network.yaml")),
      dependencies: ["packetwalk"]),

    .target(
      name: "PacketWalkTestSupport",
      dependencies: ["PacketWalkCZlib", "PacketWalkAddressing", "PacketWalkServiceSets"],
      path: "Tests/Support", swiftSettings: strict),
    tests("AddressingTests", on: ["Addressing"]),
    tests("DiagnosticsTests", on: ["Diagnostics"]),
    tests("RoutingTests", on: ["Routing", "Addressing", "TestSupport"]),
    tests("ByteInputTests", on: ["ByteInput", "Diagnostics", "TestSupport"]),
    tests(
      "PacketCaptureTests", on: ["PacketCapture", "ByteInput", "Addressing", "Diagnostics", "TestSupport"]),
    tests("JSONScanTests", on: ["Diagnostics", "JSONScan", "TestSupport"]),
    tests("ServiceSetsTests", on: ["ServiceSets", "Addressing", "TestSupport"]),
    tests("TopologyTests", on: ["Topology", "Addressing", "Diagnostics"]),
    tests(
      "FormatsTests",
      on: ["Formats", "Topology", "JSONScan", "ByteInput", "Diagnostics", "Addressing", "TestSupport"]),
    tests("FlowLogsTests", on: ["FlowLogs", "ByteInput", "Diagnostics", "Addressing", "TestSupport"]),
    tests(
      "ForwardingTests",
      on: [
        "Queries", "Formats", "Forwarding", "ServiceSets", "Topology", "Addressing", "Diagnostics",
        "TestSupport",
      ]),
    tests(
      "AnalysisTests",
      on: [
        "Analysis", "Queries", "Formats", "Forwarding", "Topology", "ByteInput", "Addressing", "Diagnostics",
        "TestSupport",
      ]),
    tests(
      "ReplayTests",
      on: [
        "Replay", "FlowLogs", "Policy", "Queries", "Formats", "Forwarding", "Topology", "Addressing",
        "ByteInput",
        "Diagnostics", "TestSupport",
      ]),
    tests("PolicyTests", on: ["Policy", "Queries", "Formats", "Diagnostics", "TestSupport"]),
    tests(
      "JudgeTests",
      on: [
        "Reports", "Policy", "Analysis", "Queries", "Formats", "Forwarding", "ServiceSets", "Topology",
        "Addressing",
        "Diagnostics",
        "TestSupport",
      ]),
    tests(
      "ScenarioTests",
      on: [
        "Kit", "Formats", "Analysis", "Queries", "Reports", "Topology", "ByteInput", "Diagnostics",
        "TestSupport",
      ]),
    tests(
      "CommandsTests",
      on: [
        "Commands", "Kit", "Formats", "Queries", "Reports", "Topology", "Forwarding", "JSONScan", "ByteInput",
        "Diagnostics", "TestSupport",
      ]),
    tests(
      "KernelTests",
      on: [
        "Queries", "Forwarding", "Formats", "JSONScan", "ByteInput", "Diagnostics", "Addressing",
        "TestSupport",
      ]),
    tests(
      "CollectorTests",
      on: [
        "Collector", "Commands", "Reports", "Formats", "Topology", "JSONScan", "ByteInput", "Diagnostics",
        "TestSupport",
      ]),
    tests(
      "TestingTests",
      on: [
        "Testing", "Policy", "Queries", "Reports", "Formats", "Topology", "ByteInput", "Diagnostics",
        "TestSupport",
      ]),
    tests("HouseTests", on: ["ByteInput", "TestSupport"]),
    tests(
      "DocumentationTests",
      on: ["Policy", "Analysis", "Commands", "Reports", "Forwarding", "ByteInput", "JSONScan", "TestSupport"]),
    tests(
      "ReportsTests",
      on: [
        "Reports", "Analysis", "Queries", "Formats", "Topology", "Forwarding", "ByteInput", "Addressing",
        "Diagnostics", "JSONScan", "TestSupport",
      ]),
  ]
)

// A plugin's tool is built apart from the package's own targets, which is all of them once more: tests do without.
if Context.environment["PACKETWALK_WITHOUT_PLUGIN"] != nil {
  package.products.removeAll { $0.name == "PacketWalkPlugin" }
  package.targets.removeAll { $0.name == "PacketWalkPlugin" }
}
