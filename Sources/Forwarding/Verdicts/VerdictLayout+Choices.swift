import PacketWalkAddressing

/// Laying out where packets may go several ways, and how they are changed.
extension VerdictLayout {
  mutating func layOutChoices() {
    for choice in graph.choices {
      choices.append(
        FlatChoice(
          alternatives: alternatives.appendSpan(
            choice.alternatives.map { FlatAlternative(pc: pc($0.port), isUnhealthy: $0.isUnhealthy) }),
          isPerDirection: choice.isPerDirection, isNoted: choice.kind == .zone,
          isUnknown: choice.unknown != nil, needsWholeWalk: choice.doubt != nil))
    }
    for table in graph.zoneTables {
      let otherwise: FlatZoneTable.Otherwise
      var choice = FlatOp.none
      switch table.otherwise {
      case .drop: otherwise = .drop
      case .missing: otherwise = .missing
      case .any(let id): (otherwise, choice) = (.any, id.rawValue)
      }
      zoneTables.append(
        FlatZoneTable(
          vpc: table.vpc.rawValue,
          ports: zonePorts.appendSpan(
            table.ports.map { FlatZonePort(zone: $0.zone.rawValue, pc: pc($0.port)) }),
          otherwise: otherwise, choice: choice, isSticky: table.isSticky))
    }
    for table in graph.listeners {
      listeners.append(
        FlatListener(
          entries: listenerEntries.appendSpan(
            table.entries.map {
              FlatListenerEntry(
                protocol: $0.protocol.rawValue, first: $0.ports.first, last: $0.ports.last,
                takesIPv4: $0.family != .ipv6, takesIPv6: $0.family != .ipv4, pc: pc($0.target))
            })))
    }
  }

  mutating func layOutRewrites() {
    rewrites = graph.rewrites.map { change in
      var flat = FlatRewrite()
      switch change.source {
      case .keep: break
      case .constant(let address): (flat.source, flat.newSource) = (.constant, FlatAddress(address))
      case .publicAddress(let vpc, _): (flat.source, flat.sourceVPC) = (.mapped, vpc.rawValue)
      case .carrierAddress: flat.needsWholeWalk = true
      }
      switch change.destination {
      case .keep: break
      case .constant(let address):
        (flat.destination, flat.newDestination) = (.constant, FlatAddress(address))
      case .privateAddress(let vpc, _): (flat.destination, flat.destinationVPC) = (.mapped, vpc.rawValue)
      case .embeddedIPv4, .carrierPrivateAddress: flat.needsWholeWalk = true
      }
      if case .fresh(let range) = change.sourcePort {
        (flat.isFresh, flat.firstFresh, flat.lastFresh) = (true, range.first, range.last)
      }
      if let port = change.destinationPort { flat.destinationPort = .fixed(port) }
      return flat
    }
  }
}
