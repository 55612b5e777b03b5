import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import Testing

@testable import PacketWalkAnalysis

/// What becomes of sessions whose path a change closes.
@Suite struct DiffSessionTests {
  /// A bastion with a public address, and what its group, its interface and its subnet's access list say.
  private func bastion(_ rules: String, out: String = "all to 0.0.0.0/0", keys: String = "", acl: String = "")
    -> String
  {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: out\(acl.isEmpty ? "" : ", network-acl: edge")}}
        route-tables: {out: {routes: {0.0.0.0/0: internet-gateway}}}
    \(acl.isEmpty ? "" : "    network-acls: {edge: {\(acl)}}")
        security-groups: {ops: {in: [\(rules)], out: [\(out)]}}
        interfaces:
          bastion: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: ops\(keys)}
    """
  }

  private func fates(_ before: String, _ after: String) throws -> [SessionFate?] {
    let paths = try load(before).diff(to: try load(after)).paths
    #expect(!paths.isEmpty)
    return paths.map(\.sessions)
  }

  @Test("SG-15: a removed rule cuts what it did not track, at once [EC2 guide, connection tracking]")
  func untracked() throws {
    let fates = try fates(bastion("tcp/22 from 0.0.0.0/0"), bastion("tcp/80 from 192.0.2.7/32"))
    #expect(Set(fates) == [.cut(by: nil, at: "bastion"), nil])
  }

  @Test("SG-15: sessions that were tracked go on [EC2 guide, connection tracking]")
  func tracked() throws {
    let narrow = bastion("tcp/22 from 203.0.113.0/24")
    let closed = bastion("tcp/22 from 192.0.2.7/32")
    let goesOn = SessionFate.untilIdle(.standardTCP, at: ["bastion"])
    #expect(Set(try fates(narrow, closed)) == [goesOn, nil])
    // Open one way only.
    let oneWay = bastion("tcp/22 from 0.0.0.0/0", out: "tcp/443 to 0.0.0.0/0")
    #expect(
      Set(try fates(oneWay, bastion("tcp/22 from 192.0.2.7/32", out: "tcp/443 to 0.0.0.0/0"))) == [goesOn])
    // Ping is always tracked; nobody says how long.
    #expect(
      Set(try fates(bastion("icmp all from 0.0.0.0/0"), bastion("icmp all from 192.0.2.7/32")))
        == [.untilIdle(.undocumented, at: ["bastion"])])
  }

  @Test("SG-17: an interface's own time-outs hold [EC2 API, ConnectionTrackingConfiguration]")
  func timeouts() throws {
    let keys = ", tcp-idle-timeout: 60, udp-stream-idle-timeout: 90"
    for (service, seconds) in [("tcp/22", 60), ("udp/514", 90)] {
      let before = bastion("\(service) from 203.0.113.0/24", keys: keys)
      #expect(
        Set(try fates(before, bastion("\(service) from 203.0.113.0/25", keys: keys)))
          == [.untilIdle(.seconds(seconds), at: ["bastion"])])
    }
  }

  @Test("SG-16: behind a NAT gateway even what is open both ways is tracked [EC2 guide, connection tracking]")
  func trackedByWay() throws {
    func host(_ out: String) -> String {
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: out}
            inner: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: nat}
          nat-gateways: {nat: {subnet: dmz, ip: 10.0.1.4, public: 198.51.100.4}}
          route-tables:
            out: {routes: {0.0.0.0/0: internet-gateway}}
            nat: {routes: {0.0.0.0/0: "nat:nat"}}
          security-groups: {app: {in: [all from 0.0.0.0/0], out: [\(out)]}}
          interfaces: {app: {subnet: inner, ip: 10.0.2.5, groups: app}}
      """
    }
    #expect(
      Set(try fates(host("tcp/443 to 0.0.0.0/0"), host("tcp/443 to 192.0.2.7/32")))
        == [.untilIdle(.standardTCP, at: ["app"])])
  }

  @Test func accessListsCutAtOnce() throws {
    let rule = "tcp/22 from 203.0.113.0/24"
    let before = bastion(rule, acl: "in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}")
    let after = bastion(
      rule, acl: "in: {100: allow tcp/80 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}")
    #expect(Set(try fates(before, after)) == [.cut(by: "network ACL edge", at: "edge")])
    // The group closes it as well, but the access list does not remember.
    let both = bastion(
      "tcp/80 from 192.0.2.7/32",
      acl: "in: {100: allow tcp/80 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}")
    #expect(Set(try fates(before, both)).subtracting([nil]) == [.cut(by: "network ACL edge", at: "edge")])
  }

  @Test func otherGroupsAreADoubt() throws {
    let before = bastion("tcp/22 from 203.0.113.0/24").replacing(
      "security-groups: {", with: "security-groups: {none: {in: []}, ")
    #expect(
      Set(try fates(before, before.replacing("groups: ops", with: "groups: none")))
        .subtracting([nil]) == [.unknown(.membership)])
  }
}
