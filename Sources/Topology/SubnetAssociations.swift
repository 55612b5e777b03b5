/// The route table and the access list that each subnet uses: one's own, or its VPC's where there surely is no other
/// (RT-1, ACL-1).
package struct SubnetAssociations: Sendable {
  /// Places of route tables by the subnet's place; nil where the input doesn't say for sure.
  package let routeTables: [Int?]
  /// Places of access lists, likewise.
  package let networkACLs: [Int?]

  /// - Complexity: O(*n*) for *n* subnets, tables and lists.
  package init(_ topology: Topology) {
    routeTables = Self.associated(
      topology.subnets,
      topology.routeTables.map { Associated(vpc: $0.vpc, isFallback: $0.isMain, subnets: $0.subnets) },
      isComplete: !topology.isMissing(.routeTables))
    networkACLs = Self.associated(
      topology.subnets,
      topology.networkACLs.map { Associated(vpc: $0.vpc, isFallback: $0.isDefault, subnets: $0.subnets) },
      isComplete: !topology.isMissing(.networkACLs))
  }

  private struct Associated {
    var vpc: VPCID
    var isFallback: Bool
    var subnets: [SubnetID]
  }

  private static func associated(_ subnets: [Subnet], _ all: [Associated], isComplete: Bool) -> [Int?] {
    var own: [SubnetID: Int] = [:]
    var fallback: [VPCID: Int] = [:]
    for (place, item) in all.enumerated() {
      for subnet in item.subnets { own[subnet] = place }
      if item.isFallback { fallback[item.vpc] = place }
    }
    return subnets.map { own[$0.id] ?? (isComplete ? fallback[$0.vpc] : nil) }
  }
}
