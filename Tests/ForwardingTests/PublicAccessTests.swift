import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// VPC Block Public Access: A14 of the rules.
@Suite("Block public access") struct PublicAccessTests {
  /// A web server behind a balancer and a NAT gateway; what is blocked where.
  private func shop(_ mode: String, dmz: String = "", app: String = "") -> String {
    func block(_ exception: String) -> String { exception.isEmpty ? mode : exception }
    return """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: dmz, block-public-access: "\(block(dmz))"}
            app: {cidr: 10.0.2.0/24, zone: us-west-2a, block-public-access: "\(block(app))"}
          route-tables: {main: {routes: {0.0.0.0/0: nat:nat}}, dmz: {routes: {0.0.0.0/0: internet-gateway}}}
          nat-gateways: {nat: {subnet: dmz, ip: 10.0.1.9, public: 203.0.113.9}}
          security-groups: {front: {in: tcp/443 from 0.0.0.0/0}, web: {in: tcp/8080 from sg:front}}
          interfaces:
            web: {subnet: app, ip: 10.0.2.5, groups: web}
            public: {subnet: dmz, ip: 10.0.1.5, public: 203.0.113.5, groups: front}
          target-groups: {web: {protocol: http, port: 8080, targets: web}}
          load-balancers:
            front:
              kind: application
              internet-facing: true
              groups: front
              nodes: {dmz: {ip: 10.0.1.20, public: 203.0.113.20}}
              listeners: {https/443: web}
      """
  }

  private let blocked = "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw"

