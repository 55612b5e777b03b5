import PacketWalkDiagnostics
import PacketWalkTopology

/// What AWS makes with a VPC, and what a native topology therefore need not write.
enum NativeImplied {
  /// The section, the key that marks its one default member, and that member's usual name.
  private static let sections: [(section: String, mark: String, name: String, kind: NativeKind)] = [
    ("route-tables", "main", "main", .routeTable), ("network-acls", "default", "default", .networkACL),
    ("security-groups", "default", "default", .securityGroup),
  ]

  /// The kinds of which the VPC doesn't write its default member, with the name that it gets.
  static func kinds(
    _ vpc: YAMLFields, missing: Set<String>
  ) throws(InputError) -> [(kind: NativeKind, name: String)] {
    guard try vpc.bool("defaults") ?? true, try vpc.bool("described") ?? true else { return [] }
    var implied: [(kind: NativeKind, name: String)] = []
    for (section, mark, name, kind) in sections where !missing.contains(section) {
      var isWritten = false
      for pair in try vpc.pairs(section) where try isDefault(pair, mark: mark, name: name) {
        isWritten = true
      }
      if !isWritten { implied.append((kind, name)) }
    }
    return implied
  }

  /// Whether the member is the default one: it says so, or it has the name and doesn't deny it.
  private static func isDefault(_ pair: YAMLPair, mark: String, name: String) throws(InputError) -> Bool {
    for field in try pair.value.pairs("“\(pair.key)”") where field.key == mark {
      return field.value.scalar == "true"
    }
    return pair.key == name
  }

  /// A transit gateway that writes no tables has one that all attachments use.
  static func hasTransitRouteTable(_ gateway: YAMLFields, missing: Set<String>) -> Bool {
    !gateway.has("route-tables") && !missing.contains("transit-gateway-route-tables")
  }
}
