package import PacketWalkServiceSets

/// How services fare between two members, as policies ask for it: sets that may share services.
package struct PathOutcome: Hashable, Sendable {
  /// Delivered and answered, whatever the network chooses.
  package var reachable = ServiceSet.none
  /// Delivered and answered for at least some of the network's choices.
  package var answeredSometimes = ServiceSet.none
  /// Delivered, whatever the network chooses and whether it is answered or not.
  package var delivered = ServiceSet.none
  /// Delivered for at least some of the network's choices.
  package var deliveredSometimes = ServiceSet.none
  /// The input does not tell whether they are delivered.
  package var perhapsDelivered = ServiceSet.none
  /// The input does not tell whether they are reachable.
  package var undetermined = ServiceSet.none
}
