import PacketWalkDiagnostics

/// One interface that is written within an endpoint or a load balancer, by its subnet.
struct NativeNodePlace {
  /// The subnet's name, as written.
  var subnet: YAMLNode
  /// `name`, or `OWNER.SUBNET`; a second one in the subnet is `OWNER.SUBNET.2`.
  var name: String
  var fields: YAMLFields
  var origin: Origin

  /// The places of a mapping; none for a list, which refers to interfaces written elsewhere.
  static func places(_ node: YAMLNode, of owner: String) throws(InputError) -> [NativeNodePlace] {
    guard case .mapping(let pairs) = node.content else { return [] }
    var places: [NativeNodePlace] = []
    for pair in pairs {
      let subnet = YAMLNode(.scalar(pair.key, isQuoted: true), origin: pair.origin)
      var items = pair.value.items
      // A subnet with nothing after it holds a node of unknown address.
      if items.isEmpty { items = [YAMLNode(.mapping([]), origin: pair.origin)] }
      for (index, item) in items.enumerated() {
        let fields = try YAMLFields(item, of: .node)
        let base = index == 0 ? "\(owner).\(pair.key)" : "\(owner).\(pair.key).\(index + 1)"
        places.append(
          NativeNodePlace(
            subnet: subnet, name: try fields.text("name") ?? base, fields: fields, origin: pair.origin))
      }
    }
    return places
  }
}
