import PacketWalkAnalysis
import Testing

/// Checks that walk: what makes them speak, and what must not.
@Suite struct WalkedCheckTests {
  // MARK: Administration ports

  private func exposed(_ host: String, acl: String = "allow all from 0.0.0.0/0", more: String = "") throws
    -> [String]
  {
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: [10.0.0.0/16, "2001:db8:1::/56"]
          internet-gateway: igw
          subnets: {dmz: {cidr: [10.0.1.0/24, "2001:db8:1:1::/64"], zone: us-west-2a, network-acl: dmz}}
          network-acls: {dmz: {in: {100: \(acl)}, out: {100: allow all to 0.0.0.0/0}}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway, "::/0": internet-gateway}}}
          security-groups: {web: {in: [tcp/22 from 0.0.0.0/0, tcp/443 from 0.0.0.0/0]}}
          interfaces: {web: {subnet: dmz, groups: web, \(host)}}
      \(more)
      """
    return try load(yaml).lint([.adminPortExposed, .adminPortOpen]).findings.map(\.check.rawValue)
  }

  @Test func exposureNeedsAPath() throws {
    #expect(try exposed("ip: 10.0.1.5, public: 203.0.113.5") == ["admin-port-exposed"])
    #expect(try exposed("ip: 10.0.1.5") == ["admin-port-open"])
    // The group's rule is for IPv4.
    #expect(try exposed("ip: [10.0.1.5, 2001:db8:1:1::5]") == ["admin-port-open"])
    #expect(
      try exposed("ip: 10.0.1.5, public: 203.0.113.5", acl: "allow tcp/443 from 0.0.0.0/0") == [
        "admin-port-open"
      ])
    // Some addresses are not everybody.
    #expect(
      try exposed("ip: 10.0.1.5, public: 203.0.113.5", acl: "allow tcp/22 from 192.0.2.0/24") == [
        "admin-port-open"
      ])
  }

  /// Neither exposed nor not: the input doesn't say.
  @Test func unknownAccessListsAreNoExposure() throws {
    let yaml = """
      packetwalk: 1
      missing: {network-acls: }
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          defaults: false
          subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: dmz}}
          route-tables: {dmz: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {web: {in: tcp/22 from 0.0.0.0/0}}
          interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 203.0.113.5, groups: web}}
      """
    #expect(try load(yaml).lint([.adminPortExposed, .adminPortOpen]).findings.isEmpty)
  }

  @Test func listenersOnSuchPortsAreExposed() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
          security-groups: {db: {in: tcp/5432 from 10.0.0.0/16}}
          interfaces: {db: {subnet: dmz, ip: 10.0.1.5, groups: db}}
          target-groups: {db: {kind: ip, protocol: tcp, port: 5432, targets: 10.0.1.5, preserve-client-ip: false}}
          load-balancers:
            front:
              kind: network
              internet-facing: FACING
              nodes: {dmz: {ip: 10.0.1.20, public: 203.0.113.20}}
              listeners: {tcp/5432: db}
      """
    let facing = try lint(yaml.replacing("FACING", with: "true"), .adminPortExposed)
    #expect(facing == ["front: the internet reaches its listener on tcp/5432 (PostgreSQL)"])
    #expect(try lint(yaml.replacing("FACING", with: "false"), .adminPortExposed).isEmpty)
  }

  // MARK: Replies

  private func lost(in ingress: String, out egress: String, rule: String = "tcp/5432 from sg:web") throws
    -> [String]
  {
    try lint(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a}
            data: {cidr: 10.0.2.0/24, zone: us-west-2a, network-acl: data}
          network-acls: {data: {in: {\(ingress)}, out: {\(egress)}}}
          security-groups: {web: {}, db: {in: \(rule)}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5, groups: web}
            db: {subnet: data, ip: 10.0.2.9, groups: db}
      """, .aclBlocksReplies)
  }

  @Test func repliesNeedAnEntry() throws {
    let request = "100: allow tcp/5432 from 10.0.1.0/24"
    #expect(
      try lost(in: request, out: "100: allow tcp/443 to 0.0.0.0/0")
        == ["data: no egress entry admits the replies to tcp/5432 from web to db"])
    #expect(try lost(in: request, out: "100: allow tcp/32768-65535 to 10.0.1.0/24").isEmpty)
    #expect(
      try lost(in: request, out: "100: allow tcp/50000-65535 to 10.0.1.0/24")
        == ["data: no egress entry admits some of the replies to tcp/5432 from web to db"])
    // The request itself is stopped: nothing is lost.
    #expect(try lost(in: "100: allow tcp/443 from 10.0.1.0/24", out: "").isEmpty)
    // What is open to everything says nothing of what is meant.
    #expect(try lost(in: request, out: "", rule: "all from sg:web").isEmpty)
  }

  /// AWS's guide puts denials of single services before the entry for replies.
  @Test func shutServicesLoseNoReplies() throws {
    let request = "100: allow tcp/5432 from 10.0.1.0/24"
    #expect(
      try lost(in: request, out: "90: deny tcp/33389 to 0.0.0.0/0, 100: allow tcp/1024-65535 to 0.0.0.0/0")
        .isEmpty)
    #expect(
      try lost(
        in: request, out: "90: deny tcp/33000-50000 to 0.0.0.0/0, 100: allow tcp/1024-65535 to 0.0.0.0/0")
        == [
          "data: egress entry 90 deny tcp/33000-50000 to 0.0.0.0/0 denies some of the replies to tcp/5432 from web to db"
        ])
  }

  // MARK: References and gateways

  /// A group that the input doesn't hold may be another account's.
  @Test func groupsBeyondTheInputAreNotStale() throws {
    let text = """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a}}
          security-groups: {web: {in: "tcp/443 from sg:id:sg-0f00"}}
          interfaces: {web: {subnet: app, ip: 10.0.1.5, groups: web}}
      """
    #expect(try lint(text, .staleGroupReference).isEmpty)
  }

  /// What forwards and no more, and what translates, may be crossed one way.
  @Test(arguments: [("forward", true), ("snat", true), ("inspect", false)])
  func declaredMiddleboxes(word: String, isSilent: Bool) throws {
    let found = try lint(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: app}
            data: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: data}
            dmz: {cidr: 10.0.3.0/24, zone: us-west-2a}
          route-tables: {app: {routes: {10.0.2.0/24: interface:firewall}}, data: {}}
          security-groups: {open: {in: all from 10.0.0.0/16}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5, groups: open}
            db: {subnet: data, ip: 10.0.2.9, groups: open}
            firewall: {subnet: dmz, ip: 10.0.3.4, groups: open, source-dest-check: false, middlebox: \(word)}
      """, .asymmetricPath)
    #expect(found.isEmpty == isSilent, "\(found)")
  }

  /// What a public NAT gateway's subnet routes to may lead on.
  @Test(arguments: ["interface:firewall", "vpn-gateway:office"])
  func natGatewaysBehindInspection(target: String) throws {
    let found = try lint(
      """
      packetwalk: 1
      vpcs:
        shop:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          vpn-gateways: {office: {}}
          subnets:
            app: {cidr: 10.0.1.0/24, zone: us-west-2a}
            nat: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: nat}
          route-tables: {main: {routes: {0.0.0.0/0: "nat:nat"}}, nat: {routes: {0.0.0.0/0: "\(target)"}}}
          nat-gateways: {nat: {subnet: nat, ip: 10.0.2.9, public: 203.0.113.9}}
          interfaces:
            web: {subnet: app, ip: 10.0.1.5}
            firewall: {subnet: app, ip: 10.0.1.6, source-dest-check: false}
      """, .natWithoutWayOut)
    #expect(found.isEmpty)
  }
}
