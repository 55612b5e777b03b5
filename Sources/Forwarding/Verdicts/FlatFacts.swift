import PacketWalkAddressing

/// What an atom lies in.
struct AtomKind: Sendable, BitwiseCopyable {
  var isPrivate: Bool
  var isShared: Bool

  init(_ prefix: IPPrefix) {
    // The ranges are mentioned in every graph, so that an atom is inside or outside as a whole.
    isPrivate = SpecialRanges.isPrivate(prefix.address)
    isShared = SpecialRanges.isShared(prefix.address)
  }
}

struct FlatOwner: Sendable, BitwiseCopyable {
  var arrival: UInt32
  var neighbour: UInt32
  /// Or `FlatOp.none`.
  var interface: UInt32
  /// The subnet in which packets arrive, or `FlatOp.none`.
  var subnet: UInt32

  static let nobody = FlatOwner(arrival: 0, neighbour: 0, interface: FlatOp.none, subnet: FlatOp.none)
}

struct FlatDelegation: Sendable, BitwiseCopyable {
  var prefix: FlatPrefix
  var owner: FlatOwner
}

struct FlatVPC: Sendable, BitwiseCopyable {
  var ranges: FlatSpan
  var exempt: FlatSpan
  var delegated: FlatSpan
  /// The VPCs whose groups its own may refer to.
  var far: FlatSpan
  var isMissingOwners: Bool
  var hasPublicPools: Bool
}

struct FlatSubnet: Sendable, BitwiseCopyable {
  var vpc: UInt32
  var prefixes: FlatSpan
}

struct FlatInterface: Sendable, BitwiseCopyable {
  var vpc: UInt32
  var groups: FlatSpan
  var addresses: FlatSpan
  var delegated: FlatSpan
  var deniesInternetGatewayTraffic: Bool
}

struct FlatPlace: Sendable, BitwiseCopyable {
  /// Or `FlatOp.none`.
  var replyPC: UInt32
}
