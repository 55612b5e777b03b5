import PacketWalkFormats
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkAnalysis

/// The catalogue of small changes: what is in it for a small network, and that all of it can be applied anywhere.
@Suite struct MutationCatalogueTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          dmz: {cidr: 10.0.1.0/24, zone: eu-west-1a, route-table: public}
          inner: {cidr: 10.0.2.0/24, zone: eu-west-1a, route-table: private, network-acl: inner}
        route-tables:
          public: {routes: {0.0.0.0/0: internet-gateway}}
          private: {}
        network-acls:
          inner:
            in: {100: allow tcp/5432 from 10.0.1.0/24, 110: allow tcp/1024-65535 from 0.0.0.0/0}
            out: {100: allow all to 0.0.0.0/0}
        security-groups:
          web: {in: [tcp/443 from 0.0.0.0/0], out: [tcp/5432 to sg:db]}
          db: {in: [tcp/5432 from sg:web], out: []}
        interfaces:
          web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}
          db: {subnet: inner, ip: 10.0.2.5, groups: db}

    """

  @Test(
    arguments: [
      (
        Mutant.Kind.ruleSource,
        [
          "sg:web +out tcp/5432 to 10.0.0.0/16", "sg:web +out tcp/5432 to 0.0.0.0/0",
          "sg:db +in tcp/5432 from 10.0.0.0/16", "sg:db +in tcp/5432 from 0.0.0.0/0",
        ]
      ),
      (
        .rulePorts,
        [
          "sg:web +in tcp all from 0.0.0.0/0", "sg:web +out tcp all to sg:db",
          "sg:db +in tcp all from sg:web",
        ]
      ),
      (
        .ruleDrop,
        [
          "sg:web -in tcp/443 from 0.0.0.0/0", "sg:web -out tcp/5432 to sg:db",
          "sg:db -in tcp/5432 from sg:web",
        ]
      ),
      (
        .ruleAdd,
        [
          "sg:web +in tcp/22 from 0.0.0.0/0", "sg:web +out all to 0.0.0.0/0",
          "sg:db +in tcp/22 from 0.0.0.0/0", "sg:db +out all to 0.0.0.0/0",
        ]
      ),
      (
        .accessList,
        [
          "acl:inner -in 100", "acl:inner -in 110", "acl:inner -out 100",
          "acl:inner in 110 allow tcp/49152-65535 from 0.0.0.0/0",
          "acl:inner in 99 allow all from 0.0.0.0/0; acl:inner out 99 allow all to 0.0.0.0/0",
        ]
      ),
      (
        .route,
        [
          "rtb:public -0.0.0.0/0", "rtb:public 0.0.0.0/0 via blackhole of internet-gateway",
          "rtb:private 0.0.0.0/0 via internet-gateway",
        ]
      ),
      (
        .association,
        [
          "subnet:dmz -rtb", "subnet:dmz rtb:private", "subnet:dmz acl:inner", "subnet:inner -rtb",
          "subnet:inner rtb:public",
        ]
      ),
      (.membership, ["web +sg:db", "db +sg:web"]),
      (.publicAddress, ["web -public", "db public 203.0.113.250"]),
    ])
  func changesOfASmallNetwork(kind: Mutant.Kind, expected: [String]) throws {
    let topology = try NativeTopology.read(Array(Self.network.utf8), file: "net.yaml").0
    let texts = MutationCatalogue.mutants(of: topology, kinds: [kind]).map { mutant in
      EditText.texts(mutant.edits, on: topology).joined(separator: "; ")
    }.filter { text in !text.contains("default") && !text.contains("main") }
    #expect(texts == expected)
  }

  @Test func everyChangeCanBeMadeAndSaysWhere() throws {
    let topology = try NativeTopology.read(Array(Self.network.utf8), file: "net.yaml").0
    let mutants = MutationCatalogue.mutants(of: topology)
    #expect(mutants.count > 25)
    for mutant in mutants {
      let changed = try topology.applying(mutant.edits)
      #expect(changed != topology, "\(mutant)")
      let texts = EditText.texts(mutant.edits, on: topology)
      let read = try EditText.read(Array(texts.joined(separator: "\n").utf8), from: "edits", for: topology)
      #expect(try topology.applying(read).differsInPlacesOnly(from: changed), "\(texts)")
    }
  }

  @Test func samplesAreTheSameForOneSeed() throws {
    let topology = try NativeTopology.read(Array(Self.network.utf8), file: "net.yaml").0
    let mutants = MutationCatalogue.mutants(of: topology)
    let sample = MutantSample.sample(mutants, limit: 7, seed: 3)
    #expect(sample.count == 7)
    #expect(sample == MutantSample.sample(mutants, limit: 7, seed: 3))
    #expect(sample != MutantSample.sample(mutants, limit: 7, seed: 4))
    #expect(MutantSample.sample(mutants, limit: mutants.count, seed: 3) == mutants)
    // In the order of the whole.
    let places = sample.compactMap { mutants.firstIndex(of: $0) }
    #expect(places == places.sorted())
  }
}

extension Topology {
  /// Whether two topologies have the same rules, entries, routes, groups and addresses.
  fileprivate func differsInPlacesOnly(from other: Topology) -> Bool {
    networkACLs.map(\.subnets) == other.networkACLs.map(\.subnets)
      && zip(securityGroups, other.securityGroups).allSatisfy { left, right in
        left.rules.count == right.rules.count
          && zip(left.rules, right.rules).allSatisfy { $0.admitsSame(as: $1) }
      }
      && zip(networkACLs, other.networkACLs).allSatisfy { left, right in
        left.entries.map { [$0.number] } == right.entries.map { [$0.number] }
          && zip(left.entries, right.entries).allSatisfy {
            $0.isAllow == $1.isAllow && $0.traffic == $1.traffic && $0.prefix == $1.prefix
          }
      }
      && zip(routeTables, other.routeTables).allSatisfy { left, right in
        left.routes.map(\.destination) == right.routes.map(\.destination)
          && left.routes.map(\.target) == right.routes.map(\.target)
          && left.routes.map(\.state) == right.routes.map(\.state)
          && left.subnets == right.subnets
      }
      && networkInterfaces.map(\.securityGroups) == other.networkInterfaces.map(\.securityGroups)
      && networkInterfaces.map(\.addresses) == other.networkInterfaces.map(\.addresses)
  }
}
