import PacketWalkAddressing
import PacketWalkDiagnostics
import Testing

@testable import PacketWalkTopology

@Suite struct ValidationTests {
  /// One change to a sound network and all that is found then, as `CODE subject: message`.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var findings: [String]
    var severity = Finding.Severity.warning
    var change: @Sendable (inout Topology) throws -> Void
  }

  @Test func aSoundTopologyHasNoFindings() throws { #expect(try SoundTopology.make().validate() == []) }

  @Test func anEmptyTopologyHasNoFindings() { #expect(Topology().validate() == []) }

  @Test(arguments: identifierCases + referenceCases + rangeCases + tableCases + publicAccessCases)
  func finds(test: Case) throws {
    var topology = try SoundTopology.make()
    try test.change(&topology)
    let findings = topology.validate()
    #expect(findings.map { "\($0.code) \($0.subject): \($0.message)" } == test.findings)
    #expect(findings.allSatisfy { $0.severity == test.severity })
  }

  @Test func missingKindsAreNotes() throws {
    let changes: [(ResourceKind, (inout Topology) -> Void)] = [
      (.subnets, { $0.subnets = [] }), (.networkInterfaces, { $0.networkInterfaces = [] }),
      (.securityGroups, { $0.securityGroups = [] }), (.internetGateways, { $0.internetGateways = [] }),
      (.egressOnlyInternetGateways, { $0.egressOnlyInternetGateways = [] }),
      (.carrierGateways, { $0.carrierGateways = [] }), (.natGateways, { $0.natGateways = [] }),
      (.vpcPeeringConnections, { $0.vpcPeeringConnections = [] }),
      (.transitGateways, { $0.transitGateways = [] }),
      (.transitGatewayAttachments, { $0.transitGatewayAttachments = [] }),
      (.vpcEndpoints, { $0.vpcEndpoints = [] }), (.prefixLists, { $0.prefixLists = [] }),
      (.loadBalancers, { $0.loadBalancers = [] }), (.targetGroups, { $0.targetGroups = [] }),
    ]
    for (kind, empty) in changes {
      var topology = try SoundTopology.make()
      empty(&topology)
      let warnings = topology.validate()
      #expect(!warnings.isEmpty && warnings.allSatisfy { $0.severity == .warning }, "\(kind)")
      topology.coverage.missing = [MissingKind(kind: kind, remedy: "")]
      let notes = topology.validate()
      #expect(notes.count == warnings.count, "\(kind)")
      #expect(notes.allSatisfy { $0.severity == .note && $0.code == "PW_DANGLING_REFERENCE" }, "\(kind)")
      #expect(notes.allSatisfy { $0.message.hasSuffix("the input holds no \(kind.rawValue) at all") })
    }
  }

  @Test func missingTablesAreNotDemanded() throws {
    var topology = try SoundTopology.make()
    (topology.routeTables, topology.networkACLs) = ([], [])
    #expect(topology.validate().count == 4)
    topology.coverage.missing = [.routeTables, .networkACLs].map { MissingKind(kind: $0, remedy: "") }
    #expect(topology.validate() == [])
  }

  @Test func aVPCWhoseSubnetsAllHaveATableNeedsNoMainOne() throws {
    var topology = try SoundTopology.make()
    topology.routeTables[1].isMain = false
    topology.routeTables[1].subnets = ["subnet-c"]
    let finding = try #require(topology.validate().first)
    #expect(finding.severity == .note && finding.code == "PW_NO_MAIN_ROUTE_TABLE")
  }

  @Test func anUnknownInstanceIsANote() throws {
    var topology = try SoundTopology.make()
    topology.networkInterfaces[1].instance = "i-2"
    #expect(topology.validate().map(\.severity) == [.note])
    topology.instances = []
    #expect(topology.validate() == [])
  }

  @Test func findingsCiteTheRuleElseTheResource() throws {
    var topology = try SoundTopology.make()
    topology.networkInterfaces[1].subnet = "subnet-x"
    topology.routeTables[0].routes[0].target = .internetGateway("igw-x")
    topology.routeTables[0].routes[0].origin = Origin(file: "tables.json", pointer: "/0/Routes/0")
    let origins = topology.validate().map(\.origin.description)
    #expect(origins == ["tables.json#/0/Routes/0", "eni-2.json"])
  }

  @Test func fiftyThousandInterfacesAreQuick() throws {
    let topology = try SoundTopology.large(interfaces: 50_000)
    let findings = topology.validate()
    #expect(findings.isEmpty)
  }
}

extension SoundTopology {
  /// Interfaces spread over subnets of 250, in one VPC.
  static func large(interfaces count: Int) throws -> Topology {
    var topology = Topology()
    topology.vpcs = [VPC(id: "vpc-1", prefixes: [try prefix("10.0.0.0/8")])]
    topology.routeTables = [RouteTable(id: "rtb-1", vpc: "vpc-1", isMain: true)]
    topology.networkACLs = [NetworkACL(id: "acl-1", vpc: "vpc-1", isDefault: true)]
    topology.securityGroups = [SecurityGroup(id: "sg-1", vpc: "vpc-1")]
    let base = try address("10.0.0.0")
    for number in 0..<(count + 249) / 250 {
      let first = try #require(base.advanced(by: UInt128(number) * 256))
      topology.subnets.append(
        Subnet(
          id: SubnetID("subnet-\(number)"), vpc: "vpc-1", prefixes: [IPPrefix(first, length: 24)],
          zone: AvailabilityZone(name: "eu-west-1a")))
    }
    for number in 0..<count {
      let host = try #require(base.advanced(by: UInt128(number / 250 * 256 + number % 250 + 4)))
      topology.networkInterfaces.append(
        NetworkInterface(
          id: NetworkInterfaceID("eni-0123456789ab\(number)"), subnet: SubnetID("subnet-\(number / 250)"),
          addresses: [InterfaceAddress(host, isPrimary: true)], securityGroups: ["sg-1"]))
    }
    return topology
  }
}
