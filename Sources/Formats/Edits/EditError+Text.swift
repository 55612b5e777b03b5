import PacketWalkDiagnostics
import PacketWalkTopology

extension EditError {
  /// The error in words, with the edit's text.
  ///
  /// - Parameter topology: what the edits were applied to.
  func inputError(_ edits: [Edit], on topology: Topology) -> InputError {
    let text = EditText.texts(edits, on: topology)[index]
    let message = "“\(text)” cannot be applied: \(why(on: topology))"
    let code: InputError.Code =
      switch reason {
      case .unknownResource, .notInResource: .noMatch
      case .identifierTaken: .invalid
      }
    return InputError(code, message, at: edit.origin ?? .implied, candidates: candidates(on: topology))
  }

  private func why(on topology: Topology) -> String {
    switch reason {
    case .unknownResource(let kind, let id): return "there is no \(kind) \(id)"
    case .identifierTaken(let kind, let id): return "there is a \(kind) \(id) already"
    case .notInResource(let kind, let id):
      let what =
        switch edit {
        case .removeSecurityGroupRule(_, let rule):
          rule.direction == .ingress ? "has no such inbound rule" : "has no such outbound rule"
        case .detachSecurityGroup: "is not in that security group"
        case .removeNetworkACLEntry(_, let direction, let number):
          "has no \(direction == .ingress ? "inbound" : "outbound") entry \(number)"
        case .removeRoute: "has no such route of its own"
        case .disassociateRouteTable: "has no route table of its own, and uses the main one"
        case .setPublicAddress(_, let address, _): "does not have the address \(address)"
        default: "does not hold it"
        }
      return "\(kind) \(id) \(what)"
    }
  }

  private func candidates(on topology: Topology) -> [String] {
    // Rules have no names; those of the group are what could have been meant.
    guard case .removeSecurityGroupRule(let group, let rule) = edit, candidates.isEmpty,
      case .notInResource = reason,
      let place = topology.securityGroups.firstIndex(where: { $0.id == group })
    else { return candidates }
    let rules = topology.securityGroups[place].rules.filter { $0.direction == rule.direction }
    return EditText.texts(rules.prefix(12).map { .removeSecurityGroupRule(group, $0) }, on: topology)
  }
}

extension Edit {
  /// Where the edit was read, where it keeps that.
  fileprivate var origin: Origin? {
    switch self {
    case .addSecurityGroupRule(_, let rule), .removeSecurityGroupRule(_, let rule): rule.origin
    case .setNetworkACLEntry(_, let entry): entry.origin
    case .setRoute(_, let route): route.origin
    case .addNetworkInterface(let interface): interface.info.origin
    case .addVPNGateway(let gateway): gateway.info.origin
    case .addUnmodelledResource(let thing): thing.info.origin
    default: nil
    }
  }
}
