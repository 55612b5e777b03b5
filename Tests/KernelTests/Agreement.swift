import PacketWalkForwarding

/// How an answer stands to what the packets did.
enum Agreement: Hashable {
  case agrees
  /// An `intermittent` that the kernel, which keeps a client's port, can neither prove nor refute.
  case unproven
  case disagrees

  /// Judges an answer.
  ///
  /// Undetermined is a disagreement: the recordings hold everything that answers need.
  init(_ probe: KernelProbe, delivered: Extent, replied: Extent) {
    let verdict = Verdict(delivered: delivered, replied: replied)
    let isDelivered = delivered == .some || delivered == .all
    guard verdict != .undetermined, (verdict == .unreachable) != isDelivered,
      probe.openFields.contains("forward") || isDelivered == probe.isDelivered
    else {
      self = .disagrees
      return
    }
    if probe.openFields.contains("round_trip") {
      self = .agrees
    } else if let targets = probe.targets, 0 < targets.answered, targets.answered < targets.of {
      self = verdict == .intermittent ? .agrees : .disagrees
    } else if verdict != .intermittent {
      self = (verdict == .reachable) == probe.isAnswered ? .agrees : .disagrees
    } else if probe.dependsOnPort {
      self = .agrees
    } else {
      // AWS takes any port from 1024 to 65535: an access list that admits part of them admits part of the
      // connections, whichever one the kernel happened to try.
      let isTranslated = probe.hasNewPort || probe.way.contains { $0.contains("nat") }
      self = isTranslated ? .unproven : .disagrees
    }
  }
}
