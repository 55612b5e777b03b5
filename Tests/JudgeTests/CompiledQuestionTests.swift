import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Of a compiled model not all hosts are read for one question: the answer is that of the whole network, to its last hop.
@Suite struct CompiledQuestionTests {
  private static let iterations =
    Environment.value("PACKETWALK_JUDGE_ITERATIONS").flatMap(Int.init) ?? 6

  private struct Tally {
    var asked = 0
    var leftOut = 0
    var whole = 0
  }

  @Test func answersAreThoseOfTheWholeNetwork() throws {
    var tally = Tally()
    for seed in 1...UInt64(Self.iterations) {
      var generator = TopologyGenerator(seed: seed)
      var topology = generator.make()
      Self.addBystanders(to: &topology, &generator.random)
      try Self.compare(topology, &generator.random, questions: 40, "seed \(seed)", &tally)
    }
    print(
      "\(tally.asked) questions: \(tally.leftOut) hosts left out; \(tally.whole) needed the whole network")
    #expect(tally.leftOut > 10 * tally.asked)
    #expect(tally.whole < tally.asked / 4)
  }

  @Test(arguments: [
    "scenarios/petclinic/snapshot", "scenarios/flask-cicd/snapshot", "snapshots/three-tier",
    "snapshots/accounts", "ways/dual/describe", "ways/shop/network.yaml", "ways/hub/network.yaml",
    "documentation/network.yaml",
  ])
  func soAreThoseAboutInputsOfAllKinds(name: String) throws {
    var tally = Tally()
    var random = SplitMix64(seed: 7)
    let loaded = try TopologyLoader.load(path: Fixtures.path(name))
    try Self.compare(loaded.topology, &random, questions: 30, name, &tally)
    #expect(tally.asked > 0)
  }

  /// Hosts like any other, with names and addresses of their own, some of an instance with two interfaces, some of one
  /// name.
  private static func addBystanders(to topology: inout Topology, _ random: inout SplitMix64) {
    let groups = topology.securityGroups
    for number in 0..<40 {
      guard let subnet = topology.subnets.randomElement(using: &random),
        let prefix = subnet.prefixes.first(where: { $0.address.family == .ipv4 }),
        let address = prefix.address.advanced(by: UInt128(100 + number)), prefix.contains(address)
      else { continue }
      let own = groups.filter { $0.vpc == subnet.vpc }.map(\.id)
      let instance = number % 4 == 0 ? InstanceID("i-by-\(number / 8)") : nil
      if let instance, !topology.instances.contains(where: { $0.id == instance }) {
        topology.instances.append(
          Instance(id: instance, info: ResourceInfo(name: "by-instance-\(number % 8)"), state: "running"))
      }
      topology.networkInterfaces.append(
        NetworkInterface(
          id: .init("eni-by-\(number)"), info: ResourceInfo(name: "by-\(number % 30)"), subnet: subnet.id,
          addresses: [
            InterfaceAddress(
              address, publicAddress: number % 5 == 0 ? IPAddress("203.0.113.\(200 + number)") : nil,
              isPrimary: true)
          ], securityGroups: own.randomElement(using: &random).map { [$0] } ?? [], instance: instance))
    }
  }

  private static func compare(
    _ topology: Topology, _ random: inout SplitMix64, questions: Int, _ comment: String, _ tally: inout Tally
  ) throws {
    let findings = topology.validate()
    let bytes = CompiledModel.write(
      LoadedTopology(
        topology: topology, findings: findings, format: .native, documents: ["made"],
        validationCount: findings.count))
    let whole = Network(try CompiledModel.read(bytes, path: "-").topology)
    let names = names(of: topology)
    for _ in 0..<questions {
      guard let from = names.randomElement(using: &random), let to = names.randomElement(using: &random)
      else { continue }
      let part = try CompiledModel.read(bytes, path: "-", about: [from, to]).topology
      let leftOut = topology.networkInterfaces.count - part.networkInterfaces.count
      tally.asked += 1
      tally.leftOut += leftOut
      if leftOut == 0 { tally.whole += 1 }
      let service = ["tcp/443", "any", "udp/53"].randomElement(using: &random) ?? "any"
      let question = Question(from: from, to: to, on: service)
      #expect(
        text(Network(part), question) == text(whole, question), "\(comment): \(from) to \(to) \(service)")
    }
  }

  /// All by which hosts may be asked about, and some by which nothing is there.
  private static func names(of topology: Topology) -> [String] {
    var names = ["nobody", "10.99.99.99", "internet", "sg:web", "192.0.2.77"]
    for interface in topology.networkInterfaces {
      names.append(interface.id.rawValue)
      if let name = interface.info.name { names.append(name) }
      for address in interface.addresses {
        names += [address.address, address.publicAddress, address.carrierAddress].compactMap(\.?.description)
      }
    }
    for instance in topology.instances { names += [instance.id.rawValue, instance.info.name ?? "nobody"] }
    return names + topology.loadBalancers.map(\.shortName) + topology.natGateways.map(\.shortName)
  }

  /// Answers with every hop, or why there is none, but for the nearest names, which all of a network has to offer.
  private static func text(_ network: Network, _ question: Question) -> String {
    do throws(InputError) {
      let answers = try network.answers(to: question, isExplaining: true)
      return answers.map { JSONReport.line($0, includingHops: true) }.joined(separator: "\n")
    } catch {
      return "\(error.code) \(error.message)"
    }
  }
}
