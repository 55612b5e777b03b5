package import PacketWalkAddressing

/// Two ends to explore, in the graph's own terms.
package struct ExplorePair: Sendable {
  package var origin: WalkQuestion.Origin
  package var sources: [IPAddress]
  package var destinations: [IPAddress]
  package var clientPorts: PortRange

  package init(
    origin: WalkQuestion.Origin, sources: [IPAddress], destinations: [IPAddress], clientPorts: PortRange
  ) {
    self.origin = origin
    self.sources = sources
    self.destinations = destinations
    self.clientPorts = clientPorts
  }
}

/// What walks of every class of services between two ends found.
struct PairWalk: Sendable {
  /// How some services fare: a class by its place, or all classes that have not been named before for nil.
  struct Part: Sendable {
    var serviceClass: Int?
    /// Nil for all of the class.
    var ports: PortSet?
    var delivered: Extent
    var replied: Extent
  }

  var parts: [Part] = []
  /// What the ends' groups are to be asked besides, where they were left open.
  var openFilters: [OpenFilter]?
  var assumptions: Set<Assumption> = []
  var undeterminedBy: Set<InputID> = []
  var isTruncated = false
}

extension PacketGraph {
  /// Walks all services between two ends; nil where the walk depends on ends that were to be left open.
  ///
  /// - Complexity: one walk if nothing on the way looks at the service, else one for each class.
  func walkAll(_ pair: ExplorePair, _ classes: ServiceClasses, _ options: WalkOptions) -> PairWalk? {
    var found = PairWalk()
    // First what nothing mentions: if nobody asked which service it was, that speaks for all.
    var isFirst = true
    for (place, serviceClass) in classes.all.enumerated().reversed() {
      let hasPorts = serviceClass.protocol.hasPorts
      let question = WalkQuestion(
        origin: pair.origin, sources: pair.sources, destinations: pair.destinations,
        protocol: serviceClass.protocol, ports: hasPorts ? PortSet(.all) : nil,
        sourcePorts: hasPorts ? PortSet(pair.clientPorts) : nil, icmpType: serviceClass.icmpType,
        icmpCode: serviceClass.icmpCode)
      var walker = Walker(self, question, options)
      walker.run()
      guard !walker.dependsOnEnds, found.note(walker) else { return nil }
      let isForAll = isFirst && !walker.readsService && !walker.isTruncated
      isFirst = false
      let result = WalkResult(
        folding: walker.leaves, isTruncated: walker.isTruncated, ports: question.ports,
        isStrict: options.isStrict)
      for part in result.parts {
        found.parts.append(
          PairWalk.Part(
            serviceClass: isForAll ? nil : place, ports: part.ports, delivered: part.delivered,
            replied: part.replied))
        found.undeterminedBy.formUnion(part.undeterminedBy)
      }
      guard isForAll else { continue }
      found.addUnanswered(classes, walker.leaves, isStrict: options.isStrict)
      break
    }
    return found
  }
}

extension PairWalk {
  /// Takes over what a walk noted; false if its branches ask different things of the open ends.
  fileprivate mutating func note(_ walker: Walker) -> Bool {
    isTruncated = isTruncated || walker.isTruncated
    for leaf in walker.leaves {
      assumptions.formUnion(leaf.assumptions)
      // What failed before it came to the ends' groups fails whatever they say.
      if case .known(isDelivered: false, _) = leaf.ending { continue }
      guard openFilters == nil || openFilters == leaf.openFilters else { return false }
      openFilters = leaf.openFilters
    }
    return true
  }

  /// Where one walk speaks for all: classes that are not answered at all end where they are delivered.
  fileprivate mutating func addUnanswered(_ classes: ServiceClasses, _ leaves: [Leaf], isStrict: Bool) {
    let arriving = leaves.map { leaf -> Leaf in
      var leaf = leaf
      switch leaf.ending {
      case .known(let isDelivered, _):
        leaf.ending = .known(isDelivered: isDelivered, isReplied: isDelivered)
      case .unknown(_, isDelivered: true):
        leaf.ending = .known(isDelivered: true, isReplied: true)
      case .unknown: break
      }
      return leaf
    }
    let folded = WalkResult(folding: arriving, isTruncated: false, ports: nil, isStrict: isStrict).parts[0]
    let unanswered = classes.all.indices.filter { !classes.all[$0].expectsReply }
    parts =
      unanswered.map {
        Part(serviceClass: $0, ports: nil, delivered: folded.delivered, replied: folded.replied)
      } + parts
  }
}