  @Test(
    "BPA-2, T25: the subnet that meets the gateway counts, not the one behind it [VPC guide, block public access]"
  )
  func bpa2() throws {
    let excluded = try load(shop("bidirectional", dmz: "off"))
    expect(try ask(excluded, from: "internet", to: "web", on: "tcp/443", through: "lb:front"), .reachable)
    expect(try ask(excluded, from: "web", to: "internet", on: "tcp/443"), .reachable)
    let behind = try load(shop("bidirectional", app: "off"))
    expect(try ask(behind, from: "web", to: "internet", on: "tcp/443"), .unreachable, blocked)
    expect(try ask(behind, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
  }

  @Test("BPA-2, T25: blocked inwards, a NAT gateway may still go out [VPC guide, block public access]")
  func bpa2Ingress() throws {
    let it = try load(shop("ingress"))
    expect(try ask(it, from: "web", to: "internet", on: "tcp/443"), .reachable)
    expect(try ask(it, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
  }

  // MARK: Mode and exclusions

  /// The shop without AWS's word about its subnets, and the file's own words about modes.
  private func shop(modes: String, account: String = "") -> String {
    shop("off").replacing(#", block-public-access: "off""#, with: "")
      .replacing(
        "packetwalk: 1\n", with: "packetwalk: 1\naccount: \"123456789012\"\nregion: us-west-2\n\(modes)\n"
      )
      .replacing("cidr: 10.0.0.0/16\n", with: "cidr: 10.0.0.0/16\n\(account)")
  }

  @Test("BPA-1: an account's mode holds in a Region but for exclusions [VPC guide, block public access]")
  func bpa1() throws {
    let mode = "block-public-access: bidirectional"
    let all = try load(shop(modes: mode))
    expect(try ask(all, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
    expect(try ask(all, from: "web", to: "internet", on: "tcp/443"), .unreachable, blocked)
    for exclusion in ["vpc: v", "subnet: dmz"] {
      let it = try load(shop(modes: "\(mode)\npublic-access-exclusions: {x: {\(exclusion)}}"))
      expect(try ask(it, from: "internet", to: "public", on: "tcp/443"), .reachable)
      expect(try ask(it, from: "web", to: "internet", on: "tcp/443"), .reachable)
    }
    for exclusion in ["subnet: app", "subnet: dmz, in-force: false"] {
      let it = try load(shop(modes: "\(mode)\npublic-access-exclusions: {x: {\(exclusion)}}"))
      expect(try ask(it, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
    }
    let elsewhere = "block-public-access: [{mode: bidirectional, region: eu-west-1}, {mode: off}]"
    expect(try ask(load(shop(modes: elsewhere)), from: "internet", to: "public", on: "tcp/443"), .reachable)
  }

  @Test("BPA-1: an exclusion for egress lets out what begins inside [EC2 API, VpcBlockPublicAccessExclusion]")
  func bpa1Egress() throws {
    let exclusion = "public-access-exclusions: {x: {vpc: v, allow: egress}}"
    let it = try load(shop(modes: "block-public-access: bidirectional\n\(exclusion)"))
    expect(try ask(it, from: "public", to: "internet", on: "tcp/443"), .reachable)
    expect(try ask(it, from: "web", to: "internet", on: "tcp/443"), .reachable)
    expect(try ask(it, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
    // It says nothing where only what comes in is blocked.
    let ingress = try load(shop(modes: "block-public-access: ingress\n\(exclusion)"))
    expect(try ask(ingress, from: "public", to: "internet", on: "tcp/443"), .unreachable, blocked)
  }

  @Test("BPA-1: without the exclusions the mode alone decides nothing")
  func bpa1Unknown() throws {
    let missing = "missing: {public-access-exclusions: aws ec2 describe-vpc-block-public-access-exclusions}"
    let it = try load(shop(modes: "\(missing)\nblock-public-access: ingress"))
    let answer = try ask(it, from: "internet", to: "public", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(
      answer.missing.map(\.what) == [
        "the VPC Block Public Access mode and exclusions of account 123456789012 in us-west-2"
      ])
    // What AWS says of the subnet itself is enough.
    let stated = shop("off").replacing(
      "packetwalk: 1\n", with: "packetwalk: 1\n\(missing)\nblock-public-access: ingress\n")
    expect(try ask(stated, from: "internet", to: "public", on: "tcp/443"), .reachable)
    expect(
      try ask(
        load(shop(modes: "\(missing)\nblock-public-access: off")), from: "internet", to: "public",
        on: "tcp/443"), .reachable)
  }

  @Test("BPA-4: the mode of the subnet's owner holds for everybody in it [VPC guide, block public access]")
  func bpa4() throws {
    let owner = #"    account: "210987654321"\n"#.replacing("\\n", with: "\n")
    let guest = #"{mode: off, account: "123456789012"}"#
    let host = #"{mode: bidirectional, account: "210987654321"}"#
    let yaml = shop(modes: "block-public-access: [\(guest), \(host)]", account: owner)
      .replacing("public: {subnet: dmz,", with: #"public: {subnet: dmz, account: "123456789012","#)
    expect(try ask(yaml, from: "internet", to: "public", on: "tcp/443"), .unreachable, blocked)
    // The participant's own mode says nothing of the owner's.
    expect(
      try ask(
        shop(modes: "block-public-access: [\(guest)]", account: owner), from: "internet", to: "public",
        on: "tcp/443"),
      .undetermined)
  }

  // MARK: What else it stops

  @Test(
    "BPA-3: balancers that face the internet and egress-only gateways are blocked too [VPC guide, block public access]"
  )
  func bpa3() throws {
    let it = try load(shop("bidirectional"))
    let answer = try ask(it, from: "internet", to: "web", on: "tcp/443", through: "lb:front")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.map(\.code) == ["VPC_BLOCK_PUBLIC_ACCESS_ENABLED"])
    let six = shop("bidirectional").replacing("internet-gateway: igw", with: "egress-only-gateway: eigw")
      .replacing("cidr: 10.0.0.0/16", with: #"cidr: [10.0.0.0/16, "2001:db8:1::/56"]"#)
      .replacing("app: {cidr: 10.0.2.0/24,", with: #"app: {cidr: [10.0.2.0/24, "2001:db8:1:2::/64"],"#)
      .replacing("0.0.0.0/0: nat:nat", with: #"0.0.0.0/0: nat:nat, "::/0": egress-only-gateway"#)
      .replacing("dmz: {routes: {0.0.0.0/0: internet-gateway}}", with: "dmz: {}")
      .replacing("ip: 10.0.2.5,", with: #"ip: [10.0.2.5, "2001:db8:1:2::5"],"#)
      .replacing("web: {in: tcp/8080 from sg:front}", with: #"web: {in: [], out: ["all to ::/0"]}"#)
    expect(
      try ask(six, from: "web@2001:db8:1:2::5", to: "2001:db8:2::1", on: "tcp/443"), .unreachable,
      "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED eigw")
    expect(
      try ask(
        six.replacing("bidirectional", with: "ingress"), from: "web@2001:db8:1:2::5", to: "2001:db8:2::1",
        on: "tcp/443"),
      .reachable)
  }

  @Test("BPA-3: private ways are not affected [VPC guide, block public access]")
  func bpa3Private() throws {
    let yaml = """
      packetwalk: 1
      block-public-access: bidirectional
      vpcs:
        a:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.2.0.0/16: "transit-gateway:hub", 10.3.0.0/16: "peering:ac"}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5, groups: open}}
        b:
          cidr: 10.2.0.0/16
          subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: "transit-gateway:hub"}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
        c:
          cidr: 10.3.0.0/16
          subnets: {c: {cidr: 10.3.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: "peering:ac"}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {c: {subnet: c, ip: 10.3.1.5, groups: open}}
      peerings: {ac: {requester: a, accepter: c}}
      transit-gateways: {hub: {attachments: {a: {vpc: a, subnets: a}, b: {vpc: b, subnets: b}}}}
      """
    let it = try load(yaml)
    for far in ["b", "c"] { expect(try ask(it, from: "a", to: far, on: "tcp/443"), .reachable) }
    expect(try ask(it, from: "a", to: "10.1.0.2", on: "udp/53"), .reachable)
  }

  @Test(
    "BPA-2: behind a gateway's table the appliance's subnet decides, not the target's [VPC guide, block public access]"
  )
  func bpa2Edge() throws {
    func edge(dmz: String, app: String) -> String {
      """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: igw
          subnets:
            dmz: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: dmz, block-public-access: "\(dmz)"}
            app: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: app, block-public-access: "\(app)"}
          route-tables:
            edge: {gateways: internet-gateway, routes: {10.0.2.0/24: "interface:firewall"}}
            dmz: {routes: {0.0.0.0/0: internet-gateway}}
            app: {routes: {0.0.0.0/0: "interface:firewall"}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces:
            firewall: {subnet: dmz, ip: 10.0.1.5, public: 203.0.113.34, groups: open, source-dest-check: false}
            web: {subnet: app, ip: 10.0.2.5, public: 203.0.113.5, groups: open}
      """
    }
    let excluded = try load(edge(dmz: "off", app: "bidirectional"))
    expect(try ask(excluded, from: "internet", to: "web", on: "tcp/443"), .reachable)
    expect(try ask(excluded, from: "web", to: "internet", on: "tcp/443"), .reachable)
    let shut = try load(edge(dmz: "bidirectional", app: "off"))
    let answer = try ask(shut, from: "internet", to: "web", on: "tcp/443")
    expect(answer, .unreachable, blocked, further: ["reply VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw"])
    expect(
      try ask(shut, from: "web", to: "internet", on: "tcp/443"), .unreachable, blocked,
      further: ["reply VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw"])
  }
}
