import PacketWalkAddressing
import PacketWalkTopology

/// Global Accelerator: what comes to its public addresses enters the VPC by an interface of its own in the
/// endpoint's subnet, so that the endpoint needs no public address, its VPC an internet gateway all the same,
/// and Block Public Access stops it (MS-6, BPA-3). Network ACLs judge only what goes out, as the guide says.
extension GraphBuilder {
  /// The interfaces whose answers may return to an accelerator.
  mutating func findAcceleratedTargets() {
    for endpoint in topology.accelerators.flatMap(\.listeners).flatMap(\.endpoints)
    where endpoint.preservesClientIP {
      acceleratedTargets.formUnion(interfaces(of: endpoint))
    }
  }

  /// Where the internet hands over packets to an accelerator's addresses.
  mutating func acceleratorIn(_ place: Int) -> PortID {
    let element = ElementRef(.accelerator, place)
    guard topology.accelerators[place].isEnabled else { return port(element, .drop(.badState)) }
    var entries: [ListenerTable.Entry] = []
    for (number, listener) in topology.accelerators[place].listeners.enumerated() {
      let overridden = Set(listener.endpoints.flatMap(\.portOverrides.keys)).filter(listener.ports.contains)
      for family in AddressFamily.allCases {
        for ports in overridden.sorted().map({ PortRange($0) }) + [listener.ports] {
          let target = port(element, .choose(endpoints(of: listener, place, family, ports)))
          entries.append(
            ListenerTable.Entry(
              protocol: listener.protocol, ports: ports, family: family, target: target, listener: number))
        }
      }
    }
    listeners.append(
      ListenerTable(
        element: element, entries: entries, missCode: .acceleratorListener, portCode: .acceleratorListener))
    return port(element, .listen(ListenerID(listeners.count - 1)))
  }

  private mutating func endpoints(
    of listener: Accelerator.Listener, _ place: Int, _ family: AddressFamily, _ ports: PortRange
  ) -> ChoiceID {
    let element = ElementRef(.accelerator, place)
    var alternatives: [Choice.Alternative] = []
    var unknown: InputID?
    for endpoint in listener.endpoints where endpoint.isUsed {
      let targets = interfaces(of: endpoint)
      guard !targets.isEmpty, endpoint.preservesClientIP else {
        let name = topology.accelerators[place].displayName
        unknown = missingInput(
          targets.isEmpty
            ? "what endpoint \(endpoint.target.name) of accelerator \(name) leads to"
            : "the addresses that accelerator \(name) sends from to \(endpoint.target.name)", element)
        continue
      }
      for target in targets {
        guard let address = nodeAddress(target, family) else { continue }
        let port = endpoint.portOverrides[ports.first].flatMap { ports.first == ports.last ? $0 : nil }
        alternatives.append(
          Choice.Alternative(
            port: acceleratedPort(target, address, port, element),
            element: ElementRef(.networkInterface, target), address: address, targetPort: port, rule: 0))
      }
    }
    return choice(
      Choice(
        kind: .node, element: element, alternatives: alternatives, isPerDirection: false,
        emptyCode: .acceleratorEndpoint, unknown: unknown))
  }

  private mutating func acceleratedPort(
    _ target: Int, _ address: IPAddress, _ override: UInt16?, _ element: ElementRef
  ) -> PortID {
    let facts = interfaces[target]
    let here = InterfaceIndex(target)
    guard facts.vpc != strayVPC else { return facts.arrival }
    let port = makePort(element)
    let id = topology.vpcs[facts.vpc.value].id
    if !topology.internetGateways.contains(where: { $0.vpc == id }) {
      let input =
        topology.isMissing(.internetGateways)
        ? missingInput(
          "the internet gateway of VPC \(topology.vpcs[facts.vpc.value].displayName)",
          remedy: remedy(for: .internetGateways), element) : nil
      define(port, [input.map { .missing($0) } ?? .drop(.noInternetGateway)])
      return port
    }
    let back = makePort(element)
    define(
      back,
      [
        .sent(from: facts.subnet), .filter(accessFilters(of: facts.subnet).egress, .stateless),
        .sent(from: nil), .go(internetPort),
      ])
    // The service's own interface in the subnet, whose group may be referred to.
    let door = topology.networkInterfaces.indices.first {
      topology.networkInterfaces[$0].kind == .other("global_accelerator_managed")
        && interfaces[$0].subnet == facts.subnet
    }
    let identity: IdentityRule =
      door.map { .become(InterfaceIndex($0)) } ?? .lose(.groupReferenceNotPreserved)
    define(
      port,
      [
        rewrite(Rewrite(destination: .constant(address), destinationPort: override)), .identity(identity),
        .remember(.accelerator(here), resume: back),
      ] + publicAccess(.in(facts.vpc, via: nil)) + [.sent(from: facts.subnet), .go(facts.neighbour)])
    return port
  }

  private func interfaces(of endpoint: Accelerator.Endpoint) -> [Int] {
    switch endpoint.target {
    case .loadBalancer(let id):
      guard let balancer = index.loadBalancers[id] else { return [] }
      return topology.loadBalancers[balancer].nodes.compactMap { index.interfaces[$0] }
    case .instance(let id): return index.primaryInterface[id].map { [$0] } ?? []
    case .other: return []
    }
  }
}

extension Accelerator.Endpoint.Target {
  fileprivate var name: String {
    switch self {
    case .loadBalancer(let id): id.rawValue
    case .instance(let id): id.rawValue
    case .other(let id): id
    }
  }
}
