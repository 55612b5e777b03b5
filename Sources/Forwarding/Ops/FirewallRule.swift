package import PacketWalkAddressing

/// One rule of a network firewall, for either end of a packet; nil stands for everything.
package struct FirewallRule: Equatable, Sendable {
  package enum Action: Hashable, Sendable {
    case pass
    case drop
    /// On to the stateful rules.
    case forward
  }

  /// Which packets of a connection it is about (`flow:to_server` and the like).
  package enum Side: Sendable {
    case both
    case request
    case answer
  }

  /// What it does; several where that depends on what is not in the header.
  package var actions: [Action]
  /// Atoms, as sorted intervals.
  package var sources: [ClosedRange<UInt32>]?
  package var destinations: [ClosedRange<UInt32>]?
  package var sourcePorts: PortSet?
  package var destinationPorts: PortSet?
  package var protocols: [UInt8]?
  package var side = Side.both
  /// Set where a matching header is not enough to tell whether the rule matches.
  package var unknown: InputID?
  /// The rule group and the place in it, or the policy for a default action.
  package var element: ElementRef
  package var rule: Int
}
