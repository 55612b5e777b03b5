package import PacketWalkServiceSets

/// What becomes of every service between two ends: delivered and replied for none, some or all of the network's
/// choices, or unknown.
///
/// Exact, and in one form only for the handles of one store: equal answers compare equal. What is not listed is
/// not delivered.
package struct ServiceVerdicts: Hashable, Sendable {
  /// What becomes of a service.
  struct Fate: Hashable {
    var delivered: Extent
    var replied: Extent
  }

  /// Services that fare alike.
  package struct Part: Hashable, Sendable {
    package var delivered: Extent
    package var replied: Extent
    package var services: ServiceSet

    package init(delivered: Extent, replied: Extent, services: ServiceSet) {
      self.delivered = delivered
      self.replied = replied
      self.services = services
    }

    package var verdict: Verdict { Verdict(delivered: delivered, replied: replied) }
  }

  /// Disjoint, none empty, no two of one fate, in a fixed order of fates.
  package private(set) var parts: [Part]

  /// Nothing is delivered.
  package init() { parts = [] }

  /// The parts in any order; services of several parts of one fate come together.
  ///
  /// - Precondition: no service is in two parts.
  package init(_ unordered: some Sequence<Part>, in store: inout ServiceSetStore) {
    var byFate: [Int: Part] = [:]
    for part in unordered where !part.services.isEmpty && !part.isNothing {
      let fate = part.fate
      if let known = byFate[fate] {
        byFate[fate]?.services = store.union(known.services, part.services)
      } else {
        byFate[fate] = part
      }
    }
    parts = byFate.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The same fate for all of some services.
  package init(_ services: ServiceSet, delivered: Extent, replied: Extent) {
    let part = Part(delivered: delivered, replied: replied, services: services)
    parts = services.isEmpty || part.isNothing ? [] : [part]
  }

  // MARK: Reading

  /// The services with a verdict; for `unreachable` those that are not in any part.
  package func services(_ verdict: Verdict, in store: inout ServiceSetStore) -> ServiceSet {
    guard verdict != .unreachable else {
      var rest = ServiceSet.any
      for part in parts where part.verdict != .unreachable {
        rest = store.subtracting(rest, part.services)
      }
      return rest
    }
    var found = ServiceSet.none
    for part in parts where part.verdict == verdict { found = store.union(found, part.services) }
    return found
  }

  /// The services of which a packet is delivered, at least for some of the network's choices; and those of which
  /// nobody can tell.
  package func delivered(in store: inout ServiceSetStore) -> (certain: ServiceSet, possible: ServiceSet) {
    var certain = ServiceSet.none
    var possible = ServiceSet.none
    for part in parts {
      switch part.delivered {
      case .all, .some: certain = store.union(certain, part.services)
      case .unknown: possible = store.union(possible, part.services)
      case .none: break
      }
    }
    return (certain, possible)
  }

  /// The same by the handles of another store.
  package func copied(from store: ServiceSetStore, to other: inout ServiceSetStore) -> ServiceVerdicts {
    var copy = self
    for place in parts.indices {
      copy.parts[place].services = other.set(of: store.boxes(parts[place].services))
    }
    return copy
  }

  // MARK: Combining

  /// What is left where filters besides let only `certain` pass, and perhaps `possible`.
  package func filtered(_ certain: ServiceSet, possible: ServiceSet, in store: inout ServiceSetStore)
    -> ServiceVerdicts
  {
    if certain == .any || parts.isEmpty { return self }
    if possible.isEmpty, parts.count == 1 {
      return ServiceVerdicts(
        store.intersection(parts[0].services, certain), delivered: parts[0].delivered,
        replied: parts[0].replied)
    }
    var left: [Part] = []
    for part in parts {
      var passing = part
      passing.services = store.intersection(part.services, certain)
      left.append(passing)
      guard !possible.isEmpty else { continue }
      // One valuation passes, the other stops: what either does not agree on is unknown.
      var perhaps = part
      perhaps.services = store.intersection(part.services, possible)
      perhaps.delivered = part.delivered == .none ? .none : .unknown
      perhaps.replied = part.replied == .none ? .none : .unknown
      left.append(perhaps)
    }
    return ServiceVerdicts(left, in: &store)
  }

  /// The same where ICMP fares as ICMPv6 does.
  func withPing(in store: inout ServiceSetStore) -> ServiceVerdicts {
    if parts.count == 1, parts[0].services == .any { return self }
    let asked = parts.map { part in
      Part(
        delivered: part.delivered, replied: part.replied,
        services: store.withPing(part.services))
    }
    return ServiceVerdicts(asked, in: &store)
  }

  /// The best of several ways to the same end, service by service: reachable before intermittent, undetermined,
  /// no reply and unreachable.
  package static func best(_ ways: some Sequence<ServiceVerdicts>, in store: inout ServiceSetStore)
    -> ServiceVerdicts
  {
    var best: ServiceVerdicts?
    for way in ways {
      guard let known = best, known != way else {
        best = way
        continue
      }
      var open = ServiceSet.any
      var joined: [Part] = []
      let ranked = (known.parts + way.parts).sorted { ($0.rank, $0.fate) < ($1.rank, $1.fate) }
      for part in ranked {
        var taken = part
        taken.services = store.intersection(part.services, open)
        open = store.subtracting(open, part.services)
        joined.append(taken)
      }
      best = ServiceVerdicts(joined, in: &store)
    }
    return best ?? ServiceVerdicts()
  }
}

extension ServiceVerdicts.Part {
  fileprivate var isNothing: Bool { delivered == .none && replied == .none }

  /// A number for each pair of extents.
  fileprivate var fate: Int { delivered.rank * 4 + replied.rank }

  fileprivate var rank: Int {
    switch verdict {
    case .reachable: 0
    case .intermittent: 1
    case .undetermined: 2
    case .noReply: 3
    case .unreachable: 4
    }
  }
}

extension Extent {
  fileprivate var rank: Int {
    switch self {
    case .all: 0
    case .some: 1
    case .unknown: 2
    case .none: 3
    }
  }
}
