import PacketWalkAddressing
import PacketWalkTopology

/// What ranks fixes whose effects nobody worked out: the fewest changes first, then the narrowest.
package struct FixCost: Hashable, Sendable, Comparable {
  package var steps = 0
  /// How much of the address space the changes are about, added up: 0 for hosts and groups.
  package var addresses = 0
  /// How many services, likewise: 0 for single ports.
  package var services = 0

  /// An address of one's own opens more than a rule for the whole internet does.
  private static let publicAddress = 40

  init(_ steps: some Sequence<FixStep>) {
    for step in steps {
      self.steps += 1
      switch step {
      case .associateAddress: addresses += Self.publicAddress
      case .edit(let edit): add(edit)
      }
    }
  }

  private mutating func add(_ edit: Edit) {
    switch edit {
    case .addSecurityGroupRule(_, let rule), .removeSecurityGroupRule(_, let rule):
      switch rule.peer {
      case .group: break
      case .prefixList: addresses += 8
      case .prefix(let prefix): add(prefix)
      }
      add(rule.traffic)
    case .setNetworkACLEntry(_, let entry):
      add(entry.prefix)
      add(entry.traffic)
    case .removeNetworkACLEntry:
      // The entry may have been as wide as it likes.
      addresses += 40
    case .setRoute(_, let route):
      // A route is about every service.
      services += 3
      guard case .prefix(let prefix) = route.destination else { return }
      add(prefix)
    case .removeRoute:
      addresses += 48
      services += 3
    case .associateRouteTable, .disassociateRouteTable, .associateNetworkACL:
      // Whatever the whole subnet sends.
      addresses += 48
      services += 3
    case .setPublicAddress: addresses += Self.publicAddress
    case .attachSecurityGroup, .detachSecurityGroup, .addNetworkInterface, .removeNetworkInterface,
      .addVPNGateway, .addUnmodelledResource:
      addresses += 8
    }
  }

  /// The families' widths are made alike: a subnet counts as one, a host as none.
  private mutating func add(_ prefix: IPPrefix) {
    let open = prefix.family.bitWidth - Int(prefix.length)
    addresses += prefix.family == .ipv4 ? open : open / 4
  }

  private mutating func add(_ traffic: TrafficSelector) {
    guard let `protocol` = traffic.protocol else {
      services += 3
      return
    }
    if `protocol`.hasPorts {
      services += traffic.ports.map { $0.first == $0.last ? 0 : 1 } ?? 2
    } else if `protocol`.hasICMPType {
      services += traffic.icmpType == nil ? 1 : 0
    }
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.steps, left.addresses, left.services) < (right.steps, right.addresses, right.services)
  }
}
