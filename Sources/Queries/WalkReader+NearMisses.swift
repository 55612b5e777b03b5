import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// Rules that would have let the packet pass but for one field: often the very rule that was meant to.
extension WalkReader {
  /// Up to three near misses of a filter whose implied deny stopped the packet, each with what fails.
  ///
  /// - Complexity: O(rules).
  func nearMisses(_ filter: Filter, _ header: Header) -> [String] {
    let address = filter.direction == .ingress ? header.source : header.destination
    let atom = graph.atoms.atom(of: address)
    let groups = groups(holding: address)
    var notes: [String] = []
    for rule in filter.rules where notes.count < 3 && rule.isAllow && !rule.isUnknown {
      let isReference = rule.group != Filter.noGroup
      let hasRemote =
        isReference ? groups.contains(rule.group) : rule.firstAtom <= atom && atom <= rule.lastAtom
      var failing: [String] = []
      if let text = protocolMismatch(rule, header) {
        failing.append(text)
      } else if let text = portMismatch(rule, header) {
        failing.append(text)
      }
      if !hasRemote { failing.append(remoteMismatch(isReference, filter, address)) }
      guard failing.count <= 1 else { continue }
      let resource = Int(rule.resource)
      let described =
        filter.kind == .groups
        ? network.describeGroupRule(
          graph.component(ElementRef(.securityGroup, resource)), resource, Int(rule.rule))
        : network.describeEntry(graph.component(ElementRef(.networkACL, resource)), resource, Int(rule.rule))
      // Every field matches: only the group identity that was lost on the way is missing.
      let reason = failing.first ?? "the sender's groups are not seen here"
      let origin = described.origin.fileAndLine
      let note = "near miss: \(described.rule ?? ""), but \(reason)" + (origin.isEmpty ? "" : "  \(origin)")
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  private func protocolMismatch(_ rule: Filter.Rule, _ header: Header) -> String? {
    guard rule.protocolNumber >= 0, rule.protocolNumber != Int16(header.protocol.rawValue) else { return nil }
    return "the protocol is \(header.protocol)"
  }

  private func portMismatch(_ rule: Filter.Rule, _ header: Header) -> String? {
    guard rule.protocolNumber >= 0 else { return nil }
    switch header.destinationPort {
    case .fixed(let port):
      return rule.firstPort <= port && port <= rule.lastPort ? nil : "the port is \(port)"
    case .variable(let place):
      let text = ports(place)
      return text.allSatisfy(\.isNumber) ? "the port is \(text)" : "the port is one of \(text)"
    case .none:
      guard header.protocol.hasICMPType else { return nil }
      let hasType = rule.icmpType < 0 || rule.icmpType == Int16(header.icmpType)
      return hasType ? nil : "the type is \(header.icmpType)"
    }
  }

  private func remoteMismatch(_ isReference: Bool, _ filter: Filter, _ address: IPAddress) -> String {
    guard isReference else {
      return "\(filter.direction == .ingress ? "the source" : "the destination") is \(address)"
    }
    return filter.direction == .ingress
      ? "the source \(address) is in no such group" : "the destination \(address) is in no such group"
  }

  /// The groups of whichever interface holds the address.
  private func groups(holding address: IPAddress) -> Set<UInt32> {
    var groups: Set<UInt32> = []
    for vpc in graph.vpcs {
      if let interface = vpc.owner(of: address)?.interface {
        groups.formUnion(graph.interfaces[interface.value].groups)
      }
    }
    return groups
  }
}
