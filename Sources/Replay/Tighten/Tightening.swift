import PacketWalkAddressing
package import PacketWalkDiagnostics
package import PacketWalkFlowLogs
package import PacketWalkQueries
package import PacketWalkTopology

/// Rules beside what used them, and the closest that they may be made.
package struct Tightening: Sendable {
  package enum Outcome: Hashable, Sendable {
    /// Nothing used it.
    case unused
    /// What used it passes by these rules as well.
    case covered(by: [String])
    /// Narrower rules do; as the resource would have them.
    case narrowed(to: [String])
    /// In use, and as close as what was seen.
    case exact
    /// In use, and no few rules that are narrower let the same pass.
    case kept
    /// What it denies would pass without it.
    case deny
    /// Nothing is proposed, for what is not known.
    case held(Reserve)
  }

  /// Why nothing is proposed of a rule.
  package enum Reserve: Hashable, Sendable {
    /// Interfaces that it is for logged nothing.
    case silent([String])
    /// Accepted flows of which it is not known which rule they used, at these interfaces.
    case blind(Unjudged, [String])
    /// It is about a prefix list whose entries the input does not hold.
    case unknownList
    /// It lets everything pass, as AWS makes it.
    case everything
    /// Without it a record would disagree: one of which it is not clear that it was a request.
    case needed
  }

  /// Flows that used a rule, by far end and service.
  package struct Use: Hashable, Sendable {
    /// An address, or a range of several that were merged, and the interface that holds it.
    package var remote: String
    package var name: String?
    package var service: String
    package var flows: Int
    /// Whether other rules let them pass as well.
    package var isShared: Bool
  }

  package struct Rule: Sendable {
    package var key: RuleKey
    package var component: Component
    package var direction: RuleDirection
    package var text: String
    package var origin: Origin
    package var outcome: Outcome
    package var edits: [Edit]
    package var hits: RuleHits
    /// The most used first.
    package var uses: [Use]
    /// Whether so much was seen that far ends or ports were merged.
    package var isMerged: Bool
    /// The interfaces that it is for, those of them that logged something, and the windows from which records are missing.
    package var interfaces: [String]
    package var logged: Int
    package var skipped: Int
    /// What its change alone opens and closes; nil where that was not looked at.
    package var effects: [ReachDifference.Change]?

    package var isChanged: Bool { !edits.isEmpty }
  }

  /// How it was made sure that everything that was seen still passes.
  package struct Proof: Sendable {
    /// Whether the records were read again, or else every different flow was judged.
    package var isByRecords: Bool
    /// Accepted records, or different flows, that were judged, and those among them that the tightened rules stop and the
    /// rules of today don't.
    package var judged: Int
    package var lost: Int
    /// How often the rules were tried, the last time with this outcome.
    package var rounds: Int
    /// The share of records that agree, today and with the tightened rules, in per cent; nil where they can't be read again.
    package var scoreBefore: Double?
    /// Records that disagree today.
    package var disagreeing = 0
    package var score: Double?
  }

  package var options: TightenOptions
  package var counts: FlowLogCounts
  /// In seconds since 1970; nil without any record.
  package var window: ClosedRange<Int>?
  /// Windows from which records are missing.
  package var skipped: Int
  /// In the topology's order.
  package var rules: [Rule]
  /// Groups and access lists with rules that are for no interface.
  package var idle: [String]
  package var proof: Proof?
  /// What all changes together open and close; nil where nothing changes.
  package var effects: [ReachDifference.Change]?
  /// The interfaces of the topology, and those that logged anything, be it that there was nothing.
  package var interfaces: Int
  package var covered: Int

  package var changed: [Rule] { rules.filter(\.isChanged) }
  package var edits: [Edit] { Self.ordered(rules.flatMap(\.edits)) }

  /// What is added first, so that nothing is cut off on the way.
  static func ordered(_ edits: [Edit]) -> [Edit] {
    func isRemoval(_ edit: Edit) -> Bool {
      switch edit {
      case .removeSecurityGroupRule, .removeNetworkACLEntry: true
      default: false
      }
    }
    return edits.filter { !isRemoval($0) } + edits.filter(isRemoval)
  }
}
