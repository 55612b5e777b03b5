import PacketWalkAddressing

/// Alternatives of which the network takes one.
struct FlatChoice: Sendable, BitwiseCopyable {
  var alternatives: FlatSpan
  var isPerDirection: Bool
  /// Whether even a single alternative is kept in mind.
  var isNoted: Bool
  var isUnknown: Bool
  var needsWholeWalk: Bool
}

struct FlatAlternative: Sendable, BitwiseCopyable {
  var pc: UInt32
  var isUnhealthy: Bool
}

struct FlatZoneTable: Sendable, BitwiseCopyable {
  enum Otherwise: UInt8, Sendable, BitwiseCopyable {
    case drop
    case missing
    case any
  }

  var vpc: UInt32
  var ports: FlatSpan
  var otherwise: Otherwise
  var choice: UInt32
  var isSticky: Bool
}

struct FlatZonePort: Sendable, BitwiseCopyable {
  var zone: UInt32
  var pc: UInt32
}

struct FlatListener: Sendable, BitwiseCopyable {
  var entries: FlatSpan
}

struct FlatListenerEntry: Sendable, BitwiseCopyable {
  var `protocol`: UInt8
  var first: UInt16
  var last: UInt16
  var takesIPv4: Bool
  var takesIPv6: Bool
  var pc: UInt32
}

struct FlatRewrite: Sendable, BitwiseCopyable {
  enum Change: UInt8, Sendable, BitwiseCopyable {
    case keep
    case constant
    /// By the VPC's map, of IPv4; an IPv6 address has to be somebody's.
    case mapped
  }

  var source = Change.keep
  var destination = Change.keep
  var needsWholeWalk = false
  var sourceVPC: UInt32 = 0
  var destinationVPC: UInt32 = 0
  var newSource = FlatAddress.zero
  var newDestination = FlatAddress.zero
  /// What the element picks the source port from, if it does.
  var isFresh = false
  var firstFresh: UInt16 = 0
  var lastFresh: UInt16 = 0
  var destinationPort = FlatPort.none
}
