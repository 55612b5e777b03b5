import PacketWalkAddressing
import PacketWalkTopology

struct PlaceKey: Hashable {
  var holder: HolderKind
  var node: Int?
  var addresses: [RoutedAddress]
  var roles: [AddressRole?]
  var single: ExploreEnd?
}

/// The place in an interface's list, and whether the private, the public or the carrier's.
struct AddressRole: Hashable {
  var place: Int
  var kind: Int
}

enum HolderKind: Hashable {
  case interface
  case internet
  case external(ExternalIndex)
  case address
}

extension ExploreEnd.Holder {
  var kind: HolderKind {
    switch self {
    case .interface: .interface
    case .internet: .internet
    case .external(let index): .external(index)
    case .address: .address
    }
  }
}

struct ClassKey: Hashable {
  var place: Int
  var groups: [UInt32]
  var ingress: FilterID?
  var egress: FilterID?
  var atoms: [UInt32]
}

struct RoutedAddress: Hashable {
  var atom: UInt32
  /// Where the internet hands over packets to it.
  var fromInternet: PortID?
}

struct AddressKey: Hashable {
  var routed: [RoutedAddress?]
  var isPrimary: Bool
}

enum SubnetKey: Hashable {
  case one(SubnetIndex)
  case any(ofKind: Int)
}

struct NodePlace: Hashable {
  var subnet: SubnetKey
  var behaviour: [[Op]]
  var addresses: [AddressKey]
  var delegated: [RoutedAddress]
  var clientPorts: PortRange
  var deniesInternetGateway: Bool
  var memberships: [InterfaceMentions.Membership]
}

struct NodeKey {
  /// The number of the `NodePlace`.
  var place: Int
  var groups: [UInt32]
  var ingress: FilterID?
  var egress: FilterID?
  var atoms: [UInt32]
}

struct FilterKey: Hashable {
  var direction: RuleDirection
  var rules: Set<[UInt32]>
  var isUnknown: Bool
  var hasUnknownRules: Bool

  init(_ filter: Filter) {
    direction = filter.direction
    rules = Set(
      filter.rules.map { rule in
        [
          rule.firstAtom, rule.lastAtom, UInt32(rule.firstPort), UInt32(rule.lastPort),
          UInt32(bitPattern: Int32(rule.protocolNumber)), UInt32(bitPattern: Int32(rule.icmpType)),
          UInt32(bitPattern: Int32(rule.icmpCode)), rule.isAllow ? 1 : 0, rule.group, rule.isUnknown ? 1 : 0,
        ]
      })
    isUnknown = filter.unknown != nil
    hasUnknownRules = filter.hasUnknownRules
  }
}
