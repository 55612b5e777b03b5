public import PacketWalkDiagnostics

/// One way through the network, hop by hop.
public struct Explanation: Sendable {
  /// The hops of all legs, requests before replies.
  public var hops: [Hop]
  /// Where each of them happens, in the same order.
  public var places: [HopPlace]
}

/// One thing that happened to the packet.
public struct Hop: Hashable, Sendable {
  /// How it went.
  public enum Outcome: String, Hashable, Sendable {
    case passed
    case blocked
    /// Passed by the state of the request.
    case byState
    case unknown
    /// Nothing was decided: a place passed, an address translated.
    case note
  }

  /// What kind of hop it is; reports choose their words by it.
  public enum Kind: String, Hashable, Sendable {
    case send
    case securityGroup
    case networkACL
    case firewall
    case sourceDestinationCheck
    case neighbour
    case route
    case gateway
    case translate
    case choice
    case listener
    case relay
    case identityLost
    case assumption
    case deliver
    case exempt
    case missing
    case obstacle
  }

  public var kind: Kind
  public var outcome: Outcome
  public var direction: Direction
  /// 0 for the first connection, 1 for the one behind a load balancer.
  public var leg: Int
  /// Found beyond the place where the packet already failed.
  public var isBeyond: Bool
  public var component: Component
  /// `ingress` or `egress` for filters.
  public var side: String?
  /// The deciding rule or route in its own words; nil for an implied one.
  public var rule: String?
  /// Facts that belong to the hop: translations, beaten routes, near misses.
  public var notes: [String]
  public var code: String?
  public var origin: Origin
}
