/// A made-up flow log of a made-up network's hosts, in the default format: what its services do all day, each use of one a
/// record of what was asked and one of the answer; 18 % of the records of those that nothing lets in; 1.5 % windows without
/// data or with data missing; of 0.5 % the opposite of what the groups say.
public struct SyntheticTraffic: FlowSource {
  private struct Place {
    var host: Host
    var vpc: Int
  }

  /// One direction of a use of a service.
  private struct Flow {
    var interface: String
    var source: String
    var destination: String
    var sourcePort: Int
    var destinationPort: Int
    var isAccepted: Bool
  }

  private let vpcs: [VPCPlan]
  private let hosts: [Place]
  /// By VPC and service, the hosts that hold its data, and those that serve it.
  private var data: [[[Host]]]
  private var apps: [[[Host]]]
  private var random: Randomness
  private var number = 0
  private var answer: Flow?

  /// Creates a log; the same seed makes the same records.
  public init(seed: UInt64, network: SyntheticNetwork) {
    random = Randomness(seed: seed)
    vpcs = network.vpcs
    hosts = network.vpcs.enumerated().flatMap { vpc, plan in
      plan.hosts.map { Place(host: $0, vpc: vpc) }
    }
    func byService(_ isWanted: (Host.Role) -> Bool) -> [[[Host]]] {
      network.vpcs.map { vpc in
        vpc.services.indices.map { service in
          vpc.hosts.filter { $0.service == service && isWanted($0.role) }
        }
      }
    }
    data = byService { $0 == .data }
    apps = byService { [.app, .worker, .lambda].contains($0) }
  }

  public mutating func append(to text: inout [UInt8]) {
    let flow = answer ?? request()
    answer =
      answer == nil && flow.isAccepted
      ? Flow(
        interface: flow.interface, source: flow.destination, destination: flow.source,
        sourcePort: flow.destinationPort, destinationPort: flow.sourcePort, isAccepted: true) : nil
    let line = FlowLine(interface: flow.interface, number: number)
    number += 1
    let kind = Int.random(in: 0..<1_000, using: &random)
    if kind < 15 { return line.append(gap: kind < 12 ? "NODATA" : "SKIPDATA", to: &text) }
    let isFlipped = Int.random(in: 0..<200, using: &random) == 0
    line.append(
      from: flow.source, flow.sourcePort, to: flow.destination, flow.destinationPort, 6,
      flow.isAccepted != isFlipped, &random, into: &text)
  }

  private mutating func request() -> Flow {
    let place = hosts[Int.random(in: 0..<hosts.count, using: &random)]
    let (host, service) = (place.host, place.host.service)
    // Answered ones make two records.
    if Int.random(in: 0..<100, using: &random) < 30 {
      return flow(
        outside, host, [23, 445, 3389, 8443][Int.random(in: 0..<4, using: &random)], at: host, false)
    }
    let bastion = vpcs[place.vpc].hosts[0]
    switch host.role {
    case .bastion: return flow(host.address, pick(apps[place.vpc][service]) ?? host, 22, at: host, true)
    case .data:
      guard Int.random(in: 0..<10, using: &random) > 0, let app = pick(apps[place.vpc][service]) else {
        return flow(bastion.address, host, 22, at: host, true)
      }
      return flow(app.address, host, Bool.random(using: &random) ? 5432 : 6379, at: host, true)
    case .app, .worker, .lambda:
      let choice = Int.random(in: 0..<10, using: &random)
      if choice == 0 { return flow(bastion.address, host, 22, at: host, true) }
      if choice < 6, let store = pick(data[place.vpc][service]) {
        return flow(host.address, store, 5432, at: host, true)
      }
      return flow(host.address, outside, 443, at: host)
    }
  }

  private mutating func flow(
    _ source: String, _ destination: Host, _ port: Int, at host: Host, _ isAccepted: Bool
  ) -> Flow {
    Flow(
      interface: host.id, source: source, destination: destination.address,
      sourcePort: Int.random(in: 32_768...60_999, using: &random), destinationPort: port,
      isAccepted: isAccepted)
  }

  private mutating func flow(_ source: String, _ destination: String, _ port: Int, at host: Host) -> Flow {
    Flow(
      interface: host.id, source: source, destination: destination,
      sourcePort: Int.random(in: 32_768...60_999, using: &random), destinationPort: port, isAccepted: true)
  }

  private mutating func pick(_ hosts: [Host]) -> Host? {
    hosts.isEmpty ? nil : hosts[Int.random(in: 0..<hosts.count, using: &random)]
  }

  /// An address outside that is nobody's here.
  private var outside: String {
    mutating get { SyntheticNetwork.text(UInt32.random(in: 11 << 24..<(100 << 24), using: &random)) }
  }
}
