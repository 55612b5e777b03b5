import PacketWalkAddressing
import PacketWalkDiagnostics
import Testing

@testable import PacketWalkTopology

@Suite struct EditTests {
  private let topology: Topology
  private let https: SecurityGroupRule
  private let anywhere = IPPrefix.all(.ipv4)
  private let address: IPAddress
  private let elastic: IPAddress

  init() throws {
    address = try #require(IPAddress("10.0.1.10"))
    elastic = try #require(IPAddress("198.51.100.7"))
    https = SecurityGroupRule(
      direction: .ingress, traffic: TrafficSelector(protocol: .tcp, ports: PortRange(443)),
      peer: .prefix(.all(.ipv4)))
    var topology = Topology()
    topology.vpcs = [VPC(id: "vpc-1", prefixes: [try #require(IPPrefix("10.0.0.0/16"))])]
    topology.subnets = [
      Subnet(
        id: "subnet-a", vpc: "vpc-1", prefixes: [try #require(IPPrefix("10.0.1.0/24"))],
        zone: AvailabilityZone(name: "eu-west-1a"))
    ]
    var written = https
    (written.id, written.description) = ("sgr-1", "web")
    written.origin = Origin(file: "groups.json", pointer: "/0")
    topology.securityGroups = [
      SecurityGroup(id: "sg-web", vpc: "vpc-1", rules: [written, https]),
      SecurityGroup(id: "sg-db", vpc: "vpc-1"),
    ]
    topology.networkInterfaces = [
      NetworkInterface(
        id: "eni-1", subnet: "subnet-a", addresses: [InterfaceAddress(address, isPrimary: true)],
        securityGroups: ["sg-web"])
    ]
    topology.networkACLs = [
      NetworkACL(
        id: "acl-1", vpc: "vpc-1", isDefault: true,
        entries: [100, 200, 300].map {
          NetworkACLEntry(
            number: $0, direction: .ingress, isAllow: true, traffic: .all, prefix: .all(.ipv4))
        })
    ]
    topology.routeTables = [
      RouteTable(
        id: "rtb-1", vpc: "vpc-1", isMain: true,
        routes: [
          Route(destination: .prefix(anywhere), target: .natGateway("nat-1")),
          Route(
            destination: .prefix(try #require(IPPrefix("10.9.0.0/16"))), target: .networkInterface("eni-1")),
          Route(
            destination: .prefix(anywhere), target: .unmodelled(kind: "gateway", id: "vgw-1"),
            source: .propagated),
        ])
    ]
    topology.unassociatedAddresses = [
      UnassociatedAddress(allocation: "eipalloc-1", publicAddress: elastic)
    ]
    self.topology = topology
  }

  private func reason(of edits: [Edit]) -> EditError? {
    do {
      _ = try topology.applying(edits)
      return nil
    } catch {
      return error
    }
  }

  @Test func noEditChangesNothing() throws { #expect(try topology.applying([]) == topology) }

  @Test func removesRulesWhateverTheirOriginAndName() throws {
    let edited = try topology.applying([.removeSecurityGroupRule("sg-web", https)])
    #expect(edited.securityGroups[0].rules.isEmpty)
    #expect(topology.securityGroups[0].rules.count == 2)
  }

  @Test func addsARuleOnce() throws {
    let edit = Edit.addSecurityGroupRule("sg-db", https)
    #expect(try topology.applying([edit, edit]).securityGroups[1].rules == [https])
    #expect(try topology.applying([.addSecurityGroupRule("sg-web", https)]) == topology)
  }

  @Test func attachesAndDetachesGroups() throws {
    let attached = try topology.applying([.attachSecurityGroup("sg-db", to: "eni-1")])
    #expect(attached.networkInterfaces[0].securityGroups == ["sg-web", "sg-db"])
    let detached = try attached.applying([.detachSecurityGroup("sg-web", from: "eni-1")])
    #expect(detached.networkInterfaces[0].securityGroups == ["sg-db"])
    #expect(try attached.applying([.attachSecurityGroup("sg-db", to: "eni-1")]) == attached)
  }

  @Test func replacesAnEntryInItsPlace() throws {
    let deny = NetworkACLEntry(
      number: 200, direction: .ingress, isAllow: false, traffic: .all, prefix: anywhere)
    var reply = deny
    reply.direction = .egress
    let edited = try topology.applying([
      .setNetworkACLEntry("acl-1", deny), .setNetworkACLEntry("acl-1", reply),
      .removeNetworkACLEntry("acl-1", .ingress, number: 100),
    ])
    #expect(edited.networkACLs[0].entries.map(\.number) == [200, 300, 200])
    #expect(edited.networkACLs[0].entries.map(\.isAllow) == [false, true, false])
  }

  @Test func setsTheOneRouteOfADestination() throws {
    let route = Route(destination: .prefix(anywhere), target: .internetGateway("igw-1"))
    let edited = try topology.applying([.setRoute("rtb-1", route)])
    #expect(
      edited.routeTables[0].routes.map(\.target) == [.internetGateway("igw-1"), .networkInterface("eni-1")])
    let added = Route(destination: .prefixList("pl-1"), target: .vpcEndpoint("vpce-1"))
    #expect(try topology.applying([.setRoute("rtb-1", added)]).routeTables[0].routes.count == 4)
    let removed = try topology.applying([.removeRoute("rtb-1", .prefix(anywhere))])
    #expect(removed.routeTables[0].routes.map(\.target) == [.networkInterface("eni-1")])
  }

  @Test func subnetsChangeTheirTableAndList() throws {  // RT-1, ACL-1
    var topology = topology
    topology.routeTables.append(RouteTable(id: "rtb-2", vpc: "vpc-1", subnets: ["subnet-a"]))
    topology.networkACLs.append(NetworkACL(id: "acl-2", vpc: "vpc-1"))
    let freed = try topology.applying([.disassociateRouteTable(from: "subnet-a")])
    #expect(freed.routeTables.map(\.subnets) == [[], []])
    #expect(SubnetAssociations(freed).routeTables == [0])
    let moved = try topology.applying([.associateRouteTable("rtb-1", with: "subnet-a")])
    #expect(moved.routeTables.map(\.subnets) == [["subnet-a"], []])
    #expect(try freed.applying([.associateRouteTable("rtb-2", with: "subnet-a")]) == topology)
    #expect(try topology.applying([.associateRouteTable("rtb-2", with: "subnet-a")]) == topology)
    #expect(SubnetAssociations(topology).networkACLs == [0])
    let listed = try topology.applying([.associateNetworkACL("acl-2", with: "subnet-a")])
    #expect(SubnetAssociations(listed).networkACLs == [1])
    let back = try listed.applying([.associateNetworkACL("acl-1", with: "subnet-a")])
    #expect(back.networkACLs.map(\.subnets) == [["subnet-a"], []])
  }

  @Test func givesAndTakesPublicAddresses() throws {
    let given = try topology.applying([.setPublicAddress("eni-1", private: address, public: elastic)])
    #expect(given.networkInterfaces[0].addresses[0].publicAddress == elastic)
    #expect(given.unassociatedAddresses.isEmpty)
    let taken = try given.applying([.setPublicAddress("eni-1", private: address, public: nil)])
    #expect(taken.networkInterfaces == topology.networkInterfaces)
  }

  @Test func routesToARemovedInterfaceAreBlackholes() throws {  // RT-4.6
    let edited = try topology.applying([.removeNetworkInterface("eni-1")])
    #expect(edited.networkInterfaces.isEmpty)
    #expect(edited.routeTables[0].routes.map(\.state) == [.active, .blackhole, .active])
    #expect(!edited.validate().contains { $0.message.contains("eni-1") })
  }

  @Test func addsInterfacesAndUnmodelledResources() throws {
    let interface = NetworkInterface(
      id: "eni-2", subnet: "subnet-a", addresses: [], securityGroups: ["sg-db"])
    let waf = UnmodelledResource(kind: "web application firewall", id: "waf-1")
    let vpn = VPNGateway(id: "vgw-1", vpc: "vpc-1")
    let edited = try topology.applying([
      .addNetworkInterface(interface), .addUnmodelledResource(waf), .addVPNGateway(vpn),
    ])
    #expect(edited.networkInterfaces.map(\.id) == ["eni-1", "eni-2"])
    #expect(edited.unmodelled == [waf])
    #expect(edited.vpnGateways == [vpn])
    let twice = reason(of: [.addUnmodelledResource(waf), .addUnmodelledResource(waf)])
    #expect(twice?.index == 1)
    #expect(twice?.reason == .identifierTaken(kind: waf.kind, id: waf.id))
    #expect(
      reason(of: [.addVPNGateway(vpn), .addVPNGateway(vpn)])?.reason
        == .identifierTaken(kind: "virtual private gateway", id: "vgw-1"))
  }

  @Test func laterEditsSeeEarlierOnes() throws {
    let edited = try topology.applying([
      .addNetworkInterface(NetworkInterface(id: "eni-2", subnet: "subnet-a", addresses: [])),
      .attachSecurityGroup("sg-db", to: "eni-2"), .removeNetworkInterface("eni-1"),
    ])
    #expect(edited.networkInterfaces.map(\.securityGroups) == [["sg-db"]])
  }

  @Test func refusesWhatIsNotThere() throws {
    let far = try #require(IPPrefix("10.8.0.0/16"))
    let other = try #require(IPAddress("10.0.1.11"))
    let egress = SecurityGroupRule(direction: .egress, traffic: .all, peer: .prefix(anywhere))
    let entry = NetworkACLEntry(
      number: 1, direction: .ingress, isAllow: true, traffic: .all, prefix: anywhere)
    let stray = NetworkInterface(id: "eni-2", subnet: "subnet-b", addresses: [])
    let ungrouped = NetworkInterface(
      id: "eni-2", subnet: "subnet-a", addresses: [], securityGroups: ["sg-no"])
    let cases: [(Edit, EditError.Reason, [String])] = [
      (
        .addSecurityGroupRule("sg-wbe", https), .unknownResource(kind: "security group", id: "sg-wbe"),
        ["sg-web", "sg-db"]
      ),
      (.removeSecurityGroupRule("sg-xyz", https), .unknownResource(kind: "security group", id: "sg-xyz"), []),
      (.removeSecurityGroupRule("sg-web", egress), .notInResource(kind: "security group", id: "sg-web"), []),
      (
        .attachSecurityGroup("sg-d", to: "eni-1"), .unknownResource(kind: "security group", id: "sg-d"),
        ["sg-db"]
      ),
      (
        .attachSecurityGroup("sg-db", to: "eni-2"), .unknownResource(kind: "network interface", id: "eni-2"),
        ["eni-1"]
      ),
      (
        .detachSecurityGroup("sg-db", from: "eni-1"), .notInResource(kind: "network interface", id: "eni-1"),
        ["sg-web"]
      ),
      (.setNetworkACLEntry("acl-2", entry), .unknownResource(kind: "network ACL", id: "acl-2"), ["acl-1"]),
      (
        .removeNetworkACLEntry("acl-1", .ingress, number: 210),
        .notInResource(kind: "network ACL", id: "acl-1"),
        ["200", "300", "100"]
      ),
      (
        .removeNetworkACLEntry("acl-1", .egress, number: 100),
        .notInResource(kind: "network ACL", id: "acl-1"), []
      ),
      (
        .setRoute("rtb-2", Route(destination: .prefix(far), target: .local)),
        .unknownResource(kind: "route table", id: "rtb-2"), ["rtb-1"]
      ),
      (
        .removeRoute("rtb-1", .prefix(far)), .notInResource(kind: "route table", id: "rtb-1"), ["10.9.0.0/16"]
      ),
      (
        .associateRouteTable("rtb-2", with: "subnet-a"), .unknownResource(kind: "route table", id: "rtb-2"),
        ["rtb-1"]
      ),
      (
        .associateNetworkACL("acl-1", with: "subnet-b"), .unknownResource(kind: "subnet", id: "subnet-b"),
        ["subnet-a"]
      ),
      (.disassociateRouteTable(from: "subnet-a"), .notInResource(kind: "subnet", id: "subnet-a"), []),
      (
        .setPublicAddress("eni-1", private: other, public: nil),
        .notInResource(kind: "network interface", id: "eni-1"), ["10.0.1.10"]
      ),
      (.addNetworkInterface(stray), .unknownResource(kind: "subnet", id: "subnet-b"), ["subnet-a"]),
      (.addNetworkInterface(ungrouped), .unknownResource(kind: "security group", id: "sg-no"), []),
      (
        .addNetworkInterface(topology.networkInterfaces[0]),
        .identifierTaken(kind: "network interface", id: "eni-1"), []
      ),
      (.removeNetworkInterface("eni-9"), .unknownResource(kind: "network interface", id: "eni-9"), ["eni-1"]),
    ]
    for (edit, expected, candidates) in cases {
      let error = EditError(index: 1, edit: edit, reason: expected, candidates: candidates)
      #expect(reason(of: [.addSecurityGroupRule("sg-db", https), edit]) == error)
    }
  }
}
