import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology
import Testing

/// What is proposed for one thing that is wrong.
@Suite struct FixTests {
  /// A network, a question about it and the fixes, each as its edits' texts.
  struct Case: CustomTestStringConvertible {
    var name: String
    var yaml: String
    var question: Question
    var fixes: [[String]]
    var goal = FixReport.Goal.reachable

    init(
      _ name: String, _ yaml: String, _ ends: (String, String, String), through: String? = nil,
      _ fixes: [[String]], goal: FixReport.Goal = .reachable
    ) {
      self.name = name
      self.yaml = yaml
      question = Question(from: ends.0, to: ends.1, on: ends.2, through: through)
      self.fixes = fixes
      self.goal = goal
    }

    var testDescription: String { name }
  }

  @Test(arguments: groups + accessLists + routes + addresses + cuts) func proposes(_ wanted: Case) throws {
    let network = try load(wanted.yaml)
    let report = try network.fixes(for: wanted.question, goal: wanted.goal)
    #expect(report.fixes.map { Self.texts($0, network) } == wanted.fixes, "\(report.advice)")
    for fix in report.fixes {
      let after = Network(try network.topology.applying(fix.edits))
      for answer in try after.answers(to: wanted.question) {
        #expect(
          wanted.goal == .reachable ? answer.verdict == .reachable : answer.delivered == .none)
      }
    }
    // The same again: nothing depends on the order of sets and dictionaries.
    let again = try network.fixes(for: wanted.question, goal: wanted.goal)
    #expect(again.fixes.map(\.steps) == report.fixes.map(\.steps))
  }

  private static func texts(_ fix: Fix, _ network: Network) -> [String] {
    zip(fix.steps, EditText.texts(fix.edits, on: network.topology)).map { step, text in
      if case .associateAddress(let id, _, _) = step { return "Elastic IP for \(id)" }
      return text
    }
  }

  /// Two subnets of one VPC.
  private static func street(_ more: String, _ tables: String = "") -> String {
    """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          app: {cidr: 10.0.1.0/24, zone: us-west-2a, network-acl: app, route-table: app}
          data: {cidr: 10.0.2.0/24, zone: us-west-2b, route-table: data}
          public: {cidr: 10.0.3.0/24, zone: us-west-2b, route-table: public}
        route-tables:
          public: {routes: {0.0.0.0/0: internet-gateway}}
          data: {routes: {}}
          app: {routes: {\(tables)}}
    \(more)
    """
  }

  private static let openACL =
    "    network-acls: {app: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}}\n"

  private static let hosts = """
        interfaces:
          web: {subnet: app, ip: 10.0.1.10, groups: [all, web]}
          batch: {subnet: app, ip: 10.0.1.11, groups: [all]}
          db: {subnet: data, ip: 10.0.2.10, groups: [db, all]}
    """

  static let groups: [Case] = [
    Case(
      "the smallest of several groups at both ends",
      street(
        openACL + "    security-groups: {all: {in: []}, web: {in: []}, db: {in: []}}\n" + hosts),
      ("web", "db", "tcp/5432"), [["sg:db +in tcp/5432 from sg:web"]]),
    Case(
      "both sides",
      street(
        openACL
          + "    security-groups: {all: {in: [], out: []}, web: {in: [], out: []}, db: {in: [], out: []}}\n"
          + hosts),
      ("web", "db", "tcp/5432"),
      [["sg:web +out tcp/5432 to sg:db", "sg:db +in tcp/5432 from sg:web"]]),
    Case(
      "a group that is admitted already, too",
      street(
        openACL
          + "    security-groups: {all: {in: []}, web: {in: []}, clients: {in: []}, db: {in: [tcp/5432 from sg:clients]}}\n"
          + hosts),
      ("web", "db", "tcp/5432"), [["sg:db +in tcp/5432 from sg:web"], ["web +sg:clients"]]),
    Case(
      "one rule for what shares a group",
      street(openACL + "    security-groups: {all: {in: []}, web: {in: []}, db: {in: []}}\n" + hosts),
      ("subnet:app", "db", "tcp/5432"), [["sg:db +in tcp/5432 from sg:all"]]),
    Case(
      "an address where the groups are lost on the way",
      """
      packetwalk: 1
      vpcs:
        east:
          region: us-east-1
          cidr: 10.1.0.0/16
          subnets: {app: {cidr: 10.1.1.0/24, zone: us-east-1a}}
          route-tables: {main: {routes: {10.2.0.0/16: peering:both}}}
          security-groups: {web: {in: []}}
          interfaces: {web: {subnet: app, ip: 10.1.1.5, groups: web}}
        west:
          region: us-west-2
          cidr: 10.2.0.0/16
          subnets: {data: {cidr: 10.2.1.0/24, zone: us-west-2a}}
          route-tables: {main: {routes: {10.1.0.0/16: peering:both}}}
          security-groups: {db: {in: []}}
          interfaces: {db: {subnet: data, ip: 10.2.1.5, groups: db}}
      peerings:
        both: {requester: {vpc: east, region: us-east-1}, accepter: {vpc: west, region: us-west-2}}
      """,
      ("web", "db", "tcp/5432"), [["sg:db +in tcp/5432 from 10.1.1.5/32"]]),
    Case(
      "the whole internet, since it was asked about",
      street(
        openACL
          + "    security-groups: {web: {in: []}}\n    interfaces: {web: {subnet: public, ip: 10.0.3.10, public: 203.0.113.10, groups: web}}"
      ),
      ("internet", "web", "tcp/443"), [["sg:web +in tcp/443 from 0.0.0.0/0"]]),
    Case(
      "one address of the internet",
      street(
        openACL
          + "    security-groups: {web: {in: []}}\n    interfaces: {web: {subnet: public, ip: 10.0.3.10, public: 203.0.113.10, groups: web}}"
      ),
      ("198.51.100.7", "web", "tcp/443"), [["sg:web +in tcp/443 from 198.51.100.7/32"]]),
  ]

  private static let plain = """
        security-groups: {open: {in: [all from 0.0.0.0/0]}}
        interfaces:
          web: {subnet: app, ip: 10.0.1.10, groups: open}
          db: {subnet: data, ip: 10.0.2.10, groups: open}
    """

  static let accessLists: [Case] = [
    Case(
      "before the entry that denies",
      street(
        "    network-acls: {app: {in: {100: allow all from 0.0.0.0/0}, out: {50: deny tcp/5432 to 10.0.0.0/16, 100: allow all to 0.0.0.0/0}}}\n"
          + plain),
      ("web", "db", "tcp/5432"),
      [["acl:app out 40 allow tcp/5432 to 10.0.2.10/32"]]),
    Case(
      "where no number is free before it, in its place",
      street(
        "    network-acls: {app: {in: {100: allow all from 0.0.0.0/0}, out: {1: deny tcp/5432 to 10.0.0.0/16, 100: allow all to 0.0.0.0/0}}}\n"
          + plain),
      ("web", "db", "tcp/5432"),
      [["acl:app out 1 allow tcp/5432 to 10.0.2.10/32"]]),
    Case(
      "replies, to the client's own ports",
      street(
        "    network-acls: {app: {in: {100: allow tcp/443 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}}\n"
          + plain),
      ("web", "db", "tcp/5432"),
      [["acl:app in 110 allow tcp/32768-60999 from 10.0.2.10/32"]]),
    Case(
      "no more ports than are missing",
      street(
        "    network-acls: {app: {in: {100: allow tcp/40000-65535 from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}}\n"
          + plain),
      ("web", "db", "tcp/5432"),
      [["acl:app in 110 allow tcp/32768-39999 from 10.0.2.10/32"]]),
  ]

  private static let nats = """
        nat-gateways:
          nat-b: {subnet: public, ip: 10.0.3.9, public: 203.0.113.9}
    """

  static let routes: [Case] = [
    Case(
      "a NAT gateway, or an address of one's own", street(openACL + nats + "\n" + plain),
      ("web", "internet", "tcp/443"),
      [
        ["rtb:app 0.0.0.0/0 via nat:nat-b"],
        ["rtb:app 0.0.0.0/0 via internet-gateway", "Elastic IP for web"],
      ]),
    Case(
      "in the place of a blackhole",
      street(openACL + nats + "\n" + plain, "0.0.0.0/0: blackhole of interface:db"),
      ("web", "internet", "tcp/443"),
      [
        ["rtb:app 0.0.0.0/0 via nat:nat-b"],
        ["rtb:app 0.0.0.0/0 via internet-gateway", "Elastic IP for web"],
      ]),
    Case(
      "to the peer and back, past the default route", pair("0.0.0.0/0: internet-gateway"),
      ("web", "db", "tcp/5432"),
      [["rtb:a/main 10.2.1.0/24 via peering:both", "rtb:b/main 10.1.1.0/24 via peering:both"]]),
    Case(
      "to a service by its endpoint",
      street(
        openACL + "    endpoints: {s3: {kind: gateway, service: com.amazonaws.us-west-2.s3}}\n" + plain, ""
      ) + "\nprefix-lists:\n  s3: {list-name: com.amazonaws.us-west-2.s3, entries: [198.51.100.0/24]}",
      ("web", "198.51.100.5", "tcp/443"),
      [
        ["rtb:app pl:s3 via endpoint:s3"],
        ["rtb:app 198.51.100.5/32 via internet-gateway", "Elastic IP for web"],
      ]),
  ]

  private static func pair(_ route: String) -> String {
    """
    packetwalk: 1
    vpcs:
      a:
        cidr: 10.1.0.0/16
        internet-gateway: igw
        subnets: {app: {cidr: 10.1.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {\(route)}}}
        security-groups: {open: {in: [all from 0.0.0.0/0]}}
        interfaces: {web: {subnet: app, ip: 10.1.1.5, public: 203.0.113.5, groups: open}}
      b:
        cidr: 10.2.0.0/16
        subnets: {data: {cidr: 10.2.1.0/24, zone: us-west-2a}}
        route-tables: {main: {routes: {}}}
        security-groups: {open: {in: [all from 0.0.0.0/0]}}
        interfaces: {db: {subnet: data, ip: 10.2.1.5, groups: open}}
    peerings:
      both: {requester: a, accepter: b}
    """
  }

  static let addresses: [Case] = [
    Case(
      "an address that nobody holds yet",
      street(openACL + plain, "0.0.0.0/0: internet-gateway")
        + "\nunassociated-addresses:\n  eipalloc-1: 203.0.113.77",
      ("web", "internet", "tcp/443"), [["web public 203.0.113.77"]]),
    Case(
      "an address that is still to be had", street(openACL + plain, "0.0.0.0/0: internet-gateway"),
      ("web", "internet", "tcp/443"), [["Elastic IP for web"]]),
  ]

  static let cuts: [Case] = [
    Case(
      "the pair alone, or the rule", street(openACL + plain), ("web", "db", "tcp/5432"),
      [
        ["acl:app out 90 deny tcp/5432 to 10.0.2.10/32"],
        ["acl:default in 90 deny tcp/5432 from 10.0.1.10/32"], ["sg:open -out all to 0.0.0.0/0"],
      ], goal: .unreachable),
    Case(
      "all rules that admit it",
      street(
        openACL + """
              security-groups:
                web: {in: []}
                db: {in: [tcp/5432 from sg:web, tcp/5000-6000 from 10.0.1.0/24], out: []}
              interfaces:
                web: {subnet: app, ip: 10.0.1.10, groups: web}
                db: {subnet: app, ip: 10.0.1.20, groups: db}
          """),
      ("web", "db", "tcp/5432"),
      [
        ["sg:web -out all to 0.0.0.0/0"],
        ["sg:db -in tcp/5432 from sg:web", "sg:db -in tcp/5000-6000 from 10.0.1.0/24"],
      ], goal: .unreachable),
  ]
}
