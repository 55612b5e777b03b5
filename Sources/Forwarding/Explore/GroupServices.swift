import PacketWalkAddressing
import PacketWalkServiceSets

/// What the groups of an interface let pass, for all services at once: compiled once a filter.
struct GroupServices {
  private struct RangeRule {
    var firstAtom: UInt32
    var lastAtom: UInt32
    var services: ServiceSet
  }

  private var known: [RangeRule] = []
  /// Of rules whose remote the input does not hold.
  private(set) var unknown = ServiceSet.none
  private var byGroup: [UInt32: ServiceSet] = [:]

  init(_ filter: Filter, in store: inout ServiceSetStore) {
    if filter.hasUnknownRules { unknown = .any }
    for rule in filter.rules where rule.isAllow {
      let services = Self.services(rule, &store)
      if rule.isUnknown {
        unknown = store.union(unknown, services)
      } else if rule.group != Filter.noGroup {
        byGroup[rule.group] = store.union(byGroup[rule.group] ?? .none, services)
      } else {
        known.append(RangeRule(firstAtom: rule.firstAtom, lastAtom: rule.lastAtom, services: services))
      }
    }
  }

  /// Those that rules about addresses let pass.
  ///
  /// - Complexity: O(rules)
  func services(atom: UInt32, in store: inout ServiceSetStore) -> ServiceSet {
    var services = ServiceSet.none
    for rule in known where rule.firstAtom <= atom && atom <= rule.lastAtom {
      services = store.union(services, rule.services)
    }
    return services
  }

  /// Those that rules about groups let pass.
  func services(groups: [UInt32], in store: inout ServiceSetStore) -> ServiceSet {
    guard !byGroup.isEmpty else { return .none }
    return groups.reduce(ServiceSet.none) { store.union($0, byGroup[$1] ?? .none) }
  }

  private static func services(_ rule: Filter.Rule, _ store: inout ServiceSetStore) -> ServiceSet {
    guard let number = UInt8(exactly: rule.protocolNumber) else { return .any }
    let known = IPProtocol(rawValue: number)
    if known.hasPorts {
      return PortRange(rule.firstPort, rule.lastPort).map { store.ports(known, $0) } ?? .none
    }
    guard known.hasICMPType, let type = UInt8(exactly: rule.icmpType) else { return store.all(of: known) }
    return store.icmp(known, type: type, code: UInt8(exactly: rule.icmpCode))
  }
}
