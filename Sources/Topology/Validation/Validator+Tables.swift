import PacketWalkDiagnostics

extension Validator {
  /// One table and one ACL for each subnet: its own or its VPC's (RT-1, ACL-1).
  mutating func checkAssociations() {
    check(
      topology.routeTables.map {
        Associated(resource: $0, vpc: $0.vpc, isFallback: $0.isMain, subnets: $0.subnets)
      },
      AssociationKind(
        kind: .routeTables, name: RouteTable.kindName, fallback: "main",
        severalFallbacks: .severalMainRouteTables, noFallback: .noMainRouteTable,
        severalAssociations: .severalRouteTables))
    check(
      topology.networkACLs.map {
        Associated(resource: $0, vpc: $0.vpc, isFallback: $0.isDefault, subnets: $0.subnets)
      },
      AssociationKind(
        kind: .networkACLs, name: NetworkACL.kindName, fallback: "default",
        severalFallbacks: .severalDefaultNetworkACLs, noFallback: .noDefaultNetworkACL,
        severalAssociations: .severalNetworkACLs))
  }

  /// What route tables and network ACLs have in common.
  private struct Associated<R: Resource> {
    var resource: R
    var vpc: VPCID
    var isFallback: Bool
    var subnets: [SubnetID]
  }

  private struct AssociationKind {
    var kind: ResourceKind
    var name: String
    var fallback: String
    var severalFallbacks: ValidationCode
    var noFallback: ValidationCode
    var severalAssociations: ValidationCode
  }

  private mutating func check<R: Resource>(_ tables: [Associated<R>], _ words: AssociationKind) {
    var fallbacks: [VPCID: R] = [:]
    var own: [SubnetID: R] = [:]
    for table in tables {
      if table.isFallback {
        if let first = fallbacks[table.vpc] {
          report(
            words.severalFallbacks, about: table.resource,
            "VPC \(table.vpc) has another \(words.fallback) \(words.name), \(first.displayName)")
        } else {
          fallbacks[table.vpc] = table.resource
        }
      }
      for id in table.subnets {
        guard let first = own[id] else {
          own[id] = table.resource
          continue
        }
        guard first.id != table.resource.id, let place = subnets[id] else { continue }
        report(
          words.severalAssociations, about: topology.subnets[place],
          "subnet is associated with \(words.name) \(first.displayName) and with"
            + " \(table.resource.displayName)")
      }
    }
    guard !topology.isMissing(words.kind) else { return }
    let dependent = Set(topology.subnets.lazy.filter { own[$0.id] == nil }.map(\.vpc))
    for vpc in topology.vpcs where fallbacks[vpc.id] == nil {
      let message = "VPC has no \(words.fallback) \(words.name)"
      if dependent.contains(vpc.id) {
        report(words.noFallback, about: vpc, "\(message), and some of its subnets have none of their own")
      } else {
        report(words.noFallback, .note, about: vpc, message)
      }
    }
  }

  /// Numbers decide the order of an ACL's entries, so no two may be equal in one direction (ACL-2).
  mutating func checkNetworkACLNumbers() {
    struct Slot: Hashable {
      var direction: RuleDirection
      var number: Int
    }
    for acl in topology.networkACLs {
      var taken: Set<Slot> = []
      for entry in acl.entries
      where !taken.insert(Slot(direction: entry.direction, number: entry.number)).inserted {
        report(
          .duplicateNetworkACLNumber, about: acl,
          "more than one \(entry.direction.rawValue) entry has the number \(entry.number)", at: entry.origin)
      }
    }
  }
}
