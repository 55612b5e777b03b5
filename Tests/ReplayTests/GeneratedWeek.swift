import PacketWalkTestSupport

/// A week of traffic in a small shop, made up by a seed: who talks to whom is fixed, who exactly, when and from which port
/// is not. Records are what the interfaces at both ends would log, with TCP flags, windows without traffic among them.
struct GeneratedWeek {
  /// Three rules nothing uses, one has ten ports of which one is used, and everything else is as it has to be.
  static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets:
          front: {cidr: 10.0.1.0/24, zone: us-west-2a, route-table: public}
          back: {cidr: 10.0.2.0/24, zone: us-west-2a}
          data: {cidr: 10.0.3.0/24, zone: us-west-2a}
        route-tables: {public: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          web: {in: tcp/443 from 0.0.0.0/0, out: tcp/8080 to sg:app}
          app:
            in: [tcp/8080-8089 from sg:web, tcp/9200 from sg:batch]
            out: [tcp/5432 to sg:db, tcp/6379 to sg:cache]
          batch: {in: [], out: tcp/5432 to sg:db}
          db: {in: [tcp/5432 from sg:app, tcp/5432 from sg:batch, tcp/22 from 10.0.0.0/16], out: []}
          cache: {in: [tcp/6379 from sg:app, udp/161 from 10.0.9.0/24], out: []}
        interfaces:
          web-1: {subnet: front, ip: 10.0.1.11, public: 203.0.113.11, groups: web}
          web-2: {subnet: front, ip: 10.0.1.12, public: 203.0.113.12, groups: web}
          app-1: {subnet: back, ip: 10.0.2.11, groups: app}
          app-2: {subnet: back, ip: 10.0.2.12, groups: app}
          app-3: {subnet: back, ip: 10.0.2.13, groups: app}
          batch-1: {subnet: back, ip: 10.0.2.21, groups: batch}
          db-1: {subnet: data, ip: 10.0.3.11, groups: db}
          db-2: {subnet: data, ip: 10.0.3.12, groups: db}
          cache-1: {subnet: data, ip: 10.0.3.21, groups: cache}

    """

  static let header =
    "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status "
    + "tcp-flags\n"

  private static let addresses = [
    "web": ["10.0.1.11", "10.0.1.12"], "app": ["10.0.2.11", "10.0.2.12", "10.0.2.13"],
    "batch": ["10.0.2.21"], "db": ["10.0.3.11", "10.0.3.12"], "cache": ["10.0.3.21"],
  ]
  private static let names = [
    "10.0.1.11": "web-1", "10.0.1.12": "web-2", "10.0.2.11": "app-1", "10.0.2.12": "app-2",
    "10.0.2.13": "app-3", "10.0.2.21": "batch-1", "10.0.3.11": "db-1", "10.0.3.12": "db-2",
    "10.0.3.21": "cache-1",
  ]
  /// How often of a hundred, who asks whom, and at which port.
  private static let habits: [(share: Int, source: String, destination: String, port: Int)] = [
    (40, "internet", "web", 443), (25, "web", "app", 8080), (15, "app", "db", 5432),
    (15, "app", "cache", 6379), (5, "batch", "db", 5432),
  ]

  private var random: SplitMix64
  /// The first of November 2026, which is a Sunday.
  private var time = 1_793_491_200

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The lines of a log, about four for each connection.
  mutating func log(connections: Int) -> String {
    var text = Self.header
    let step = 7 * 86_400 / max(1, connections)
    for _ in 0..<connections {
      time += step
      text += connection()
      if Int.random(in: 0..<50, using: &random) == 0 { text += empty() }
      if Int.random(in: 0..<20, using: &random) == 0 { text += scan() }
    }
    return text
  }

  private mutating func connection() -> String {
    var share = Int.random(in: 0..<100, using: &random)
    guard
      let habit = Self.habits.first(where: { habit in
        defer { share -= habit.share }
        return share < habit.share
      })
    else { return "" }
    let source = address(habit.source)
    let destination = address(habit.destination)
    let port = Int.random(in: 32_768...60_999, using: &random)
    return [source, destination].compactMap { Self.names[$0] }.map { interface in
      record(interface, source, destination, "\(port) \(habit.port)", "ACCEPT", flags: 3)
        + record(interface, destination, source, "\(habit.port) \(port)", "ACCEPT", flags: 19)
    }.joined()
  }

  private mutating func address(_ group: String) -> String {
    guard let addresses = Self.addresses[group] else {
      let octets = (0..<3).map { _ in Int.random(in: 0...255, using: &random) }
      return "\(Int.random(in: 20...99, using: &random)).\(octets[0]).\(octets[1]).\(octets[2])"
    }
    return addresses[Int.random(in: 0..<addresses.count, using: &random)]
  }

  /// Somebody tries what the groups stop.
  private mutating func scan() -> String {
    let port = [22, 23, 3389, 5432][Int.random(in: 0..<4, using: &random)]
    let target = address("web")
    let source = Int.random(in: 1_024...65_535, using: &random)
    return record(
      Self.names[target] ?? "", address("internet"), target, "\(source) \(port)", "REJECT", flags: 2)
  }

  private func empty() -> String {
    "5 cache-1 - - - - - - - \(time) \(time + 60) - NODATA -\n"
  }

  private mutating func record(
    _ interface: String, _ source: String, _ destination: String, _ ports: String, _ action: String,
    flags: Int
  ) -> String {
    let packets = Int.random(in: 4...400, using: &random)
    return
      "5 \(interface) \(source) \(destination) \(ports) 6 \(packets) \(packets * 200) \(time) \(time + 59) \(action) OK \(flags)\n"
  }
}
