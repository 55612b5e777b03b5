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
  /// How the services of a class fare, or some of its ports.
  struct Part: Sendable {
    var serviceClass: Int
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
  /// What was asked on the way, where that is kept.
  var reads = ReadSet()
}

extension PacketGraph {
  /// Walks all services between two ends; nil where the walk depends on ends that were to be left open.
  ///
  /// - Complexity: one walk, and one for each class of services that something on the way tells apart from those
  ///   that were walked.
  func walkAll(_ pair: ExplorePair, _ classes: ServiceClasses, _ options: WalkOptions) -> PairWalk? {
    var found = PairWalk()
    var rest = ServiceClassSet(classes.all.indices)
    for place in classes.order where rest.contains(place) {
      let serviceClass = classes.all[place]
      let hasPorts = serviceClass.protocol.hasPorts
      let question = WalkQuestion(
        origin: pair.origin, sources: pair.sources, destinations: pair.destinations,
        protocol: serviceClass.protocol, ports: hasPorts ? PortSet(.all) : nil,
        sourcePorts: hasPorts ? PortSet(pair.clientPorts) : nil, icmpType: serviceClass.icmpType,
        icmpCode: serviceClass.icmpCode)
      rest.subtract(ServiceClassSet([place]))
      let watch = hasPorts ? nil : ServiceWatch(classes, walked: place, among: rest)
      var walker = Walker(self, question, options, watch)
      walker.run()
      guard !walker.dependsOnEnds, found.note(walker) else { return nil }
      let result = WalkResult(
        folding: walker.leaves, isTruncated: walker.isTruncated, ports: question.ports,
        isStrict: options.isStrict)
      for part in result.parts {
        found.parts.append(
          PairWalk.Part(
            serviceClass: place, ports: part.ports, delivered: part.delivered, replied: part.replied))
        found.undeterminedBy.formUnion(part.undeterminedBy)
      }
      guard !walker.isTruncated, let watch = walker.watch, let own = result.parts.first else { continue }
      // A packet that nobody answers says nothing of the way back.
      let alike = classes.order.filter {
        watch.alike.contains($0) && (serviceClass.expectsReply || !classes.all[$0].expectsReply)
      }
      found.add(alike, own, walker.leaves, classes, isStrict: options.isStrict)
      rest.subtract(ServiceClassSet(alike))
    }
    return found
  }
}

extension PairWalk {
  /// Takes over what a walk noted; false if its branches ask different things of the open ends.
  fileprivate mutating func note(_ walker: Walker) -> Bool {
    isTruncated = isTruncated || walker.isTruncated
    if let asked = walker.reads { reads.formUnion(asked) }
    for leaf in walker.leaves {
      assumptions.formUnion(leaf.assumptions)
      // What failed before it came to the ends' groups fails whatever they say.
      if case .known(isDelivered: false, _) = leaf.ending { continue }
      guard openFilters == nil || openFilters == leaf.openFilters else { return false }
      openFilters = leaf.openFilters
    }
    return true
  }

  /// Where a walk speaks for other classes: those that are not answered at all end where they are delivered.
  fileprivate mutating func add(
    _ alike: [Int], _ answered: WalkResult.Part, _ leaves: [Leaf], _ classes: ServiceClasses, isStrict: Bool
  ) {
    guard !alike.isEmpty else { return }
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
    for place in alike {
      let isAnswered = classes.all[place].expectsReply
      parts.append(
        Part(
          serviceClass: place, ports: nil, delivered: isAnswered ? answered.delivered : folded.delivered,
          replied: isAnswered ? answered.replied : folded.replied))
    }
  }
}
