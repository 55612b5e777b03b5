import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Every edit of the model has its words.
@Suite struct NativeEditsTests {
  static func example() throws -> Topology {
    let text = try #require(try Documentation.examples().first { !$0.isEdits })
    return try NativeTopology.read(Array(text.text.utf8), file: text.name).0
  }

  static func edits(_ text: String, for topology: Topology) throws -> [Edit] {
    try NativeEdits.read(YAMLDocument.parse(Array(text.utf8), file: "edits"), for: topology)
  }

  @Test func documentedEditsAreReadAndApply() throws {
    let topology = try Self.example()
    let block = try #require(try Documentation.examples().first { $0.isEdits })
    let edits = try Self.edits(block.text, for: topology)
    #expect(edits.count == 18)
    let edited = try topology.applying(edits)
    #expect(edited.networkInterfaces.contains { $0.id == "green-1" })
    #expect(!edited.networkInterfaces.contains { $0.id == "web-1" })
    #expect(edited.unmodelled.map(\.kind) == ["web application firewall"])
    #expect(edited.vpnGateways.map(\.id) == ["office"])
  }

  @Test func edits() throws {
    let topology = try Self.example()
    func only(_ text: String) throws -> Edit {
      let edits = try Self.edits(text, for: topology)
      try #require(edits.count == 1)
      return edits[0]
    }
    guard
      case .addSecurityGroupRule("web", let rule) = try only(
        "- add-rule: {group: web, in: tcp/3000 from sg:alb}")
    else { throw Unexpected() }
    #expect(rule.direction == .ingress && rule.peer == .group("alb"))
    guard
      case .setNetworkACLEntry("app", let entry) = try only(
        "- set-acl-entry: {acl: app, out: {90: deny all to ::/0}}")
    else { throw Unexpected() }
    #expect(entry.number == 90 && !entry.isAllow && entry.direction == .egress)
    #expect(
      try only("- remove-acl-entry: {acl: app, in: 110}")
        == .removeNetworkACLEntry("app", .ingress, number: 110))
    guard
      case .setRoute("app-a", let route) = try only(
        "- set-route: {table: app-a, to: 0.0.0.0/0, target: blackhole of nat:nat-a}")
    else { throw Unexpected() }
    #expect(route.state == .blackhole && route.target == .natGateway("nat-a"))
    #expect(try only("- remove-route: {table: app-a, to: pl:s3}") == .removeRoute("app-a", .prefixList("s3")))
    let address = try #require(IPAddress("10.0.3.10"))
    #expect(
      try only("- set-public-address: {interface: web-1, public: none}")
        == .setPublicAddress("web-1", private: address, public: nil))
    #expect(
      try only("- attach-group: {group: alb, interface: web-1}") == .attachSecurityGroup("alb", to: "web-1"))
    #expect(try only("- remove-interface: {interface: web-1}") == .removeNetworkInterface("web-1"))
  }

  @Test(arguments: [
    ("- add-rule: {group: wbe, in: all from 0.0.0.0/0}", InputError.Code.noMatch),
    ("- add-rule: {group: web}", .malformed), ("- ad-rule: {}", .malformed), ("- x", .malformed),
    ("- add-interface: {name: web-1, subnet: app-a}", .malformed),
    ("- set-route: {table: app-a, to: 0.0.0.0/0}", .malformed),
    ("- {remove-interface: {interface: web-1}, add-rule: {}}", .malformed),
    ("- remove-interface: {interface: web-1}\n- attach-group: {group: alb, interface: web-2}", .noMatch),
  ])
  func wrongEdits(_ text: String, _ code: InputError.Code) throws {
    let topology = try Self.example()
    #expect(throws: InputError(code, "")) { try Self.edits(text, for: topology) }
  }

  /// A snapshot's resources go by their Name tags, their group names and their identifiers.
  @Test func namesOfASnapshot() throws {
    var topology = Topology()
    topology.vpcs = [VPC(id: "vpc-1", info: ResourceInfo(name: "prod"), prefixes: [])]
    topology.securityGroups = [
      SecurityGroup(id: "sg-1", info: ResourceInfo(name: "Web"), groupName: "web-sg", vpc: "vpc-1")
    ]
    for name in ["Web", "web-sg", "sg-1", "prod/Web"] {
      let edits = try Self.edits("- add-rule: {group: \(name), in: all from 0.0.0.0/0}", for: topology)
      guard case .addSecurityGroupRule("sg-1", _) = edits[0] else { throw Unexpected() }
    }
  }

  struct Unexpected: Error {}
}
