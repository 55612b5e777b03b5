import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import Testing

@testable import PacketWalkFormats

/// Interfaces that services manage, groups of other owners, and what filters may name: A2, A3 and A12.
@Suite("Managed interfaces") struct ManagedInterfaceTests {
  private func function(_ interface: String, acl: String = "allow all from 0.0.0.0/0") -> String {
    """
    packetwalk: 1
    vpcs:
      v:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          public: {cidr: 10.0.1.0/24, zone: us-west-2a}
          data: {cidr: 10.0.2.0/24, zone: us-west-2a, network-acl: data}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        network-acls: {default: {}, data: {in: {100: \(acl)}, out: {100: allow all to 0.0.0.0/0}}}
        security-groups: {db: {in: tcp/5432 from 10.0.0.0/16}}
        interfaces:
          it: {subnet: public, ip: 10.0.1.5, \(interface)}
          db: {subnet: data, ip: 10.0.2.9, groups: db}
    """
  }

  @Test(
    "MS-1, X4: a function in a public subnet has no public address to reach the internet with [Lambda guide]")
  func ms1() throws {
    let it = try load(function("kind: lambda"))
    expect(
      try ask(it, from: "it", to: "internet", on: "tcp/443"), .unreachable,
      "forward IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw")
    let inside = try ask(it, from: "it", to: "db", on: "tcp/5432")
    expect(inside, .reachable)
    #expect(inside.notes(.send) == ["tcp 10.0.1.5:(1024-65535) -> 10.0.2.9:5432"])
  }

  @Test("MS-5: an interface of a kind that is not known is an interface [EC2 API, NetworkInterfaceType]")
  func ms5() throws {
    let it = try load(function("kind: \"other:quicksight\", public: 203.0.113.5, groups: db"))
    let out = try ask(it, from: "it", to: "db", on: "tcp/5432")
    expect(out, .reachable)
    #expect(out.components(.securityGroup) == ["db egress", "db ingress"])
    #expect(out.components(.deliver) == ["db"])
    expect(try ask(it, from: "it", to: "internet", on: "tcp/443"), .reachable)
    // Its own groups, addresses and source/destination check count as anybody's.
    expect(try ask(it, from: "db", to: "it", on: "tcp/5432"), .reachable)
    expect(
      try ask(it, from: "db", to: "it", on: "tcp/443"), .unreachable, "forward ENI_SG_RULES_MISMATCH db")
    expect(
      try ask(it, from: "it", to: "db", on: "tcp/5432", sourceAddress: "10.0.1.77"), .unreachable,
      "forward ENI_SOURCE_DEST_CHECK_RESTRICTION it", further: ["reply PW_NO_INTERFACE_HAS_ADDRESS v"])
  }

  @Test(
    "SG-20: what a group of another owner admits is not known where the input lacks it [VPC guide, shared groups]"
  )
  func sg20() throws {
    let it = try load(function("groups: \"id:sg-0f00\""))
    expect(try ask(it, from: "it", to: "db", on: "tcp/5432"), .undetermined)
    // What somebody else stops is stopped whatever that group says.
    expect(
      try ask(it, from: "it", to: "db", on: "tcp/22"), .unreachable, "forward ENI_SG_RULES_MISMATCH db")
  }

  @Test("ACL-9: an entry's range begins where its length says [VPC guide, network ACLs]")
  func acl9() throws {
    let it = try load(function("groups: db", acl: "allow all from 10.0.1.200/24"))
    let answer = try ask(it, from: "it", to: "db", on: "tcp/5432")
    expect(answer, .reachable)
    #expect(answer.rules(.networkACL).contains("100 allow all from 10.0.1.0/24"))
  }

  @Test(
    "ACL-10: an entry names ranges, neither groups nor lists [VPC guide, gateway endpoints]",
    arguments: ["sg:db", "pl:s3"])
  func acl10(peer: String) {
    let yaml = function("groups: db", acl: "allow all from \(peer)")
    let error = #expect(throws: InputError.self) {
      try NativeTopology.read(Array(yaml.utf8), file: "test.yaml")
    }
    #expect(error?.message == "a network ACL knows only CIDRs, not “\(peer)”")
  }
}
