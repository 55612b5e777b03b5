package import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkForwarding
import PacketWalkTopology

/// One pair of a question's ends and one protocol of its service, ready to be walked.
package struct QuestionWalk: Sendable {
  package var source: Endpoint
  package var destination: Endpoint
  package var walk: WalkQuestion
  /// Ranges of which a source or destination of the walk is only a representative.
  private var ranges: [IPPrefix]
  /// Whether an end is the whole internet.
  private var isInternetWhole: Bool

  init(_ pair: Pair, _ network: Network) {
    source = pair.source
    destination = pair.destination
    walk = pair.walk
    ranges = []
    isInternetWhole = false
    for end in [pair.source, pair.destination] {
      switch end.target {
      case .internet(let prefix?): ranges.append(prefix)
      case .internet(nil): isInternetWhole = true
      case .external(_, let part?): ranges.append(part)
      case .external(let place, nil): ranges += network.topology.externalNetworks[place].ranges
      case .interface, .address, .balancer, .privateName, .service: break
      }
    }
  }

  /// What an address of the packet stands for: the range that was asked about, or the address alone.
  package func range(of address: IPAddress) -> IPPrefix {
    guard walk.sources.contains(address) || walk.destinations.contains(address) else {
      return IPPrefix(host: address)
    }
    let holding = ranges.filter { $0.contains(address) }
    if let range = holding.max(by: { $0.length < $1.length }) { return range }
    return isInternetWhole && SpecialRanges.isPublic(address) ? .all(address.family) : IPPrefix(host: address)
  }
}

extension Network {
  /// The walks that answer a question, in the order of its answers.
  ///
  /// - Throws: an `InputError` for a selector that matches nothing or too much, or a service that isn't one.
  package func walks(for question: Question) throws(InputError) -> [QuestionWalk] {
    try pairs(of: question).map { QuestionWalk($0, self) }
  }

  /// What an undetermined part of a walk depends on.
  package func missing(_ part: WalkResult.Part, of result: WalkResult) -> [MissingFact] {
    WalkReader(network: self, result: result).missing(part)
  }
}
