import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTopology

/// Declarations that no snapshot can hold, in a file of their own: `packetwalk: 1` and `external:`, with the names
/// and identifiers of a topology of any format.
enum NativeOverlay {
  /// Adds what a file declares to a topology.
  ///
  /// - Throws: what reading throws; `noMatch` and `ambiguous` for references that lead nowhere or to several
  ///   things; `invalid` for what the topology has already.
  static func apply(_ path: String, to topology: inout Topology) throws(InputError) {
    let root = try YAMLDocument.parse(ByteInput.read(path), file: path)
    try NativeTopology.requireVersion(root, "a file for --with")
    let file = try YAMLFields(root, of: .overlay)
    var scope = NativeScope(names: names(of: topology))
    for pair in try file.pairs("external") {
      try NativeDeclarations.requireName(pair)
      var network = try scope.externalNetwork(pair)
      if let id = try YAMLFields(pair.value, of: .externalNetwork).text("id") {
        network = network.identified(by: id)
      }
      let isTaken = topology.externalNetworks.contains { $0.id == network.id || $0.shortName == pair.key }
      guard !isTaken else {
        throw InputError(
          .invalid, "the topology has an external network “\(pair.key)” already", at: pair.origin)
      }
      topology.externalNetworks.append(network)
      scope = NativeScope(names: names(of: topology))
    }
    topology.coverage.overlays.append(path)
    topology.coverage.setEntry("external", count: topology.externalNetworks.count)
  }

  /// All names of the topology, and the gateways without a model that only routes tell of.
  private static func names(of topology: Topology) -> NativeNames {
    var names = NativeNames(topology)
    for route in topology.routeTables.lazy.flatMap(\.routes) {
      guard case .unmodelled(_, let id) = route.target, !id.isEmpty,
        names.entries(.unmodelled, id: id).isEmpty
      else { continue }
      names.add(.unmodelled, .init(id: id, key: id, scope: nil, origin: route.origin))
    }
    return names
  }
}

extension ExternalNetwork {
  fileprivate func identified(by id: String) -> ExternalNetwork {
    ExternalNetwork(
      id: ExternalNetworkID(id), info: info, ranges: ranges, ways: ways, isUp: isUp, routes: routes)
  }
}
