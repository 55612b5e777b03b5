import PacketWalkAddressing
import PacketWalkServiceSets

/// What the groups of an interface let pass, for all services at once: compiled once a filter.
struct GroupServices {
  /// The services that pass, and those that might.
  struct Admission: Hashable {
    var certain: ServiceSet
    var possible: ServiceSet
  }

  private struct RangeRule {
    var firstAtom: UInt32
    var lastAtom: UInt32
    var services: ServiceSet
  }

  private var known: [RangeRule] = []
  /// Of rules whose remote the input does not hold.
  private var unknown = ServiceSet.none
  private var byGroup: [UInt32: ServiceSet] = [:]
  private var byAtom: [UInt32: ServiceSet] = [:]

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

  /// The services between the interface and an address.
  ///
  /// - Parameter groups: those of the other end, as far as references see them.
  /// - Parameter keepsReferences: false where what passes by reference arrives without its identity, and so does
  ///   not pass.
  /// - Complexity: O(rules) for an atom that is asked about for the first time.
  mutating func admission(
    atom: UInt32, groups: [UInt32], keepsReferences: Bool, in store: inout ServiceSetStore
  ) -> Admission {
    var certain = services(atom, &store)
    var possible = unknown
    if certain == .any { return Admission(certain: .any, possible: .none) }
    if !byGroup.isEmpty {
      for group in groups {
        guard let services = byGroup[group] else { continue }
        if keepsReferences {
          certain = store.union(certain, services)
        } else {
          possible = store.subtracting(possible, services)
        }
      }
    }
    if !possible.isEmpty { possible = store.subtracting(possible, certain) }
    return Admission(certain: certain, possible: possible)
  }

  private mutating func services(_ atom: UInt32, _ store: inout ServiceSetStore) -> ServiceSet {
    if let found = byAtom[atom] { return found }
    var services = ServiceSet.none
    for rule in known where rule.firstAtom <= atom && atom <= rule.lastAtom {
      services = store.union(services, rule.services)
    }
    byAtom[atom] = services
    return services
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
