import PacketWalkAddressing

/// Walks for verdicts alone: the same packets, the same ways, and nothing kept but how branches end.
///
/// What `Walker` does with sets of ports is done with ranges here: where a rule treats part of a range differently, the
/// rest becomes a branch of its own, which is asked again. A branch is plain numbers and stands in memory that the
/// walker keeps, so that a walk allocates nothing once the first few have been made.
package struct VerdictWalker {
  /// How an op left a branch.
  enum Outcome {
    case goesOn
    case ended
    /// Only the whole walk can tell.
    case needsWholeWalk
  }

  let tables: VerdictTables
  private var fold = VerdictFold()
  private var pending = Scratch<VerdictState>(64)
  var trail = Scratch<FlatSession>(256)
  /// What sessions remember of packets that their elements changed.
  var changed = Scratch<FlatHeader>(64)
  var decisions = Scratch<FlatDecision>(64)
  /// Where answers to the beginning in hand have to arrive, and what they answer.
  private(set) var origin = FlatOp.none
  private(set) var request: FlatHeader
  /// So that nobody thinks that nothing came of touching memory.
  private var touched: UInt32 = 0
  /// How many of the walks so far were left to the whole one.
  package private(set) var wholeWalks = 0

  package init(_ tables: VerdictTables) {
    self.tables = tables
    request = FlatHeader(source: .zero, destination: .zero, protocol: 0, icmpType: 0, icmpCode: 0)
  }

  /// The verdict of a question, the same as the whole walk's; nil where not all ports of a range fare alike.
  ///
  /// - Complexity: That of `PacketGraph.walk`; without allocations, unless the whole walk is needed.
  package mutating func verdict(of walk: PreparedWalk) -> Verdict? {
    if let verdict = verdict(from: walk.start) { return verdict }
    if let verdict = quickVerdict(walk.rest.beginnings) { return verdict }
    wholeWalks += 1
    let parts = tables.graph.walk(walk.question, tables.options).parts
    guard let first = parts.first?.verdict, parts.allSatisfy({ $0.verdict == first }) else { return nil }
    return first
  }

  /// The verdict of a question with one beginning; nil where more has to be known than that.
  package mutating func verdict(from start: PreparedWalk.Start) -> Verdict? {
    guard !start.isMore else { return nil }
    fold = VerdictFold()
    return follow(start.beginning) ? fold.verdict(isStrict: tables.isStrict) : nil
  }

  private mutating func quickVerdict(_ beginnings: [Beginning]) -> Verdict? {
    guard beginnings.count > 1 else { return nil }
    fold = VerdictFold()
    for beginning in beginnings {
      guard follow(beginning) else { return nil }
    }
    return fold.verdict(isStrict: tables.isStrict)
  }

  /// Reads what a question will need. Done for a few questions in a row before they are walked, their memory arrives
  /// together.
  package mutating func touch(_ start: PreparedWalk.Start) {
    let hints = start.hints
    let last = tables.ops.count - 1
    var sum = tables.owners.touch(Int(hints.sourceSlot)) &+ tables.owners.touch(Int(hints.destinationSlot))
    // Four ops to a line of memory.
    for step in stride(from: 0, to: 16, by: 4) {
      sum &+= tables.ops[min(Int(hints.sourcePC) + step, last)].a
      sum &+= tables.ops[min(Int(hints.destinationPC) + step, last)].a
    }
    if tables.interfaces.count > 0 {
      sum &+= tables.interfaces[Int(hints.sourceInterface)].vpc
      sum &+= tables.interfaces[Int(hints.destinationInterface)].vpc
    }
    touched &+= sum
  }

  /// Every branch of one beginning; false if the whole walk is needed.
  private mutating func follow(_ beginning: Beginning) -> Bool {
    pending.clear()
    trail.clear()
    changed.clear()
    decisions.clear()
    var state = VerdictState(beginning)
    (origin, request) = (beginning.place, state.header)
    while true {
      guard walk(&state) else { return false }
      // Whether the whole walk would stop at that many is for it to say.
      guard fold.count + pending.count < Walker.branchLimit else { return false }
      guard let branch = pending.popLast() else { return true }
      state = branch
    }
  }

  /// False if the whole walk is needed.
  private mutating func walk(_ state: inout VerdictState) -> Bool {
    while true {
      guard state.hops <= Walker.hopLimit else {
        stop(state)
        return true
      }
      switch perform(&state) {
      case .goesOn: continue
      case .ended: return true
      case .needsWholeWalk: return false
      }
    }
  }

  // MARK: Branches

  @inline(__always)
  func enter(_ pc: UInt32, _ state: inout VerdictState) {
    state.pc = pc
    state.hops += 1
  }

  mutating func fork(_ state: VerdictState) { pending.append(state) }

  /// The packet stops here.
  @discardableResult
  mutating func stop(_ state: VerdictState) -> Outcome {
    fold.end(isDelivered: state.isDelivered, isReplied: false)
    return .ended
  }

  mutating func endUnknown(_ state: VerdictState) -> Outcome {
    fold.endUnknown(isDelivered: state.isDelivered)
    return .ended
  }

  mutating func arrive(_ state: VerdictState) -> Outcome {
    fold.end(isDelivered: state.isDelivered, isReplied: true)
    return .ended
  }

  mutating func noteAssumption() { fold.isAssumed = true }
}
