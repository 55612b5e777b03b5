/// One thing that happened to a packet: a code and indices, no text.
package struct Step: Hashable, Sendable {
  package enum Outcome: UInt8, Hashable, Sendable {
    case pass
    case block
    /// Passed by the state of the request.
    case byState
    /// A filter that doesn't apply here.
    case skipped
    case unknown
  }

  package enum Detail: Hashable, Sendable {
    case send(Header)
    case `guard`(Guard)
    /// A filter and the rule that decided, or nil for its implied deny; the header it looked at.
    case filter(FilterID, rule: Int?, Header)
    /// A table and the entry that won, or nil.
    case route(TableID, entry: Int?, Header)
    case neighbour(Header)
    case local
    case translate(from: Header, to: Header)
    /// Back to what the session remembered.
    case restore(from: Header, to: Header)
    case choice(ChoiceID, alternative: Int)
    case zone(ZoneIndex?)
    case listener(ListenerID, entry: Int)
    case relay(ChoiceID, alternative: Int, Header)
    case identityLost(Code)
    case inspection(InspectorID)
    case assumption(Assumption)
    case deliver(PlaceID)
    case exempt(ExemptService)
    case drop
    case missing(InputID)
  }

  package var detail: Detail
  package var outcome: Outcome
  /// Whose behaviour it is.
  package var element: ElementRef
  package var code: Code?
  /// 0 for the first connection, 1 for the one behind a relay …
  package var leg: UInt8
  package var isReply: Bool
  /// Set for what was found beyond the phase in which the packet already failed.
  package var isBeyond: Bool
}

/// Why a walk failed, as its step; the first of a walk decides.
package struct Blocker: Hashable, Sendable {
  package var step: Step
  package var code: Code
  /// How many ops the branch had performed by then: its place on the path.
  package var position: Int
}
