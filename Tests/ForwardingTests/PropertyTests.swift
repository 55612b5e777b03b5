import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// What holds of every walk.
@Suite("Walk") struct PropertyTests {
  // MARK: Limits

  /// A network balancer in front of more targets than branches are walked, every second of which refuses.
  private func manyTargets(_ count: Int, group: String) -> String {
    var interfaces: [String] = []
    var names: [String] = []
    for number in 0..<count {
      let address = "10.1.\(number / 250).\(number % 250 + 4)"
      interfaces.append(
        "t\(number): {subnet: many, ip: \(address), groups: \(number % 2 == 0 ? "open" : "shut")}")
      names.append("t\(number)")
    }
    return """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/15
          subnets:
            node: {cidr: 10.0.1.0/24, zone: us-west-2a}
            many: {cidr: 10.1.0.0/16, zone: us-west-2a}
          security-groups: {open: {in: all from 0.0.0.0/0}, shut: {}, front: {\(group)}}
          interfaces:
            client: {subnet: node, ip: 10.0.1.5, groups: open}
            \(interfaces.joined(separator: "\n      "))
          target-groups: {web: {protocol: tcp, port: 80, targets: [\(names.joined(separator: ", "))]}}
          load-balancers:
            front: {kind: network, groups: front, nodes: {node: {ip: 10.0.1.20}}, listeners: {tcp/80: web}}
      """
  }

  @Test("Up to 4,096 distinct ways are walked; beyond, the answer is open and says so (PW_CHOICE_LIMIT)")
  func choiceLimit() throws {
    let few = try ask(
      manyTargets(1000, group: "in: all from 0.0.0.0/0"), from: "client", to: "lb:front", on: "tcp/80")
    #expect(few.verdict == .intermittent)
    #expect(!few.isChoiceLimitReached)
    let many = try ask(
      manyTargets(5000, group: "in: all from 0.0.0.0/0"), from: "client", to: "lb:front", on: "tcp/80")
    #expect(many.verdict == .undetermined)
    #expect(many.isChoiceLimitReached)
  }

  @Test("What is stopped before there is a choice stays settled, however many choices lie beyond")
  func choicesBeyond() throws {
    let answer = try ask(
      manyTargets(5000, group: "in: tcp/443 from 0.0.0.0/0"), from: "client", to: "lb:front", on: "tcp/80")
    #expect(answer.verdict == .unreachable)
    #expect(answer.blockers.first?.line == "forward ENI_SG_RULES_MISMATCH front")
    let isLimited = answer.isChoiceLimitReached
    #expect(!isLimited)
  }

  // MARK: Random networks

  /// A VPC of random filters and routes, and every pair of its hosts asked in both ways.
  @Test(
    "A walk that only decides and one that explains agree, and every obstacle has a reason", arguments: 0..<40
  )
  func randomNetworks(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let yaml = RandomNetwork.yaml(&random)
    let it = try load(yaml)
    for source in RandomNetwork.hosts + ["internet"] {
      for destination in RandomNetwork.hosts + ["internet"] where source != destination {
        let service = RandomNetwork.services.randomElement(using: &random) ?? "tcp/443"
        for answer in try askAll(it, from: source, to: destination, on: service) {
          let question: Comment = "seed \(seed): \(source) -> \(destination) \(service)\n\(yaml)"
          let directions = Set(answer.blockers.map(\.direction))
          switch answer.verdict {
          case .reachable: #expect(answer.blockers.isEmpty && answer.missing.isEmpty, question)
          case .undetermined: #expect(!answer.missing.isEmpty, question)
          case .intermittent: #expect(!directions.isEmpty && !answer.choices.isEmpty, question)
          case .noReply: #expect(directions.contains(.reply), question)
          case .unreachable: #expect(directions == [.forward], question)
          }
          #expect(answer.verdict == Verdict(delivered: answer.delivered, replied: answer.replied), question)
          if answer.delivered == .none { #expect(answer.replied == .none, question) }
        }
      }
    }
  }

  @Test("Asking twice gives the same answer", arguments: [1, 2, 3])
  func deterministic(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let yaml = RandomNetwork.yaml(&random)
    let texts = try (0..<2).map { _ in
      let it = try load(yaml)
      return try it.answers(to: Question(from: "a", to: "internet", on: "any"), isExplaining: true).flatMap {
        [$0.verdict.rawValue] + $0.blockers.map(\.line) + $0.trace
      }
    }
    #expect(texts[0] == texts[1])
  }

  // MARK: Verdicts

  @Test(
    "One function makes the verdict of both halves",
    arguments: [
      (Extent.all, Extent.all, Verdict.reachable), (.all, .some, .intermittent),
      (.some, .some, .intermittent),
      (.all, .none, .noReply), (.some, .none, .noReply), (.none, .none, .unreachable),
      (.unknown, .unknown, .undetermined), (.all, .unknown, .undetermined), (.unknown, .none, .undetermined),
    ])
  func verdicts(delivered: Extent, replied: Extent, verdict: Verdict) {
    #expect(Verdict(delivered: delivered, replied: replied) == verdict)
  }
}

/// Small networks with a bit of everything: groups, ACLs, a NAT gateway, an appliance, a public host.
private enum RandomNetwork {
  static let hosts = ["a", "b", "c", "d"]
  static let services = ["tcp/443", "tcp/22", "udp/53", "icmp/8", "tcp/1-65535", "proto/47"]

