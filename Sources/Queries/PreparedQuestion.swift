package import PacketWalkForwarding

/// One pair of a question's ends and one protocol of its service, all names resolved: to be asked again and again
/// without a word of text. For the network that it was made for, and no other.
public struct PreparedQuestion: Sendable {
  package let walk: PreparedWalk
}
