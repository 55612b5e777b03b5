import PacketWalkAddressing

/// A question made ready for verdicts: its beginnings looked up, so that asking it again starts at once.
package struct PreparedWalk: Sendable {
  /// What is read of nearly all questions: their one beginning.
  package struct Start: Sendable, BitwiseCopyable {
    /// One of a pair of addresses and a range of ports to come from.
    var beginning: Beginning
    /// Whether there is more to read, or only the whole walk can answer.
    var isMore: Bool
    var hints: WalkHints
  }

  /// What is read of the others.
  final class Rest: Sendable {
    let question: WalkQuestion
    /// Empty where only the whole walk can answer.
    let beginnings: [Beginning]

    init(_ question: WalkQuestion, _ beginnings: [Beginning]) {
      self.question = question
      self.beginnings = beginnings
    }
  }

  package let start: Start
  let rest: Rest

  package var question: WalkQuestion { rest.question }
}

/// What a walk will probably read, to have it at hand; wrong ones make no difference but time.
struct WalkHints: Sendable, BitwiseCopyable {
  /// Where the sender's address and the receiver's are in `VerdictTables.owners`.
  var sourceSlot: UInt32 = 0
  var destinationSlot: UInt32 = 0
  /// Where what their interfaces do begins.
  var sourcePC: UInt32 = 0
  var destinationPC: UInt32 = 0
  var sourceInterface: UInt32 = 0
  var destinationInterface: UInt32 = 0
}

extension VerdictTables {
  /// Makes a question ready.
  ///
  /// - Complexity: O(sources × destinations) look-ups of an address.
  package func prepare(_ question: WalkQuestion) -> PreparedWalk {
    let beginnings = beginnings(of: question) ?? []
    let first = beginnings.first ?? .none
    return PreparedWalk(
      start: PreparedWalk.Start(
        beginning: first, isMore: beginnings.count != 1, hints: hints(for: first, question)),
      rest: PreparedWalk.Rest(question, beginnings))
  }

  private func hints(for beginning: Beginning, _ question: WalkQuestion) -> WalkHints {
    var hints = WalkHints(sourcePC: beginning.pc)
    guard case .interface(let interface) = question.origin else { return hints }
    let vpc = graph.interfaces[interface.value].vpc.value
    hints.sourceInterface = interface.rawValue
    hints.sourceSlot = UInt32(owners.place(vpc, beginning.header.source) ?? 0)
    let others = (0..<vpcs.count).filter { $0 != vpc }
    for vpc in [vpc] + others {
      guard let slot = owners.place(vpc, beginning.header.destination),
        let owner = owner(vpc, beginning.header.destination), owner.interface != FlatOp.none
      else { continue }
      hints.destinationSlot = UInt32(slot)
      hints.destinationInterface = owner.interface
      hints.destinationPC = graph.ports[graph.interfaces[Int(owner.interface)].start.value].start
      break
    }
    return hints
  }

  /// Nil for what only the whole walk knows: connections through a balancer, and ranges of destination ports, which
  /// have a verdict for each part.
  private func beginnings(of question: WalkQuestion) -> [Beginning]? {
    guard question.through == nil, question.targets == nil, options.openEnds == nil, options.avoided.isEmpty,
      !options.isExplaining, !options.findsAllBlockers, !options.notesReads,
      question.protocol.hasPorts == (question.ports != nil),
      question.protocol.hasPorts == (question.sourcePorts != nil)
    else { return nil }
    var port = FlatPort.none
    if let ports = question.ports {
      guard ports.count == 1, let only = ports.first else { return nil }
      port = .fixed(only)
    }
    let (place, start) = origin(of: question)
    var beginnings: [Beginning] = []
    for source in question.sources {
      for destination in question.destinations where source.family == destination.family {
        var header = FlatHeader(
          source: FlatAddress(source), destination: FlatAddress(destination),
          protocol: question.protocol.rawValue, icmpType: question.icmpType, icmpCode: question.icmpCode)
        header.destinationPort = port
        var beginning = Beginning(
          pc: graph.ports[start.value].start, place: place.rawValue, header: header,
          sourceAtom: graph.atoms.atom(of: source), destinationAtom: graph.atoms.atom(of: destination),
          sourceHolder: FlatOp.none, isOpen: false, firstPort: 0, lastPort: 0)
        if case .interface(let interface) = question.origin, owns(interface.value, header.source) {
          beginning.sourceHolder = interface.rawValue
        }
        guard let ports = question.sourcePorts else {
          beginnings.append(beginning)
          continue
        }
        for range in ports.ranges {
          if range.first == range.last { beginning.header.sourcePort = .fixed(range.first) }
          beginning.isOpen = range.first < range.last
          (beginning.firstPort, beginning.lastPort) = (range.first, range.last)
          beginnings.append(beginning)
        }
      }
    }
    return beginnings
  }

  /// Where packets of a question begin, as in `Walker`.
  private func origin(of question: WalkQuestion) -> (PlaceID, PortID) {
    switch question.origin {
    case .interface(let interface):
      let facts = graph.interfaces[interface.value]
      return (facts.place, facts.start)
    case .internet(let vpc):
      return (
        graph.internetPlace, vpc.flatMap { graph.vpcs[$0.value].internetIngress } ?? graph.internetPort
      )
    case .lattice(let vpc):
      let lattice = graph.vpcs[vpc.value].lattice
      return (lattice?.place ?? graph.internetPlace, lattice?.ingress ?? graph.internetPort)
    case .external(let network):
      let facts = graph.externals[network.value]
      return (facts.place, facts.start)
    }
  }
}
