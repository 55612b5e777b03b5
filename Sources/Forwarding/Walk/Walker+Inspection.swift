import PacketWalkAddressing

/// Ops of what knows connections.
extension Walker {
  /// Passes what answers a known packet by its state, and notes any other; an answer to what it doesn't know
  /// stops there.
  mutating func inspect(_ id: InspectorID, _ state: inout WalkState) -> Bool {
    if isKnown(to: id, &state) {
      record(.inspection(id), .byState, &state)
      return true
    }
    if state.isReply { return block(.inspectionWithoutSession, .inspection(id), isFatal: false, &state) }
    record(.inspection(id), .pass, &state)
    note(id, &state)
    return true
  }

  /// Whether the packet answers one that the inspector has seen, which it now has the answer of.
  private func isKnown(to id: InspectorID, _ state: inout WalkState) -> Bool {
    let wanted = state.header.reversed
    var isKnown = false
    for place in state.trail.indices
    where state.trail[place].key == .element(.inspection(id)) && state.trail[place].after == wanted {
      state.trail[place].isAnswered = true
      isKnown = true
    }
    return isKnown
  }

  private func note(_ id: InspectorID, _ state: inout WalkState) {
    // Only a connection is broken by an answer that goes another way: its first packet is all of it that
    // the inspector knows, and what follows fits nothing (X6).
    state.trail.append(
      Session(
        key: .element(.inspection(id)), before: state.header, after: state.header, resume: PortID(0),
        isAnswered: state.header.protocol != .tcp))
  }

  /// Blocks an answer that has arrived, but did not come by all that inspected the question.
  mutating func isInspectedOneWay(_ state: inout WalkState) -> Bool {
    for session in state.trail where !session.isAnswered {
      guard case .element(.inspection(let id)) = session.key else { continue }
      return !block(
        .inspectedOneWay, .inspection(id), isFatal: true, element: graph.inspectors[id.value].element, &state)
    }
    return false
  }
}
