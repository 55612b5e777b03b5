import PacketWalkTopology

/// One place in the tree of what is in what.
struct NetworkTreeNode {
  enum Content {
    case outside(name: String)
    case account(name: String)
    case vpc(VPC?)
    case subnets(SubnetKinds.Kind)
    case party(name: String)
  }

  var parent: Int?
  var content: Content
  /// What connections call it.
  var name: String
  /// Of a leaf: places in the map's members.
  var members: [Int] = []
}
