import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  mutating func readPrefixLists() throws(InputError) {
    for pair in try file.pairs("prefix-lists") {
      var node = pair.value
      // A bare list is the list's entries.
      if !node.isMapping {
        let entries = YAMLPair(key: "entries", origin: node.origin, value: node)
        node = YAMLNode(.mapping([entries]), origin: node.origin)
      }
      let fields = try YAMLFields(node, of: .prefixList)
      let isUnknown = fields["entries"]?.scalar == "unknown"
      topology.prefixLists.append(
        PrefixList(
          id: scope.ownID(.prefixList, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin),
          listName: try fields.text("list-name"),
          entries: isUnknown ? nil : try fields.prefixes("entries") ?? []))
    }
  }

  mutating func readUnassociatedAddresses() throws(InputError) {
    for pair in try file.pairs("unassociated-addresses") {
      var node = pair.value
      if node.scalar != nil {
        node = YAMLNode(
          .mapping([YAMLPair(key: "public", origin: node.origin, value: node)]), origin: node.origin)
      }
      let fields = try YAMLFields(node, of: .unassociatedAddress)
      topology.unassociatedAddresses.append(
        UnassociatedAddress(
          allocation: try fields.text("id") ?? pair.key,
          publicAddress: try fields.required("public").address(),
          info: try scope.info(fields, key: pair.key, origin: pair.origin)))
    }
  }

  /// Before everything else, since routes refer to the kinds.
  mutating func readUnmodelled() throws(InputError) {
    for pair in try file.pairs("vpcs") {
      let vpc = try YAMLFields(pair.value, of: .vpc)
      let id: VPCID = scope.ownID(.vpc, pair.key)
      var inner = scope
      inner.key = pair.key
      let info = try scope.info(vpc, key: pair.key, origin: pair.origin)
      inner.account = info.account
      inner.region = info.region
      for thing in try vpc.pairs("unmodelled") { try readUnmodelled(thing, inner, vpc: id) }
    }
    for thing in try file.pairs("unmodelled") { try readUnmodelled(thing, scope, vpc: nil) }
  }

  private mutating func readUnmodelled(
    _ pair: YAMLPair, _ scope: NativeScope, vpc: VPCID?
  ) throws(InputError) {
    let fields = try YAMLFields(pair.value, of: .unmodelled)
    let kind = try fields.required("kind").text("kind")
    let id = names.entry(.unmodelled, key: pair.key, scope: scope.key)?.id ?? pair.key
    self.scope.unmodelledKinds[id] = kind
    topology.unmodelled.append(
      UnmodelledResource(
        kind: kind, id: id, info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: vpc))
  }
}
