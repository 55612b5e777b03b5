extension NativeKeys {
  static let edit = NativeKeys(
    "an edit",
    [
      "add-rule", "remove-rule", "attach-group", "detach-group", "set-acl-entry", "remove-acl-entry",
      "set-route", "remove-route", "associate-table", "disassociate-table", "associate-acl",
      "set-public-address", "add-interface", "remove-interface", "add-vpn-gateway", "add-unmodelled",
    ])
  static let editRule = NativeKeys("an edit of a rule", ["group", "in", "out"])
  static let editMembership = NativeKeys("an edit of a membership", ["group", "interface"])
  static let editEntry = NativeKeys("an edit of an entry", ["acl", "in", "out"])
  static let editRoute = NativeKeys("an edit of a route", ["table", "to"] + route.keys)
  static let removeRoute = NativeKeys("the removal of a route", ["table", "to"])
  static let associateTable = NativeKeys("the association of a route table", ["subnet", "table"])
  static let disassociateTable = NativeKeys("the disassociation of a route table", ["subnet"])
  static let associateACL = NativeKeys("the association of a network ACL", ["subnet", "acl"])
  static let editAddress = NativeKeys("an edit of a public address", ["interface", "public", "ip"])
  static let newInterface = NativeKeys("a new interface", interface.own, common: true)
  static let removeInterface = NativeKeys("the removal of an interface", ["interface"])
  static let newVPNGateway = NativeKeys("a new VPN gateway", ["vpc"], common: true)
  static let newUnmodelled = NativeKeys("a new unmodelled thing", ["kind", "vpc"], common: true)

  /// Every table of the grammar of edits.
  package static let edits: [NativeKeys] = [
    edit, editRule, editMembership, editEntry, editRoute, removeRoute, associateTable,
    disassociateTable, associateACL, editAddress, newInterface, removeInterface, newVPNGateway, newUnmodelled,
  ]
}
