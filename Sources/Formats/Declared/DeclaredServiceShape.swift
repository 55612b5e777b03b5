import PacketWalkTopology

/// Where the declaration of a service with interfaces in subnets says which subnets and groups (MS-2). Paths lead
/// through objects and blocks: `broker_node_group_info.client_subnets`.
struct DeclaredServiceShape: Sendable {
  /// The field's word: `DB instance`.
  var kind: String
  var subnets: String?
  /// The property that names a group of subnets, and the type of such groups.
  var subnetGroup: (key: String, type: String)?
  var groups: String
  /// Whether it has public addresses.
  var isPublic: String?
  /// An address that it is given.
  var address: String?
  /// What it is called by, where the input has it.
  var hosts: [String] = []
  /// Whether one without subnets is in no VPC at all; others are in the default one.
  var mayBeOutside = false
}