  static func yaml(_ random: inout SplitMix64) -> String {
    let ranges = ["0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/25", "198.51.100.0/24"]
    let ports = [
      "all", "tcp/443", "tcp/22", "tcp/1024-65535", "tcp/40000-50000", "udp all", "icmp all", "tcp all",
    ]
    func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
    func entries(_ word: String) -> String {
      (1...Int.random(in: 1...4, using: &random)).map { number in
        let action = Int.random(in: 0..<4, using: &random) == 0 ? "deny" : "allow"
        return "\(number * 10): \(action) \(pick(ports)) \(word) \(pick(ranges))"
      }.joined(separator: ", ")
    }
    func rules(_ word: String) -> String {
      let peers = ranges + ["sg:one", "sg:two", "pl:closed"]
      return (0..<Int.random(in: 0...3, using: &random)).map { _ in "\(pick(ports)) \(word) \(pick(peers))" }
        .joined(separator: ", ")
    }
    func routes() -> String {
      var targets = ["internet-gateway", "nat:nat", "interface:firewall", "blackhole of nat:nat", "local"]
      targets.shuffle(using: &random)
      let destinations = ["0.0.0.0/0", "198.51.100.0/24", "10.0.2.0/24"]
      return zip(destinations, targets).filter { _ in Bool.random(using: &random) }
        .filter { $0.1 != "local" }.map { "\($0): \($1)" }.joined(separator: ", ")
    }
    return """
      packetwalk: 1
      vpcs:
        v:
          cidr: 10.0.0.0/16
          internet-gateway: true
          subnets:
            one: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: one, network-acl: one}
            two: {cidr: 10.0.2.0/24, zone: us-west-2b, route-table: two, network-acl: \(pick(["default", "one", "two"]))}
            dmz: {cidr: 10.0.3.0/24, zone: us-west-2a, route-table: dmz}
          route-tables:
            main: {}
            one: {routes: {\(routes())}}
            two: {routes: {\(routes())}}
            dmz: {routes: {0.0.0.0/0: internet-gateway}}
          network-acls:
            default: {}
            one: {in: {\(entries("from"))}, out: {\(entries("to"))}}
            two: {in: {\(entries("from"))}, out: {\(entries("to"))}}
          security-groups:
            one: {in: [\(rules("from"))], out: [all to 0.0.0.0/0]}
            two: {in: [\(rules("from"))], out: [\(rules("to"))]}
            open: {in: [all from 0.0.0.0/0]}
          nat-gateways: {nat: {subnet: dmz, ip: 10.0.3.9, public: 203.0.113.9}}
          interfaces:
            a: {subnet: one, ip: 10.0.1.5, public: 203.0.113.5, groups: [one, open]}
            b: {subnet: one, ip: 10.0.1.6, groups: \(pick(["one", "two", "open"]))}
            c: {subnet: two, ip: 10.0.2.5, groups: [two\(pick(["", ", open", ", one"]))]}
            d: {subnet: dmz, ip: 10.0.3.5, public: 203.0.113.35, groups: \(pick(["one", "two", "open"]))}
            firewall: {subnet: dmz, ip: 10.0.3.4, groups: open, source-dest-check: \(pick(["true", "false"]))}
      prefix-lists: {closed: {entries: unknown}}
      """
  }
}
