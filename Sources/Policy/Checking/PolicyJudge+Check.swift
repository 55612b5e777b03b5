import PacketWalkDiagnostics
import PacketWalkQueries
import PacketWalkServiceSets

extension PolicyJudge {
  /// What is wrong with a policy itself, by the members that its selections have in this network: errors first.
  ///
  /// - Complexity: O(*n*²) set operations for *n* assertions; no path is looked at.
  package mutating func check(_ policy: Policy) -> [PolicyFlaw] {
    var flaws: [PolicyFlaw] = []
    var claims: [Claim] = []
    for assertion in policy.assertions {
      do throws(InputError) {
        claims.append(try claim(of: assertion))
      } catch {
        flaws.append(
          PolicyFlaw(
            kind: .unusable, names: [assertion.id], message: error.message,
            origin: error.origin.file == nil ? assertion.origin : error.origin))
      }
    }
    for place in claims.indices {
      for other in claims.indices where other != place {
        if claims[place].kind == .allow, contradicts(claims[other], claims[place]) {
          flaws.append(contradiction(claims[other], claims[place]))
        }
      }
      if let broader = claims.indices.first(where: { isImplied(place, by: $0, claims) }) {
        flaws.append(implied(claims[place], claims[broader]))
      }
    }
    flaws += flawedGroups(policy)
    return flaws.sorted { left, right in
      let (l, r) = (
        PolicyFlaw.Kind.allCases.firstIndex(of: left.kind),
        PolicyFlaw.Kind.allCases.firstIndex(of: right.kind)
      )
      return (l ?? 0) < (r ?? 0)
    }
  }

  /// What an assertion says, as sets.
  private struct Claim {
    var assertion: PolicyAssertion
    var services: ServiceSet
    var sides: [(sources: MemberSet, destinations: MemberSet)]
    /// Of each exception whom it is about; nil for everybody.
    var excused: [AssertionCase.Excused]

    var kind: PolicyAssertion.Kind { assertion.kind }
  }

  private mutating func claim(of assertion: PolicyAssertion) throws(InputError) -> Claim {
    var claim = Claim(assertion: assertion, services: .none, sides: [], excused: [])
    for service in assertion.services {
      claim.services = table.store.union(claim.services, try services(service, assertion.kind))
    }
    for paths in assertion.paths { claim.sides += try sides(of: paths, assertion) }
    for exception in assertion.exceptions { claim.excused.append(try excused(exception, assertion)) }
    return claim
  }

  // MARK: Two assertions

  /// Whether a claim forbids something that an `allow` asks for.
  private mutating func contradicts(_ claim: Claim, _ allow: Claim) -> Bool {
    guard claim.kind != .allow, claim.assertion.unlessThrough.isEmpty, allow.assertion.quantifier == .all
    else { return false }
    let services = table.store.intersection(claim.services, allow.services)
    guard !services.isEmpty else { return false }
    for own in claim.sides {
      for other in allow.sides {
        let sources = own.sources.intersection(network.members(other.sources, as: .sender))
        let destinations = own.destinations.intersection(network.members(other.destinations, as: .receiver))
        guard !sources.isEmpty, !destinations.isEmpty, !isOneHost(sources, destinations) else { continue }
        let isExcused = claim.excused.contains { excused in
          holds(excused.sources, sources, .sender) && holds(excused.destinations, destinations, .receiver)
            && table.store.subtracting(services, excused.services).isEmpty
        }
        if !isExcused { return true }
      }
    }
    return false
  }

  private func isOneHost(_ sources: MemberSet, _ destinations: MemberSet) -> Bool {
    sources == destinations && sources.isOneHost
  }

  /// Whether a set holds all of another; nil holds everybody.
  private func holds(_ set: MemberSet?, _ other: MemberSet, _ side: PathSide) -> Bool {
    set.map { network.members(other, but: $0, as: side).isEmpty } ?? true
  }

  private mutating func isImplied(_ place: Int, by other: Int, _ claims: [Claim]) -> Bool {
    let (narrow, broad) = (claims[place], claims[other])
    guard place != other, (narrow.kind == .allow) == (broad.kind == .allow),
      broad.assertion.exceptions.isEmpty,
      broad.assertion.quantifier == .all, !broad.assertion.isOneWay || narrow.assertion.isOneWay,
      broad.assertion.unlessThrough.isEmpty
        || broad.assertion.unlessThrough.map(\.text) == narrow.assertion.unlessThrough.map(\.text),
      broad.assertion.severity >= narrow.assertion.severity, !narrow.sides.isEmpty,
      table.store.subtracting(narrow.services, broad.services).isEmpty
    else { return false }
    func isWithin(_ narrow: Claim, _ broad: Claim) -> Bool {
      narrow.sides.allSatisfy { own in
        broad.sides.contains {
          holds($0.sources, own.sources, .sender) && holds($0.destinations, own.destinations, .receiver)
        }
      }
    }
    guard isWithin(narrow, broad) else { return false }
    // Of two that say the same the first stays.
    let isSame =
      broad.services == narrow.services && isWithin(broad, narrow)
      && broad.assertion.severity == narrow.assertion.severity && narrow.assertion.exceptions.isEmpty
    return !isSame || other < place
  }

  private func contradiction(_ claim: Claim, _ allow: Claim) -> PolicyFlaw {
    PolicyFlaw(
      kind: .contradiction, names: [claim.assertion.id, allow.assertion.id],
      message: "“\(claim.assertion.id)” forbids what “\(allow.assertion.id)” asks for: they can't both hold",
      origin: claim.assertion.origin)
  }

  private func implied(_ narrow: Claim, _ broad: Claim) -> PolicyFlaw {
    PolicyFlaw(
      kind: .implied, names: [narrow.assertion.id, broad.assertion.id],
      message: "“\(narrow.assertion.id)” says nothing that “\(broad.assertion.id)” does not say already",
      origin: narrow.assertion.origin)
  }

  // MARK: Groups

  private mutating func flawedGroups(_ policy: Policy) -> [PolicyFlaw] {
    var used: Set<String> = []
    for assertion in policy.assertions {
      for paths in assertion.paths { used.formUnion(paths.sources.groups + paths.destinations.groups) }
      for exception in assertion.exceptions {
        used.formUnion((exception.sources?.groups ?? []) + (exception.destinations?.groups ?? []))
      }
    }
    var flaws: [PolicyFlaw] = []
    for (name, selection) in policy.groups.sorted(by: { $0.key < $1.key }) {
      if !used.contains(name) {
        flaws.append(
          PolicyFlaw(
            kind: .unusedGroup, names: [name], message: "no assertion is about group “\(name)”",
            origin: selection.origin))
      }
      guard holdsNobody(selection) else { continue }
      flaws.append(
        PolicyFlaw(
          kind: .emptyGroup, names: [name], message: "group “\(name)” holds nobody in this network",
          origin: selection.origin))
    }
    return flaws
  }

  private mutating func holdsNobody(_ selection: PolicySelection) -> Bool {
    do throws(InputError) {
      return try members(Asked(selection: selection, side: .receiver, mayBeEmpty: true)).isEmpty
    } catch {
      // What is wrong with it otherwise is said of the assertions that are about it.
      return false
    }
  }
}

extension PolicySelection {
  /// The groups that it names, those inside of groups too.
  fileprivate var groups: [String] {
    switch content {
    case .selector, .everyone: []
    case .group(let name, let inner): [name] + inner.groups
    case .union(let parts), .intersection(let parts): parts.flatMap(\.groups)
    case .not(let inner): inner.groups
    }
  }
}
