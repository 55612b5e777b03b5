/// A resource that was read and has a place in the network, but no model: named where it matters.
package struct UnmodelledResource: Hashable, Sendable {
  /// The field's word for the kind: `carrier gateway`.
  package var kind: String
  package var id: String
  package var info: ResourceInfo
  /// The VPC it belongs to, where it has one.
  package var vpc: VPCID?

  package init(kind: String, id: String, info: ResourceInfo = ResourceInfo(), vpc: VPCID? = nil) {
    self.kind = kind
    self.id = id
    self.info = info
    self.vpc = vpc
  }
}

/// What an input held of one kind of resource; `doctor` prints it.
package struct Coverage: Hashable, Sendable {
  /// One kind of resource in the input.
  package struct Entry: Hashable, Sendable {
    /// The format's word: `SecurityGroups`, `security-groups`.
    package var kind: String
    package var read: Int
    /// How many are in the model.
    package var modelled: Int
    /// Why the rest are not, in one phrase; empty when all are.
    package var reason: String
    /// Whether packets could ever meet such a resource: others say nothing about how much is modelled.
    package var isNetwork: Bool

    package init(kind: String, read: Int, modelled: Int, reason: String = "", isNetwork: Bool = true) {
      self.kind = kind
      self.read = read
      self.modelled = modelled
      self.reason = reason
      self.isNetwork = isNetwork
    }
  }

  package var entries: [Entry]
  /// Kinds that full answers need and the input doesn't hold at all: unknown, not empty. Each with the
  /// command or section that would supply it.
  package var missing: [MissingKind]
  /// Files or documents read.
  package var documents: Int
  /// Files that added declarations to the input, as paths.
  package var overlays: [String] = []
  /// How many edits were made to what was read.
  package var edits = 0
  /// When the input was taken, as it says itself; nil if it doesn't.
  package var takenAt: String?

  package init(
    entries: [Entry] = [], missing: [MissingKind] = [], documents: Int = 0, takenAt: String? = nil
  ) {
    self.entries = entries
    self.missing = missing
    self.documents = documents
    self.takenAt = takenAt
  }

  /// Counts a kind of which all that was read is modelled.
  package mutating func setEntry(_ kind: String, count: Int) {
    entries.removeAll { $0.kind == kind }
    if count > 0 { entries.append(Entry(kind: kind, read: count, modelled: count)) }
  }
}

/// A kind of resource that an input should hold and doesn't, or not all of it.
package struct MissingKind: Hashable, Sendable {
  package var kind: ResourceKind
  /// What would supply it: `aws ec2 describe-network-acls`.
  package var remedy: String
  /// Whether the input holds others of the kind, and some that could not be read.
  package var isPartial: Bool

  package init(kind: ResourceKind, remedy: String, isPartial: Bool = false) {
    self.kind = kind
    self.remedy = remedy
    self.isPartial = isPartial
  }
}

/// Kinds whose absence from an input makes answers `undetermined`.
package enum ResourceKind: String, Hashable, Sendable, CaseIterable {
  case subnets
  case routeTables = "route tables"
  case networkACLs = "network ACLs"
  case securityGroups = "security groups"
  case networkInterfaces = "network interfaces"
  case internetGateways = "internet gateways"
  case egressOnlyInternetGateways = "egress-only internet gateways"
  case carrierGateways = "carrier gateways"
  case natGateways = "NAT gateways"
  case vpcPeeringConnections = "peering connections"
  case transitGateways = "transit gateways"
  case transitGatewayAttachments = "transit gateway attachments"
  case transitGatewayRouteTables = "transit gateway route tables"
  case vpnGateways = "virtual private gateways"
  case vpnConnections = "VPN connections"
  case directConnectGateways = "Direct Connect gateways"
  case vpcEndpoints = "VPC endpoints"
  case prefixLists = "prefix lists"
  case loadBalancers = "load balancers"
  case targetGroups = "target groups"
  case publicAccessExclusions = "block public access exclusions"
}
