import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

// `packetwalk.json` of a snapshot that was written here: what no call of AWS's prints and the model knows.

extension SnapshotReader {
  /// Whether a document holds what no call prints.
  static func isDeclared(_ root: JSONValue) -> Bool { root["packetwalk"]?["declared"] != nil }

  /// After the rest is read, since it is about what the calls printed.
  func readDeclared() {
    for document in declared {
      each(document, "externalNetworks", ExternalNetwork.kindName) { json throws(Unreadable) in
        topology.externalNetworks.append(try externalNetwork(json))
      }
      each(document, "unmodelled", "resource without a model") { json throws(Unreadable) in
        topology.unmodelled.append(
          UnmodelledResource(
            kind: try json.required("kind"), id: try json.required("id"), info: declaredInfo(json),
            vpc: json.id("vpc")))
      }
      readDeclaredInterfaces(document)
      readDeclaredFacts(document)
    }
  }

  private func each(
    _ document: JSONValue, _ key: String, _ kind: String, _ body: (JSONValue) throws(Unreadable) -> Void
  ) {
    guard let list = document.present(key) else { return }
    for json in list.elements {
      do throws(Unreadable) {
        try body(json)
        count(key, read: 1, modelled: 1)
      } catch {
        count(key, read: 1)
        reportLost(kind, json.text("id") ?? "", error)
      }
    }
  }

  /// After what the files themselves lack is known: what their source lacked.
  func settleDeclaredCoverage() {
    for document in declared {
      if topology.coverage.takenAt == nil {
        topology.coverage.takenAt = document["packetwalk"]?.text("takenAt")
      }
      guard let list = document.present("missing") else { continue }
      for json in list.elements {
        guard let kind = json.text("kind").flatMap(ResourceKind.init(rawValue:)) else {
          report(
            "PW_UNREADABLE_RESOURCE", .error, "", "it names no kind of resource that can be missing", at: json
          )
          continue
        }
        let missing = MissingKind(
          kind: kind, remedy: json.text("remedy") ?? "", isPartial: json["partial"]?.boolean ?? false)
        if let place = topology.coverage.missing.firstIndex(where: { $0.kind == kind }) {
          topology.coverage.missing[place] = missing
        } else {
          topology.coverage.missing.append(missing)
        }
      }
    }
  }

  // MARK: External networks

  private func externalNetwork(_ json: JSONValue) throws(Unreadable) -> ExternalNetwork {
    var ways: [ExternalNetwork.Way] = []
    for way in try json.list("ways") {
      let id = try way.required("id")
      switch try way.required("kind") {
      case "vpn-gateway": ways.append(.vpnGateway(.init(id)))
      case "vpn": ways.append(.vpnConnection(.init(id)))
      case "direct-connect": ways.append(.directConnectGateway(.init(id)))
      case "client-vpn": ways.append(.clientVPNEndpoint(.init(id)))
      case "attachment": ways.append(.transitGatewayAttachment(.init(id)))
      case "unmodelled": ways.append(.unmodelled(id))
      case let word: throw Unreadable("\(word) is no way to a network", at: way)
      }
    }
    var routes: [IPPrefix]?
    if let list = json.present("routes") { routes = try Self.prefixes(list) }
    return ExternalNetwork(
      id: try json.requiredID("id"), info: declaredInfo(json),
      ranges: try json.present("ranges").map { value throws(Unreadable) in try Self.prefixes(value) } ?? [],
      ways: ways, isUp: try json.flag("up") ?? true, routes: routes)
  }

  private func declaredInfo(_ json: JSONValue) -> ResourceInfo {
    var info = ResourceInfo(origin: origin(json))
    if let tags = json["tags"] { read(tags, into: &info) }
    info.name = json.text("name")
    info.account = json.text("account")
    info.region = json.text("region")
    return info
  }

  private static func prefixes(_ list: JSONValue) throws(Unreadable) -> [IPPrefix] {
    var prefixes: [IPPrefix] = []
    for element in list.elements {
      guard let prefix = element.string.flatMap({ IPPrefix($0) }) else {
        throw Unreadable("\(element.shown) is no CIDR block", at: element)
      }
      prefixes.append(prefix)
    }
    return prefixes
  }

  // MARK: Facts about what the calls printed

  private func readDeclaredInterfaces(_ document: JSONValue) {
    var places: [String: Int] = [:]
    for (place, interface) in topology.networkInterfaces.enumerated() {
      places[interface.id.rawValue] = place
    }
    each(document, "interfaces", "declaration about an interface") { json throws(Unreadable) in
      let id = try json.required("id")
      guard let place = places[id] else { throw Unreadable("there is no network interface \(id)", at: json) }
      if let word = json.text("middlebox") {
        guard let middlebox = Middlebox(rawValue: word) else {
          throw Unreadable("\(word) is nothing that is done with packets", at: json)
        }
        topology.networkInterfaces[place].middlebox = middlebox
      }
      if let text = json.text("ephemeralPorts") {
        guard let ports = PortRange(text) else { throw Unreadable("\(text) is no range of ports", at: json) }
        topology.networkInterfaces[place].ephemeralPorts = ports
      }
    }
  }

  private func readDeclaredFacts(_ document: JSONValue) {
    var facts: [[String]: ResourceInfo] = [:]
    each(document, "resources", "declaration") { json throws(Unreadable) in
      var info = ResourceInfo(address: json.text("address"))
      for exception in try json.list("lint") {
        info.lintExceptions.append(
          LintException(
            check: try exception.required("check"), reason: try exception.required("reason"),
            origin: origin(exception)))
      }
      facts[[try json.required("kind"), try json.required("id")]] = info
    }
    guard !facts.isEmpty else { return }
    var visitor = FactVisitor(topology: topology, facts: facts)
    Topology.visitResources(&visitor)
    topology = visitor.topology
    for place in topology.unmodelled.indices {
      let thing = topology.unmodelled[place]
      Self.add(
        facts[[Self.unmodelledFacts, "\(thing.kind) \(thing.id)"]], to: &topology.unmodelled[place].info)
    }
    for place in topology.unassociatedAddresses.indices {
      let key = [Self.addressFacts, topology.unassociatedAddresses[place].allocation]
      Self.add(facts[key], to: &topology.unassociatedAddresses[place].info)
    }
  }

  /// What declarations call the kinds that are no resources of their own.
  static let unmodelledFacts = "resource without a model"
  static let addressFacts = "Elastic IP address"

  private static func add(_ facts: ResourceInfo?, to info: inout ResourceInfo) {
    guard let facts else { return }
    info.address = facts.address
    info.lintExceptions = facts.lintExceptions
  }

  /// Whether what was written had no VPC to begin with, as parts of networks may have none.
  var isDeclaredWithoutVPCs: Bool {
    declared.contains { $0["packetwalk"]?["withoutVPCs"]?.boolean ?? false }
  }
}

/// Gives resources what a declaration says of them.
private struct FactVisitor: ResourceVisitor {
  var topology: Topology
  let facts: [[String]: ResourceInfo]

  mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
    for place in topology[keyPath: path].indices {
      guard let info = facts[[R.kindName, topology[keyPath: path][place].id.rawValue]] else { continue }
      topology[keyPath: path][place].info.address = info.address
      topology[keyPath: path][place].info.lintExceptions = info.lintExceptions
    }
  }
}
