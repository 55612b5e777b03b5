import PacketWalkAddressing
import PacketWalkTopology

/// An appliance: an interface that is sent what is not addressed to it (SDC-2). What runs on it is declared
/// or else taken to forward; in every case the identity that groups read is lost (SG-8).
extension GraphBuilder {
  /// What an interface does with others' packets, after its groups have admitted them.
  mutating func forwarding(_ here: InterfaceIndex, _ facts: InterfaceFacts) -> [Op] {
    switch topology.networkInterfaces[here.value].middlebox {
    case nil: [.assume(.applianceForwards, unless: nil), .go(facts.start)]
    case .forward: [.go(facts.start)]
    case .snat: translating(here, facts)
    case .drop: [.drop(.middleboxDrops)]
    case .inspect: [.inspect(inspector(of: here)), .go(facts.start)]
    }
  }

  /// As a NAT gateway does it, but under the interface's own groups (NAT-3, SDC-2).
  private mutating func translating(_ here: InterfaceIndex, _ facts: InterfaceFacts) -> [Op] {
    let interface = topology.networkInterfaces[here.value]
    guard let own = interface.primaryAddress, own.family == .ipv4 else {
      let input = missingInput(
        "the address of network interface \(interface.displayName)",
        ElementRef(.networkInterface, here.value))
      return [.missing(input)]
    }
    return [
      .require(.family4, .natFamily, isFatal: true),
      .require(.mayBeginSession, .natWithoutSession, isFatal: true),
      rewrite(Rewrite(source: .constant(own), sourcePort: .fresh(.anyEphemeral))),
      .identity(.lose(.groupReferenceNotPreserved)),
      .remember(.natInstance(here), resume: facts.start), .go(facts.start),
    ]
  }

  /// The interfaces of one instance share what it knows.
  mutating func inspector(of here: InterfaceIndex) -> InspectorID {
    let instance = topology.networkInterfaces[here.value].instance
    if let known = instance.flatMap({ inspectorOfInstance[$0] }) { return known }
    inspectors.append(Inspector(element: ElementRef(.networkInterface, here.value)))
    let id = InspectorID(inspectors.count - 1)
    if let instance { inspectorOfInstance[instance] = id }
    return id
  }
}
