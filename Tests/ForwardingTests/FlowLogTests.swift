import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// What flow logs record (A16), as far as it is the local verdict at an interface.
@Suite struct FlowLogTests {
  private func log(
    _ yaml: String, at interface: String, _ source: String, _ destination: String, _ service: String
  )
    throws -> [String]
  {
    let question = Question(from: source, to: destination, on: service)
    return try load(yaml).flowLog(at: interface, for: question).map {
      "\($0.direction.rawValue) \($0.action.rawValue)"
        + ($0.component.map { " \($0.name)" } ?? "") + ($0.rule.map { " \($0)" } ?? "")
    }
  }

  private func two(_ acl: String, _ group: String = "all from 0.0.0.0/0", routes: String = "") -> String {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        subnets:
          a: {cidr: 10.0.1.0/24, zone: us-west-2a}
          b: {cidr: 10.0.2.0/24, zone: us-west-2a, network-acl: b}
        route-tables: {main: {routes: {\(routes)}}}
        network-acls: {b: {\(acl)}}
        security-groups: {open: {in: [all from 0.0.0.0/0]}, b: {in: ["\(group)"]}}
        interfaces:
          a: {subnet: a, ip: 10.0.1.5, groups: open}
          b: {subnet: b, ip: 10.0.2.5, groups: b}
          c: {subnet: b, ip: 10.0.2.6, groups: open}
    """
  }

  @Test("FL-2, T24: ACCEPT says nothing of routes: what a blackhole drops is accepted at its sender")
  func fl2() throws {
    let yaml = two("in: {}", routes: "10.9.0.0/16: blackhole of peering:id:pcx-0gone")
    #expect(try log(yaml, at: "a", "a", "10.9.1.1", "tcp/443") == ["forward ACCEPT", "reply ACCEPT"])
    expect(
      try ask(yaml, from: "a", to: "10.9.1.1", on: "tcp/443"), .unreachable,
      "forward BAD_STATE_ROUTE main: 10.9.0.0/16 -> pcx-0gone (blackhole)")
  }

  @Test("FL-2: each end's log speaks of its own groups and access list only [VPC guide, flow log examples]")
  func fl2Local() throws {
    let closed = two("out: {100: allow all to 0.0.0.0/0}")
    #expect(try log(closed, at: "a", "a", "b", "tcp/22") == ["forward ACCEPT", "reply ACCEPT"])
    #expect(try log(closed, at: "b", "a", "b", "tcp/22") == ["forward REJECT b *"])
    // A neighbour's packets never meet the access list.
    #expect(try log(closed, at: "b", "c", "b", "tcp/22") == ["forward ACCEPT", "reply ACCEPT"])
  }

  @Test(
    "FL-3: a ping that the access list lets in and not out is an ACCEPT and a REJECT [VPC guide, flow log examples]"
  )
  func fl3() throws {
    let open = "in: {100: allow all from 0.0.0.0/0}"
    #expect(
      try log(two(open), at: "b", "a", "b", "icmp") == ["forward ACCEPT", "reply REJECT b *"])
    // A group that does not admit it: one REJECT, and no reply to log.
    #expect(
      try log(two(open, "tcp/22 from 0.0.0.0/0"), at: "b", "a", "b", "icmp") == ["forward REJECT b"])
  }

  @Test("FL-2: a reply passes the groups by state, and the access list by the client's port")
  func fl2Replies() throws {
    let partial = "in: {100: allow all from 0.0.0.0/0}, out: {100: allow tcp/49152-65535 to 0.0.0.0/0}"
    #expect(
      try log(two(partial), at: "b", "a", "b", "tcp/443") == [
        "forward ACCEPT", "reply ACCEPT or REJECT b *",
      ])
  }

  @Test("FL-2: group references match who holds the other address")
  func fl2References() throws {
    let acl = "in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}"
    #expect(try log(two(acl, "tcp/22 from sg:open"), at: "b", "a", "b", "tcp/22").first == "forward ACCEPT")
    #expect(try log(two(acl, "tcp/22 from sg:b"), at: "b", "a", "b", "tcp/22") == ["forward REJECT b"])
  }

  @Test func anInterfaceThatIsNeitherEndIsAnError() throws {
    #expect(throws: (any Error).self) { try log(two("in: {}"), at: "c", "a", "b", "tcp/22") }
  }
}
