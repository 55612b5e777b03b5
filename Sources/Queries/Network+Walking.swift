package import PacketWalkAddressing
package import PacketWalkForwarding

/// What a walk found for some of the ports that it was asked about.
package struct WalkedPart: Sendable {
  /// Nil where the protocol has no ports.
  package var ports: PortSet?
  package var delivered: Extent
  package var replied: Extent
  /// What stops the packet, the deciding one first; empty when nothing does.
  package var blockers: [Obstacle]

  package var verdict: Verdict { Verdict(delivered: delivered, replied: replied) }
}

/// For analyses, which ask many questions and have no selectors to resolve.
extension Network {
  /// The answers to a question in the graph's own terms, all blockers included.
  package func walked(_ question: WalkQuestion) -> [WalkedPart] {
    let result = graph.walk(question, WalkOptions(findsAllBlockers: true))
    let reader = WalkReader(network: self, result: result)
    return result.parts.map { part in
      WalkedPart(
        ports: part.ports, delivered: part.delivered, replied: part.replied,
        blockers: reader.blockers(part, isFurther: false))
    }
  }

  /// An address of the internet that as few rules and routes as possible single out: what reaches from there
  /// reaches from nearly everywhere. Nil where every public address of the family is in the model.
  package func ordinaryInternetAddress(_ family: AddressFamily) -> IPAddress? {
    internetRepresentatives(nil, family: family).min { left, right in
      length(of: left) < length(of: right)
    }
  }

  private func length(of address: IPAddress) -> UInt8 {
    graph.atoms.prefixes[Int(graph.atoms.atom(of: address))].length
  }
}
