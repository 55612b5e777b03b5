package import PacketWalkAddressing

/// What a walk found: every distinct branch, and their fold.
package struct WalkResult: Sendable {
  /// The branches' common answer for some of the destination ports that were asked about.
  package struct Part: Sendable {
    /// Nil where the protocol has no ports.
    package var ports: PortSet?
    package var delivered: Extent
    package var replied: Extent
    /// What the answer depends on, when it is undetermined.
    package var undeterminedBy: [InputID]
    /// Indices into `leaves`.
    package var leaves: [Int]

    package var verdict: Verdict { Verdict(delivered: delivered, replied: replied) }
  }

  package var parts: [Part]
  package var leaves: [Leaf]
  /// More branches than are walked: all parts are undetermined.
  package var isTruncated: Bool
}

extension PacketGraph {
  /// Walks a question's packet and its reply.
  ///
  /// - Complexity: O(hops × rules of each filter on the way) a branch; at most 4,096 branches.
  package func walk(_ question: WalkQuestion, _ options: WalkOptions = WalkOptions()) -> WalkResult {
    var walker = Walker(self, question, options)
    walker.run()
    return WalkResult(
      folding: walker.leaves, isTruncated: walker.isTruncated, ports: question.ports,
      isStrict: options.isStrict)
  }
}

extension WalkResult {
  /// Folds inside out: the network's choices, then unknowns, then the members of the port range.
  init(folding leaves: [Leaf], isTruncated: Bool, ports: PortSet?, isStrict: Bool) {
    self.leaves = leaves
    self.isTruncated = isTruncated
    let all = Array(leaves.indices)
    guard let ports, ports.count > 1 else {
      parts = [Self.fold(all, leaves, ports, isTruncated, isStrict)]
      return
    }
    // Ports on which every branch agrees to apply or not behave alike.
    var classes = [ports]
    for leaf in leaves {
      guard let set = leaf.variables.first(where: { $0.role == .service })?.set else { continue }
      classes = classes.flatMap { part -> [PortSet] in
        let inside = PortSet(set.ranges.flatMap { part.intersection($0).ranges })
        let outside = set.ranges.reduce(part) { $0.subtracting($1) }
        return [inside, outside].filter { !$0.isEmpty }
      }
    }
    var merged: [Part] = []
    for part in classes.sorted(by: { ($0.first ?? 0) < ($1.first ?? 0) }) {
      let relevant = all.filter { index in
        guard let set = leaves[index].variables.first(where: { $0.role == .service })?.set else {
          return true
        }
        return part.first.map(set.contains) ?? true
      }
      let folded = Self.fold(relevant, leaves, part, isTruncated, isStrict)
      let causes = Self.causes(folded, leaves)
      if let same = merged.firstIndex(where: {
        ($0.delivered, $0.replied, $0.undeterminedBy) == (
          folded.delivered, folded.replied, folded.undeterminedBy
        )
          && Self.causes($0, leaves) == causes
      }) {
        merged[same].ports = merged[same].ports?.union(part)
        merged[same].leaves += folded.leaves.filter { !merged[same].leaves.contains($0) }
      } else {
        merged.append(folded)
      }
    }
    parts = merged
  }

  /// What stops a part: parts that fail for different reasons are told apart.
  private static func causes(_ part: Part, _ leaves: [Leaf]) -> Set<Cause> {
    Set(
      part.leaves.flatMap { leaves[$0].blockers }.filter { !$0.step.isBeyond }.map {
        Cause(code: $0.code, element: $0.step.element, leg: $0.step.leg, isReply: $0.step.isReply)
      })
  }

  private struct Cause: Hashable {
    var code: Code
    var element: ElementRef
    var leg: UInt8
    var isReply: Bool
  }

  private static func fold(
    _ indices: [Int], _ leaves: [Leaf], _ ports: PortSet?, _ isTruncated: Bool, _ isStrict: Bool
  ) -> Part {
    guard !isTruncated else {
      return Part(ports: ports, delivered: .unknown, replied: .unknown, undeterminedBy: [], leaves: indices)
    }
    var part = foldUnknowns(indices, leaves, depth: 0)
    part.ports = ports
    if isStrict, indices.contains(where: { !leaves[$0].assumptions.isEmpty }) {
      (part.delivered, part.replied) = (.unknown, .unknown)
    }
    return part
  }

  /// All valuations of the unknowns must agree, else the answer is theirs.
  private static func foldUnknowns(_ indices: [Int], _ leaves: [Leaf], depth: Int) -> Part {
    guard depth < unknownLimit, let unknown = openUnknown(indices, leaves) else {
      return foldNetwork(indices, leaves)
    }
    let branches = [true, false].map { passes in
      let excluded = unknown.decision(passes: !passes)
      return foldUnknowns(
        indices.filter { !leaves[$0].decisions.contains(excluded) }, leaves, depth: depth + 1)
    }
    var folded = branches[0]
    folded.leaves = indices
    if (branches[0].delivered, branches[0].replied) == (branches[1].delivered, branches[1].replied) {
      return folded
    }
    folded.undeterminedBy =
      [unknown.input] + branches.flatMap(\.undeterminedBy).filter { $0 != unknown.input }
    if branches[0].delivered != branches[1].delivered { folded.delivered = .unknown }
    if branches[0].replied != branches[1].replied { folded.replied = .unknown }
    return folded
  }

  /// Unknowns on one path beyond this are not told apart: their branches count as the network's.
  private static let unknownLimit = 16

  /// A filter's unknown decision, without its value.
  private struct Unknown: Hashable {
    var input: InputID
    var filter: FilterID
    var leg: UInt8
    var isReply: Bool

    func decision(passes: Bool) -> Decision {
      .unknown(input, filter: filter, leg: leg, isReply: isReply, passes: passes)
    }
  }

  /// The first unknown that some branches take one way and some the other.
  private static func openUnknown(_ indices: [Int], _ leaves: [Leaf]) -> Unknown? {
    var seen: [Unknown: Bool] = [:]
    for index in indices {
      for case .unknown(let input, let filter, let leg, let isReply, let passes) in leaves[index].decisions {
        let unknown = Unknown(input: input, filter: filter, leg: leg, isReply: isReply)
        if let other = seen[unknown], other != passes { return unknown }
        seen[unknown] = passes
      }
    }
    return nil
  }

  private static func foldNetwork(_ indices: [Int], _ leaves: [Leaf]) -> Part {
    var delivered: Set<Bool> = []
    var replied: Set<Bool> = []
    var inputs: [InputID] = []
    var isDeliveryOpen = false
    for index in indices {
      switch leaves[index].ending {
      case .known(let isDelivered, let isReplied):
        delivered.insert(isDelivered)
        replied.insert(isReplied)
      case .unknown(let input, let isDelivered):
        if isDelivered { delivered.insert(true) } else { isDeliveryOpen = true }
        if !inputs.contains(input) { inputs.append(input) }
      }
    }
    func extent(_ values: Set<Bool>, isOpen: Bool) -> Extent {
      if values.count == 2 { return .some }
      if isOpen { return .unknown }
      return values.contains(true) ? .all : .none
    }
    return Part(
      ports: nil, delivered: extent(delivered, isOpen: isDeliveryOpen),
      replied: extent(replied, isOpen: !inputs.isEmpty), undeterminedBy: inputs, leaves: indices)
  }
}
