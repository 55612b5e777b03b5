import PacketWalkForwarding
import PacketWalkQueries
import Testing

/// AWS Network Firewall: A9 of the rules.
@Suite("NFW") struct NetworkFirewallTests {
  /// A host whose traffic with the internet, and with another subnet, passes the firewall both ways.
  private func yaml(
    policy: String = "stateful: rules", groups: String = "rules: {rules: []}",
    out: String = "0.0.0.0/0: internet-gateway", edge: String = "10.0.1.0/24: \"endpoint:fw\"",
    blocking: String = "", more: String = ""
  ) -> String {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          app: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: app\(blocking)}
          data: {cidr: 10.0.2.0/24, zone: us-west-2a, route-table: data}
          firewall: {cidr: 10.0.9.0/28, zone: us-west-2a, route-table: out}
        route-tables:
          main: {}
          app: {routes: {0.0.0.0/0: "endpoint:fw", 10.0.2.0/24: "endpoint:fw"}}
          data: {routes: {10.0.1.0/24: "endpoint:fw"}}
          out: {routes: {\(out)}}
          edge: {gateways: internet-gateway, routes: {\(edge)}}
        security-groups: {open: {in: all from 0.0.0.0/0}, by-group: {in: all from sg:open}}
        endpoints: {fw: {kind: gateway-load-balancer, subnets: firewall}}
        interfaces:
          web: {subnet: app, ip: 10.0.1.5, public: 203.0.113.5, groups: open}
          db: {subnet: data, ip: 10.0.2.5, groups: open}
          closed: {subnet: data, ip: 10.0.2.6, groups: by-group}
    \(more)
    network-firewalls: {fw: {vpc: shop, policy: policy, endpoints: fw}}
    firewall-policies: {policy: {\(policy)}}
    rule-groups:
      \(groups)
    """
  }

  private func rules(_ rules: String..., sets: String = "") -> String {
    "rules: {rules: [\(rules.map { "'\($0)'" }.joined(separator: ", "))]\(sets)}"
  }

  @Test(
    "NFW-1: what is routed to a firewall's endpoint comes back from it if the rules pass it [Network Firewall guide]"
  )
  func nfw1() throws {
    let it = try load(yaml())
    let answer = try ask(it, from: "web", to: "internet", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.assumptions == [])
    #expect(answer.rules(.route).prefix(2) == ["0.0.0.0/0 -> fw", "0.0.0.0/0 -> igw"])
    expect(try ask(it, from: "internet", to: "web", on: "tcp/443"), .reachable)
    // SG-8: it takes the sender's groups away.
    expect(
      try ask(it, from: "web", to: "closed", on: "tcp/443"), .unreachable,
      "forward SG_REFERENCES_NOT_PRESERVED by-group")
  }

  @Test("NFW-1, X6: both directions must meet one endpoint [Network Firewall guide, asymmetric routing]")
  func nfw1Symmetric() throws {
    let past = try load(yaml(edge: ""))
    expect(
      try ask(past, from: "web", to: "internet", on: "tcp/443"), .noReply, "reply PW_INSPECTED_ONE_WAY fw")
    expect(try ask(past, from: "web", to: "internet", on: "udp/53"), .reachable)
    let inward = yaml().replacing("data: {routes: {10.0.1.0/24: \"endpoint:fw\"}}", with: "data: {}")
    expect(
      try ask(inward, from: "db", to: "web", on: "tcp/443"), .noReply, "reply PW_INSPECTION_NO_SESSION fw")
    // Unless the policy takes what it meets midstream.
    expect(
      try ask(
        inward.replacing("stateful: rules", with: "stateful: rules, midstream: continue"), from: "db",
        to: "web",
        on: "tcp/443"), .reachable)
  }

  @Test("NFW-2: stateless rules are asked by priority, for each packet by itself [Network Firewall guide]")
  func nfw2Stateless() throws {
    func stateless(_ rules: String, _ rest: String = "forward") -> String {
      yaml(policy: "stateless: [edge], stateless-default: \(rest)", groups: "edge: {stateless: [\(rules)]}")
    }
    let drop = "{priority: 20, action: drop, protocols: tcp, to: 192.0.2.0/24, ports: [80, 8000-8080]}"
    let it = try load(stateless(drop))
    for service in ["tcp/80", "tcp/8042"] {
      expect(
        try ask(it, from: "web", to: "192.0.2.7", on: service), .unreachable,
        "forward FIREWALL_RULES_RESTRICTION edge: 20 drop tcp from any to 192.0.2.0/24 ports 80,8000-8080")
    }
    expect(try ask(it, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(try ask(it, from: "web", to: "198.51.100.7", on: "tcp/80"), .reachable)
    // A lower number decides first, whatever the order of the list.
    expect(
      try ask(stateless("\(drop), {priority: 10, action: pass}"), from: "web", to: "192.0.2.7", on: "tcp/80"),
      .reachable)
    // Passed one way only: the default drops the answer.
    expect(
      try ask(
        stateless("{priority: 10, action: pass, to: 192.0.2.0/24}", "drop"), from: "web", to: "192.0.2.7",
        on: "tcp/80"),
      .noReply, "reply FIREWALL_RULES_RESTRICTION policy: default action")
    // Forwarded one way only: the stateful rules see half a connection.
    expect(
      try ask(
        stateless("{priority: 10, action: pass, from: 192.0.2.0/24}"), from: "web", to: "192.0.2.7",
        on: "tcp/80"),
      .noReply, "reply PW_INSPECTED_ONE_WAY fw")
  }

  @Test(
    "NFW-2: in the order of actions a pass comes before a drop, and what nothing matches passes [Network Firewall guide]"
  )
  func nfw2Action() throws {
    let groups = rules(
      "drop tcp any any -> 192.0.2.0/24 any (sid:1;)", "pass tcp 10.0.1.0/24 any -> 192.0.2.7 443 (sid:2;)",
      "alert ip any any -> any any (sid:3;)")
    let it = try load(yaml(groups: groups))
    expect(try ask(it, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(
      try ask(it, from: "web", to: "192.0.2.7", on: "tcp/80"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION rules: drop tcp any any -> 192.0.2.0/24 any (sid:1;)")
    expect(try ask(it, from: "web", to: "198.51.100.7", on: "tcp/80"), .reachable)
    expect(try ask(it, from: "web", to: "192.0.2.7", on: "udp/53"), .reachable)
  }

  @Test(
    "NFW-2: in strict order the first rule decides, and default actions the rest [Network Firewall guide]")
  func nfw2Strict() throws {
    let groups = """
      bans: {rules: ['drop ip any any -> 192.0.2.0/24 any (sid:1;)']}
        web: {rules: ['pass tcp any any -> any 443 (sid:2;)', 'drop tcp any any -> 198.51.100.0/24 443 (sid:3;)']}
      """
    func strict(_ order: String, _ rest: String) throws -> Network {
      try load(yaml(policy: "stateful: [\(order)], order: strict, default: [\(rest)]", groups: groups))
    }
    let bansFirst = try strict("bans, web", "drop_strict")
    expect(
      try ask(bansFirst, from: "web", to: "192.0.2.7", on: "tcp/443"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION bans: drop ip any any -> 192.0.2.0/24 any (sid:1;)")
    expect(try ask(bansFirst, from: "web", to: "198.51.100.7", on: "tcp/443"), .reachable)
    expect(
      try ask(bansFirst, from: "web", to: "198.51.100.7", on: "tcp/80"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION policy: default action")
    let byPriority = try strict("{group: bans, priority: 20}, {group: web, priority: 10}", "drop_strict")
    expect(try ask(byPriority, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    // A connection that is opened and never carries anything is none; a datagram is delivered, its answer not.
    let established = try strict("web", "drop_established, alert_established")
    expect(
      try ask(established, from: "web", to: "192.0.2.7", on: "tcp/80"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION policy: default action")
    expect(
      try ask(established, from: "web", to: "192.0.2.7", on: "udp/53"), .noReply,
      "reply FIREWALL_RULES_RESTRICTION policy: default action")
    expect(try ask(try strict("web", "alert_strict"), from: "web", to: "192.0.2.7", on: "tcp/80"), .reachable)
  }

  @Test("NFW-2: a rule has a direction; what a rule passed passes back by its state [Network Firewall guide]")
  func nfw2Direction() throws {
    func strict(_ rule: String) -> String {
      yaml(policy: "stateful: rules, order: strict, default: drop_strict", groups: rules(rule))
    }
    let oneWay = try load(strict("pass tcp 10.0.1.0/24 any -> any 443 (sid:1;)"))
    expect(try ask(oneWay, from: "web", to: "db", on: "tcp/443"), .reachable)
    expect(
      try ask(oneWay, from: "db", to: "web", on: "tcp/443"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION policy: default action")
    let both = try load(strict("pass tcp 10.0.1.0/24 any <> any any (sid:1;)"))
    expect(try ask(both, from: "db", to: "web", on: "tcp/443"), .reachable)
    // A rule about answers drops answers of what no rule has passed.
    expect(
      try ask(
        yaml(groups: rules("drop tcp any 443 -> any any (sid:1;)")), from: "web", to: "db", on: "tcp/443"),
      .noReply, "reply FIREWALL_RULES_RESTRICTION rules: drop tcp any 443 -> any any (sid:1;)")
    expect(
      try ask(
        yaml(
          groups: rules(
            "drop tcp any 443 -> any any (sid:1;)", "pass tcp any any -> any 443 (flow:to_server; sid:2;)")),
        from: "web", to: "db", on: "tcp/443"), .reachable)
  }

  @Test(
    "NFW-2: variables, lists and negations mean what Suricata means [Network Firewall guide, IP set references]"
  )
  func nfw2Variables() throws {
    func strict(_ rule: String, sets: String = "", more: String = "", policy: String = "") -> String {
      yaml(
        policy: "stateful: rules, order: strict, default: drop_strict\(policy)",
        groups: rules(rule, sets: sets),
        more: more)
    }
    let refused = "forward FIREWALL_RULES_RESTRICTION policy: default action"
    let outward = try load(strict("pass tcp $HOME_NET any -> $EXTERNAL_NET 443 (sid:1;)"))
    expect(try ask(outward, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(try ask(outward, from: "web", to: "db", on: "tcp/443"), .unreachable, refused)
    let narrow = try load(
      strict(
        "pass tcp $HOME_NET any -> [192.0.2.0/24,!192.0.2.7] $WEB (sid:1;)",
        sets: ", ports: {WEB: [80, \"8000:8010\", \"!8005\"]}"))
    expect(try ask(narrow, from: "web", to: "192.0.2.8", on: "tcp/8001"), .reachable)
    expect(try ask(narrow, from: "web", to: "192.0.2.8", on: "tcp/8005"), .unreachable, refused)
    expect(try ask(narrow, from: "web", to: "192.0.2.7", on: "tcp/80"), .unreachable, refused)
    // A group's home doesn't change what is external (Network Firewall guide, caveats).
    let ownHome = try load(
      strict("pass tcp any any -> $EXTERNAL_NET 443 (sid:1;)", sets: ", addresses: {HOME_NET: 192.0.2.0/24}"))
    expect(try ask(ownHome, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(try ask(ownHome, from: "web", to: "db", on: "tcp/443"), .unreachable, refused)
    let elsewhere = try load(
      strict("pass tcp $HOME_NET any -> any 443 (sid:1;)", policy: ", addresses: {HOME_NET: 10.7.0.0/16}"))
    expect(try ask(elsewhere, from: "web", to: "192.0.2.7", on: "tcp/443"), .unreachable, refused)
    let list = try load(
      strict(
        "pass tcp any any -> @partners any (sid:1;)", sets: ", prefix-lists: {partners: partners}",
        more: "prefix-lists: {partners: [192.0.2.0/24]}"))
    expect(try ask(list, from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(try ask(list, from: "web", to: "198.51.100.7", on: "tcp/443"), .unreachable, refused)
  }

  @Test(
    "NFW-2: a rule that looks into packets is undetermined where it decides, and silent elsewhere [Reachability Analyzer guide]"
  )
  func nfw2Content() throws {
    let content = "drop tls $HOME_NET any -> 192.0.2.0/24 443 (tls.sni; content:\"example.org\"; sid:1;)"
    let it = try load(yaml(groups: rules(content)))
    let answer = try ask(it, from: "web", to: "192.0.2.7", on: "tcp/443")
    expect(answer, .undetermined)
    #expect(
      answer.missing.map(\.what) == [
        "what the rules of rule group rules find inside of packets (FIREWALL_UNSUPPORTED_RULE_OPTIONS)"
      ])
    for (destination, service) in [
      ("192.0.2.7", "tcp/80"), ("198.51.100.7", "tcp/443"), ("192.0.2.7", "udp/443"),
    ] {
      expect(try ask(it, from: "web", to: destination, on: service), .reachable)
    }
    // Where everything else is dropped from the first packet on, no content is ever seen.
    expect(
      try ask(
        yaml(
          policy: "stateful: rules, order: strict, default: drop_strict",
          groups: rules("pass tls any any -> any 443 (tls.sni; content:\"example.org\"; sid:1;)")),
        from: "web", to: "192.0.2.7", on: "tcp/443"),
      .unreachable, "forward FIREWALL_RULES_RESTRICTION policy: default action")
    // A pass that is asked before decides; so does a drop that would come of it anyway.
    expect(
      try ask(
        yaml(groups: rules(content, "pass tcp any any -> any 443 (msg:\"a; b\"; sid:2; rev:1;)")),
        from: "web",
        to: "192.0.2.7", on: "tcp/443"), .reachable)
    expect(
      try ask(
        yaml(groups: rules(content, "drop tcp any any -> any 443 (sid:2;)")), from: "web", to: "192.0.2.7",
        on: "tcp/443"),
      .unreachable, "forward FIREWALL_RULES_RESTRICTION rules: drop tcp any any -> any 443 (sid:2;)")
  }

  @Test("NFW-2: lists of domains are undetermined for TCP outwards [Network Firewall guide, domain lists]")
  func nfw2Domains() throws {
    func domains(_ action: String) throws -> Network {
      try load(yaml(groups: "rules: {domains: {names: [.example.com], action: \(action)}}"))
    }
    for action in ["allow", "deny", "reject"] {
      let it = try domains(action)
      let answer = try ask(it, from: "web", to: "192.0.2.7", on: "tcp/443")
      expect(answer, .undetermined)
      #expect(
        answer.missing.map(\.what) == [
          "what rule group rules decides by names of domains (FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE)"
        ])
      expect(try ask(it, from: "web", to: "192.0.2.7", on: "udp/443"), .reachable)
      expect(try ask(it, from: "web", to: "db", on: "tcp/443"), .reachable)
    }
    expect(try ask(try domains("alert"), from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
  }

  @Test(
    "NFW-2: rule groups and policies that the input lacks are unknown, and may be overridden [Network Firewall API]"
  )
  func nfw2Unknown() throws {
    let managed = try ask(
      yaml(policy: "stateful: \"id:arn:aws-managed\""), from: "web", to: "192.0.2.7", on: "tcp/443")
    expect(managed, .undetermined)
    #expect(managed.missing.map(\.what) == ["the rules of rule group arn:aws-managed"])
    expect(
      try ask(
        yaml(policy: "stateful: {group: \"id:arn:aws-managed\", drop-to-alert: true}"), from: "web",
        to: "192.0.2.7", on: "tcp/443"), .reachable)
    let lost = try ask(
      yaml().replacing("policy: policy,", with: "policy: \"id:arn:gone\","), from: "web", to: "192.0.2.7",
      on: "tcp/443")
    expect(lost, .undetermined)
    #expect(lost.missing.map(\.what) == ["the policy of network firewall fw"])
  }

  @Test("NFW-2: ports that fare differently are told apart")
  func nfw2Ports() throws {
    let it = try load(yaml(groups: rules("drop tcp any any -> 192.0.2.0/24 [81:90,95] (sid:1;)")))
    let answers = try askAll(it, from: "web", to: "192.0.2.7", on: "tcp/80-100")
    #expect(
      answers.map { "\($0.service) \($0.verdict.rawValue)" } == [
        "tcp/80,91-94,96-100 reachable", "tcp/81-90,95 unreachable",
      ])
    // A client's port is a choice of the network's.
    let some = try ask(
      yaml(groups: rules("drop tcp any 40000:50000 -> any any (sid:1;)")), from: "web", to: "192.0.2.7",
      on: "tcp/80")
    expect(
      some, .intermittent,
      "forward FIREWALL_RULES_RESTRICTION rules: drop tcp any 40000:50000 -> any any (sid:1;)")
  }

  @Test("NFW-3, TGW-12: a firewall at a transit gateway is met by its attachment [Network Firewall guide]")
  func nfw3() throws {
    func hub(_ rule: String, table: String = "propagations: [left, right]") -> String {
      """
      packetwalk: 1
      vpcs:
        left:
          cidr: 10.1.0.0/16
          subnets: {a: {cidr: 10.1.1.0/24, zone: us-west-2a, route-table: out}}
          route-tables: {out: {routes: {10.0.0.0/8: transit-gateway:hub}}}
          interfaces: {a: {subnet: a, ip: 10.1.1.5}}
        right:
          cidr: 10.2.0.0/16
          subnets: {b: {cidr: 10.2.1.0/24, zone: us-west-2b, route-table: out}}
          route-tables: {out: {routes: {10.0.0.0/8: transit-gateway:hub}}}
          security-groups: {open: {in: all from 0.0.0.0/0}}
          interfaces: {b: {subnet: b, ip: 10.2.1.5, groups: open}}
      transit-gateways:
        hub:
          attachments:
            left: {vpc: left, subnets: a}
            right: {vpc: right, subnets: b}
            inspection: {kind: network-function, resource: fw}
          route-tables:
            spokes: {associations: [left, right], routes: {10.0.0.0/8: inspection}}
            inspected: {associations: inspection, \(table)}
      network-firewalls: {fw: {policy: policy, attachment: inspection}}
      firewall-policies: {policy: {stateful: rules}}
      rule-groups: {rules: {rules: ['\(rule)']}}
      """
    }
    let drop = "drop tcp any any -> 10.2.0.0/16 22 (sid:1;)"
    let it = try load(hub(drop))
    let answer = try ask(it, from: "a", to: "b", on: "tcp/443")
    expect(answer, .reachable)
    #expect(answer.rules(.route).contains("10.0.0.0/8 -> inspection"))
    expect(
      try ask(it, from: "a", to: "b", on: "tcp/22"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION rules: \(drop)")
    expect(
      try ask(hub(drop, table: "propagations: right"), from: "a", to: "b", on: "tcp/443"), .noReply,
      "reply TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT inspected")
    // Outside a VPC nothing says what home is.
    expect(
      try ask(hub("drop tcp $HOME_NET any -> any any (sid:1;)"), from: "a", to: "b", on: "tcp/443"),
      .undetermined)
  }

  @Test("NFW-4: further endpoints in other VPCs have the same policy [Network Firewall API]")
  func nfw4() throws {
    let yaml = yaml(groups: rules("drop tcp any any -> 192.0.2.0/24 any (sid:1;)")).replacing(
      "\nnetwork-firewalls: {fw: {vpc: shop, policy: policy, endpoints: fw}}",
      with: """

