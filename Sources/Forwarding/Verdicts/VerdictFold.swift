/// How the branches of a walk ended, as far as its verdict needs it.
struct VerdictFold {
  private var isSomeDelivered = false
  private var isSomeUndelivered = false
  private var isSomeReplied = false
  private var isSomeUnreplied = false
  private var isDeliveryOpen = false
  private var isReplyOpen = false
  /// Whether the answer rests on an assumption.
  var isAssumed = false
  private(set) var count = 0

  mutating func end(isDelivered: Bool, isReplied: Bool) {
    count += 1
    if isDelivered { isSomeDelivered = true } else { isSomeUndelivered = true }
    if isReplied { isSomeReplied = true } else { isSomeUnreplied = true }
  }

  /// At something that the input does not hold.
  mutating func endUnknown(isDelivered: Bool) {
    count += 1
    if isDelivered { isSomeDelivered = true } else { isDeliveryOpen = true }
    isReplyOpen = true
  }

  /// As `WalkResult` folds the network's choices.
  func verdict(isStrict: Bool) -> Verdict {
    if isStrict, isAssumed { return Verdict(delivered: .unknown, replied: .unknown) }
    return Verdict(
      delivered: Self.extent(isSomeDelivered, isSomeUndelivered, isOpen: isDeliveryOpen),
      replied: Self.extent(isSomeReplied, isSomeUnreplied, isOpen: isReplyOpen))
  }

  private static func extent(_ some: Bool, _ others: Bool, isOpen: Bool) -> Extent {
    if some, others { return .some }
    if isOpen { return .unknown }
    return some ? .all : .none
  }
}
