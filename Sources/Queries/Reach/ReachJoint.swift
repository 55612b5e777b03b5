/// Members that are of one kind before, of one after, and of one party.
struct ReachJoint {
  /// -1 in the network that does not have them.
  var before: Int
  var after: Int
  var party: String
  /// As the network after knows them, or before if that alone has them.
  var members: [ReachNode]
  /// As the network before knows them, or after if that alone has them.
  var partners: [ReachNode]
  /// Whether they are hosts that one of the networks does not have.
  var isLone = false
}