          other:
            cidr: 10.4.0.0/16
            internet-gateway: true
            subnets:
              app: {cidr: 10.4.1.0/24, zone: us-west-2a, route-table: app}
              firewall: {cidr: 10.4.9.0/28, zone: us-west-2a, route-table: out}
            route-tables:
              app: {routes: {0.0.0.0/0: "endpoint:fw-other"}}
              out: {routes: {0.0.0.0/0: internet-gateway}}
              edge: {gateways: internet-gateway, routes: {10.4.1.0/24: "endpoint:fw-other"}}
            endpoints: {fw-other: {kind: gateway-load-balancer, subnets: firewall}}
            interfaces: {host: {subnet: app, ip: 10.4.1.5, public: 203.0.113.44}}
        network-firewalls: {fw: {vpc: shop, policy: policy, endpoints: [fw, fw-other]}}
        """)
    expect(
      try ask(yaml, from: "host", to: "192.0.2.7", on: "tcp/443"), .unreachable,
      "forward FIREWALL_RULES_RESTRICTION rules: drop tcp any any -> 192.0.2.0/24 any (sid:1;)")
    expect(try ask(yaml, from: "host", to: "198.51.100.7", on: "tcp/443"), .reachable)
  }

  @Test(
    "NFW-5: whether the owner's account is active is in no output, and changes nothing; the firewall's state does [Network Firewall guide]"
  )
  func nfw5() throws {
    let closed = yaml().replacing("endpoints: fw}}", with: "endpoints: fw, available: false}}")
    expect(
      try ask(closed, from: "web", to: "192.0.2.7", on: "tcp/443"), .unreachable, "forward BAD_STATE fw")
    expect(
      try ask(
        yaml().replacing("endpoints: fw}}", with: "endpoints: fw, account: \"210987654321\"}}"), from: "web",
        to: "192.0.2.7", on: "tcp/443"), .reachable)
  }

  @Test(
    "BPA-3: a firewall's traffic is blocked though its subnet is excluded [VPC guide, Block Public Access]")
  func bpa3() throws {
    let answer = try ask(
      yaml(blocking: ", block-public-access: bidirectional"), from: "web", to: "192.0.2.7", on: "tcp/443")
    expect(answer, .unreachable, "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw")
    expect(try ask(yaml(), from: "web", to: "192.0.2.7", on: "tcp/443"), .reachable)
    let excluded =
      yaml() + """

        block-public-access: bidirectional
        public-access-exclusions: {all: {vpc: shop}}
        """
    expect(
      try ask(excluded, from: "web", to: "192.0.2.7", on: "tcp/443"), .unreachable,
      "forward VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw")
  }
}
