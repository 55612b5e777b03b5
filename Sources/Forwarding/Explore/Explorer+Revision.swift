import PacketWalkTopology

/// Exploring a graph and, one after the other, others that differ from it in a few filters and tables: what nothing of
/// that was asked for is not worked out again.
extension Explorer {
  /// What a revision makes of what is known.
  struct Revision {
    var base: PacketGraph
    var baseServices: ServiceClasses
    var filters: Set<FilterID>
    /// Transits that asked for what is another, and those of them that are not walked again yet.
    var changed: Set<Int>
    var pending: Set<Int>
    var replaced: [(place: Int, transit: Transit)] = []
    /// What was asked for by the revised graph first, and is not known of the other.
    var added: [(source: Int, destination: Int)] = []
    var addedKinds: [KindPair] = []
    /// Pairs of classes likewise.
    var stale: Set<Pair>
    var walked: [Pair: Cell] = [:]
  }

  /// Keeps from now on what revisions need to know.
  ///
  /// - Precondition: nothing was asked yet.
  package mutating func expectRevisions() {
    options.notesReads = true
    index.isInterning = false
  }

  /// Keeps from now on what one revision needs to know, and tells apart what it tells apart.
  ///
  /// - Precondition: nothing was asked yet.
  package mutating func expect(_ revision: GraphRevision) {
    options.notesReads = true
    index.revisedFilters = revision.filters
    services = ServiceClasses(graph, and: revision.graph, in: &store)
  }

  /// Where a revision may make another answer, as far as it is known by what was asked so far.
  package struct Touch {
    fileprivate var egress: [Bool]
    fileprivate var ingress: [Bool]
    fileprivate var transits: [Bool]
  }

  package func touch(of revision: GraphRevision) -> Touch {
    let asked = ReadSet(revision)
    return Touch(
      egress: index.classes.map { $0.egress.map(revision.filters.contains) ?? false },
      ingress: index.classes.map { $0.ingress.map(revision.filters.contains) ?? false },
      transits: transitReads.indices.map { !transits[$0].isOpen || transitReads[$0].overlaps(asked) })
  }

  /// Whether a revision may make another answer between two classes of ends. What lies between pairs that are walked
  /// for themselves is not known before.
  package func mayDiffer(from source: Int, to destination: Int, _ touch: Touch) -> Bool {
    if touch.egress[source] || touch.ingress[destination] { return true }
    let (from, to) = (index.classes[source].place, index.classes[destination].place)
    return transitAt[from, to].map { touch.transits[$0] } ?? true
  }

  /// Answers by another graph, until `endRevision()`; false where what it needs was not told apart.
  ///
  /// - Complexity: O(walks) to find those that asked for what is another; they are walked again when they are asked for.
  package mutating func begin(_ new: GraphRevision) -> Bool {
    guard let services = ServiceClasses(self.services, revisedTo: new.graph, new.filters) else {
      return false
    }
    let asked = ReadSet(new)
    let changed = Set(transitReads.indices.filter { transitReads[$0].overlaps(asked) })
    revision = Revision(
      base: graph, baseServices: self.services, filters: new.filters, changed: changed, pending: changed,
      stale: Set(walkedReads.lazy.filter { $0.value.overlaps(asked) }.map(\.key)))
    self.services = services
    graph = new.graph
    index.graph = new.graph
    revise(new.graph, new.filters)
    return true
  }

  /// Answers by the graph again that it was made for.
  package mutating func endRevision() {
    guard let revision else { return }
    for (place, transit) in revision.replaced { transits[place] = transit }
    for pair in revision.added { transitAt[pair.source, pair.destination] = nil }
    for kinds in revision.addedKinds { transitBetween[kinds] = nil }
    graph = revision.base
    index.graph = revision.base
    services = revision.baseServices
    revise(revision.base, revision.filters)
    self.revision = nil
  }

  private mutating func revise(_ graph: PacketGraph, _ filters: Set<FilterID>) {
    admissions.revise(to: graph, filters)
    recentEgress.clear()
    recentIngress.clear()
  }

  /// What of a revision's is another, by classes of ends.
  package struct RevisedEnds {
    /// Whether groups' rules of the class itself are others.
    package var own: [Bool]
    /// Whether there may be pairs besides in which it sends, and in which it receives.
    package var sending: [Bool]
    package var receiving: [Bool]
  }

  /// Which classes the revision touches.
  package var revisedEnds: RevisedEnds {
    let count = index.classes.count
    var ends = RevisedEnds(
      own: Array(repeating: false, count: count), sending: Array(repeating: false, count: count),
      receiving: Array(repeating: false, count: count))
    guard let revision else { return ends }
    for (number, end) in index.classes.enumerated() {
      ends.own[number] =
        end.ingress.map(revision.filters.contains) ?? false
        || end.egress.map(revision.filters.contains) ?? false
    }
    for pair in revision.stale {
      ends.sending[pair.source] = true
      ends.receiving[pair.destination] = true
    }
    guard !revision.changed.isEmpty else { return ends }
    let places = index.places.indices
    var (senders, receivers) = (Set<Int>(), Set<Int>())
    for source in places {
      for destination in places {
        guard let transit = transitAt[source, destination], revision.changed.contains(transit) else {
          continue
        }
        senders.insert(source)
        receivers.insert(destination)
      }
    }
    for (number, end) in index.classes.enumerated() {
      if senders.contains(end.place) { ends.sending[number] = true }
      if receivers.contains(end.place) { ends.receiving[number] = true }
    }
    return ends
  }

  /// Whether the answer between two classes of ends may be another by the revision; what was not asked for before may.
  package func isRevised(from source: Int, to destination: Int) -> Bool {
    guard let revision else { return false }
    let (from, to) = (index.classes[source], index.classes[destination])
    guard let transit = transitAt[from.place, to.place] else { return true }
    if revision.changed.contains(transit) { return true }
    guard transits[transit].isOpen else {
      let pair = Pair(source: source, destination: destination)
      return walked[pair] == nil || revision.stale.contains(pair)
    }
    return to.ingress.map(revision.filters.contains) ?? false
      || from.egress.map(revision.filters.contains) ?? false
  }
}
