import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  /// `packetwalk.json`: what no call of AWS's prints.
  mutating func writeDeclared() {
    let networks = topology.externalNetworks.filter { !clientNetworks.contains($0.id) }.map(json)
    let instances = Dictionary(
      topology.instances.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let interfaces = topology.networkInterfaces.compactMap { interface -> OutputJSON? in
      let usual = SnapshotReader.ephemeralPorts(
        interface.kind, interface.instance.flatMap { instances[$0] })
      let isUsual = interface.ephemeralPorts == usual
      guard interface.middlebox != nil || !isUsual else { return nil }
      return .object([
        "id": .id(interface.id), "middlebox": .optional(interface.middlebox?.rawValue),
        "ephemeralPorts": isUsual ? nil : .text(interface.ephemeralPorts.description),
      ])
    }
    var visitor = DeclaredFacts(topology: topology)
    Topology.visitResources(&visitor)
    for thing in topology.unmodelled {
      visitor.add(SnapshotReader.unmodelledFacts, "\(thing.kind) \(thing.id)", thing.info)
    }
    for address in topology.unassociatedAddresses {
      visitor.add(SnapshotReader.addressFacts, address.allocation, address.info)
    }
    // Kinds of which a call prints something are in its files.
    let kinds = Set(SnapshotKeys.unmodelled.values.map(\.kind))
    let unmodelled = topology.unmodelled.filter { !kinds.contains($0.kind) }.map(json)
    let missing = topology.coverage.missing.map {
      OutputJSON.object([
        "kind": .text($0.kind.rawValue), "remedy": .text($0.remedy), "partial": .flag($0.isPartial),
      ])
    }
    let lists = [
      ("externalNetworks", networks), ("unmodelled", unmodelled), ("interfaces", interfaces),
      ("resources", visitor.facts), ("missing", missing),
    ].filter { !$0.1.isEmpty }
    guard !lists.isEmpty || topology.coverage.takenAt != nil || topology.vpcs.isEmpty else { return }
    let head = OutputJSON.object([
      "declared": 1, "takenAt": .optional(topology.coverage.takenAt),
      "withoutVPCs": topology.vpcs.isEmpty ? true : nil,
    ])
    document("packetwalk.json", .members([("packetwalk", head)] + lists.map { ($0.0, .list($0.1)) }))
  }

  private func json(_ thing: UnmodelledResource) -> OutputJSON {
    .object([
      "kind": .text(thing.kind), "id": .text(thing.id), "name": .optional(thing.info.name),
      "account": .optional(thing.info.account), "region": .optional(thing.info.region),
      "tags": Self.tags(thing.info, name: false), "vpc": .id(thing.vpc),
    ])
  }

  private func json(_ network: ExternalNetwork) -> OutputJSON {
    let ways = network.ways.map { way -> OutputJSON in
      let (kind, id) =
        switch way {
        case .vpnGateway(let id): ("vpn-gateway", id.rawValue)
        case .vpnConnection(let id): ("vpn", id.rawValue)
        case .directConnectGateway(let id): ("direct-connect", id.rawValue)
        case .clientVPNEndpoint(let id): ("client-vpn", id.rawValue)
        case .transitGatewayAttachment(let id): ("attachment", id.rawValue)
        case .unmodelled(let id): ("unmodelled", id)
        }
      return .object(["kind": .text(kind), "id": .text(id)])
    }
    return .object([
      "id": .id(network.id), "name": .optional(network.info.name),
      "account": .optional(network.info.account), "region": .optional(network.info.region),
      "tags": Self.tags(network.info, name: false), "ranges": .texts(network.ranges), "ways": .list(ways),
      "up": .flag(network.isUp), "routes": network.routes.map { .texts($0) },
    ])
  }
}

/// Addresses in plans, and findings that are known and all right.
private struct DeclaredFacts: ResourceVisitor {
  let topology: Topology
  var facts: [OutputJSON] = []

  init(topology: Topology) { self.topology = topology }

  mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
    for resource in topology[keyPath: path] { add(R.kindName, resource.id.rawValue, resource.info) }
  }

  mutating func add(_ kind: String, _ id: String, _ info: ResourceInfo) {
    guard info.address != nil || !info.lintExceptions.isEmpty else { return }
    let exceptions = info.lintExceptions.map {
      OutputJSON.object(["check": .text($0.check), "reason": .text($0.reason)])
    }
    facts.append(
      .object([
        "kind": .text(kind), "id": .text(id), "address": .optional(info.address),
        "lint": exceptions.isEmpty ? nil : .list(exceptions),
      ]))
  }
}
