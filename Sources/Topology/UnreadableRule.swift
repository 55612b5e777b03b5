package import PacketWalkDiagnostics

/// A rule that the input holds and that could not be read, so that what it admits or denies is unknown.
///
/// A security group with one is unknown where none of its rules matches; a network ACL with one is
/// unknown from that number on, or everywhere when the number could not be read either.
package struct UnreadableRule: Hashable, Sendable {
  package var direction: RuleDirection
  /// `RuleNumber` of a network ACL's entry.
  package var number: Int?
  package var origin: Origin

  package init(direction: RuleDirection, number: Int? = nil, origin: Origin = .implied) {
    self.direction = direction
    self.number = number
    self.origin = origin
  }
}
